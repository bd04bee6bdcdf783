### Lo que empieza con un sí de cada parte.

agree-own =
    { $what }
    Empieza cuando cada parte haya dicho que sí; se puede retirar en cualquier momento, en /consents.
    .yes = Sí, por mi parte
    .not_now = Ahora no
agree-asked =
    A { $name } le gustaría hacer esto contigo. { $what }
    Empieza cuando cada parte haya dicho que sí; se puede retirar en cualquier momento, en /consents. Nadie se entera de un no.
    .yes = Sí, por mi parte
    .not_now = Ahora no
agree-waiting = Empieza cuando cada parte haya dicho que sí. Hasta entonces no hay nada que hacer.
agree-resting = { $name }: en reposo por ahora.
resting-it-rests = { $name }: en reposo por ahora.
consents-door = Lo que acepté
consents-which = Esto es lo que aceptaste aquí. Toca lo que quieras cambiar.
    .done = Listo
consents-nothing = Aquí no hay nada todavía. Lo que hagan en pareja empieza con un sí de cada parte, cuando lo quieran por primera vez.
consents-given = { $name }. Dijiste que sí. Si lo retiras, queda en reposo para la pareja, y no se dice por qué.
    .take_back = Retirarlo
    .back = ‹ Atrás
consents-taken = { $name }. Retiraste tu sí.
    .say_yes = Sí otra vez
    .back = ‹ Atrás
