### Descanso.

quiet-door = Días de descanso
rest-length = ¿Cuánto tiempo sin preguntarles nada? Nadie sabrá quién lo pidió.
    .one = Un día
    .three = Tres días
    .week = Una semana
    .open = Hasta que yo avise
    .never_mind = Mejor no
rest-until = Días de descanso. Vuelvo a preguntar el { $day }. /quiet los termina antes.
rest-open = Días de descanso. /quiet los termina cuando quieras.
rest-end = Pediste descanso. ¿Lo terminamos?
    .end = Empezar de nuevo
    .keep = Seguir descansando
rest-over = Tu descanso terminó.
