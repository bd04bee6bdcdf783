### Acercarse puede esperar.

hold-door = Cercanía en espera
hold-begun = Todo lo que acerca queda en espera, el tiempo que quieras. Nadie sabrá quién lo pidió. Con /hold se reanuda.
hold-lift = Pediste que lo que acerca quedara en espera. ¿Lo reanudamos?
    .lift = Reanudar
    .keep = Seguir en espera
hold-lifted = Por tu parte, se reanuda.
hold-kept = Sigue en espera.
