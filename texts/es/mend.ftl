### Remendar un momento.

mend-door = Remendar
mend-which = ¿Qué quieres remendar?
    .misstep = Un tropiezo mío, dos líneas
    .rough = Una conversación dura, de ustedes dos
    .never_mind = Mejor no
mend-happened =
    Qué pasó. Una línea, sobre mi parte.
    Hay quien empieza así: «{ $line }»
    .never_mind = Mejor no
mend-will-do = Y qué voy a hacer. Una línea.
    .never_mind = Mejor no
mend-whole =
    Dos líneas:
    { $lines }
    .give = Dárselas a { $name }
    .again = Otra vez
    .away = Tirarlas
mend-whole-alone =
    Dos líneas:
    { $lines }
    .keep = Guardarlas
    .again = Otra vez
    .away = Tirarlas
mend-kept = Guardadas, solo para ti.
mend-on-hold = Ahora todo está en pausa. Quedan guardadas, solo para ti.
mend-given = Ya las tiene { $name }.
mend-gone = Ya no están.
mend-how-long = ¿Cuándo fue?
    .just_now = Ahora mismo
    .today = Antes, en los últimos tres días
    .longer = Hace más tiempo
    .never_mind = Mejor no
mend-too-long = Entonces ya es un tema propio. /park lo guarda para el repaso.
repair-later = Bien. Primero un poco de calma; a las { $time } a cada quien le llegan cuatro líneas cortas.
repair-here = Después de la conversación: cuatro líneas de cada quien, que se muestran a la vez cuando hayan escrito y estén aquí ustedes dos. No hay veredicto.
    .here = Aquí estoy
repair-felt = Lo que sentí.
    .skip = Saltar
repair-saw = Lo que vi y oí, como una cámara.
    .skip = Saltar
repair-mine = Lo que es mío en esto.
    .skip = Saltar
repair-wish = Un deseo para la próxima vez.
    .skip = Saltar
repair-in = Guardado por ahora. No hace falta estar pendiente.
repair-words =
    { $name }:
    { $lines }
repair-shown =
    { $words }

    Lo uno y lo otro es cierto para quien lo escribió. Esta noche no hay nada que resolver.
repair-over = Las cuatro líneas se cierran. Lo que escribiste es tuyo, en /kept.
agree-name-repair = Remendar después de una conversación dura
agree-what-repair = Después de una conversación dura, cada quien escribe a solas cuatro líneas: lo que sentí, lo que vi, lo que es mío, un deseo. Se muestran a la vez, sin veredicto.
kept-kind-mend = Un tropiezo, remendado
kept-kind-repair = Después de una conversación dura
