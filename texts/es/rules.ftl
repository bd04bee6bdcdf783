### Cómo se hablan: acuerdos.

agree-name-choosing = Acuerdos
agree-what-choosing = Doce acuerdos pequeños sobre cómo se hablan. Cada quien marca por su cuenta, y solo se muestra lo que coincide.
rules-door = Acuerdos
rules-alone = Los acuerdos son para dos. Cuando eres solo tú, no hay nada que elegir.
rules-look =
    Así está, de parte de ustedes dos:
    { $lines }
    .anew = Elegir de nuevo
    .take_out = Quitar uno
    .close = Cerrar
rules-which =
    ¿Cuál se va? Se va para la pareja, y nadie pregunta por qué.
    { $lines }
    .back = ‹ Atrás
rules-none-left = No queda ninguno. /rules empieza de nuevo cuando quieran.
choosing-tick =
    Marca lo que te ayudaría. Tu pareja solo ve lo que coincide, nunca lo demás.
    { $lines }
    .done = Esto es lo mío
    .not_now = Ahora no
choosing-change = Guardado. Lo que coincide se muestra cuando cada parte haya elegido.
    .change = Cambiar algo
choosing-agreed =
    Esto viene de ustedes dos:
    { $lines }
    Cada parte puede quitar uno en cualquier momento, en /rules.
choosing-nothing-shared = Esta vez ninguna línea, y también eso es un comienzo. /rules sigue ahí cuando quieran.
rules-again-still =
    Tres meses con estos:
    { $lines }
    ¿Mirarlos de nuevo?
    .anew = Mirarlos
    .leave = Dejarlos así
rules-again-stands = Se quedan.
