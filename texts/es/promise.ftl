### Promesas pequeñas, solo propias.

promise-door = Promesa
promise-what = Una cosa pequeña que prometes. Algo que haces por tu cuenta y que se nota cuando está hecho.
    .never_mind = Mejor no
promise-by-when = «{ $what }» ¿Para cuándo? Escríbelo como lo dirías: viernes a las 18:00.
    .no_time = Sin hora
    .never_mind = Mejor no
promise-by-when-again = «{ $what }» No entendí la hora, o ya pasó. Por ejemplo: mañana a las 20:00.
    .no_time = Sin hora
    .never_mind = Mejor no
promise-confirm = ¿El { $day }, a las { $time }?
    .yes = Sí
    .another = Otra hora
promise-remind = ¿Te lo recuerdo? Solo te llega a ti.
    .at_its_time = A su hora
    .an_hour_before = Una hora antes
    .that_morning = Esa mañana
    .no_reminder = Sin aviso
promise-shown-to = «{ $what }» ¿Quién puede leerlo?
    .both = Mi pareja y yo
    .only_me = Solo yo
    .never_mind = Mejor no
promise-made =
    { $line }
    Guardado, solo para ti.
promise-made-shared =
    { $line }
    Lo pueden leer ustedes dos.
promise-moved =
    { $line }
    Esa es la nueva hora.
promise-told =
    De { $name }: una promesa.
    «{ $what }»{ $until }
promise-told-moved =
    De { $name }: una promesa con otra hora.
    «{ $what }»{ $until }
promise-until = { " · " }{ $day }, { $time }
promise-line = «{ $what }»
promise-line-due = «{ $what }» · { $day }, { $time }
promise-line-kept = «{ $what }» · cumplida
promise-line-felt = «{ $what }» · cumplida, y sentida
promise-theirs = { $name }:
promise-chosen =
    Lo prometido.
    { $lines }
    .new = Una nueva
    .close = Cerrar
promise-felt-label = Lo sentí: { $what }
promise-how = { $line }
    .kept = Cumplida
    .move = Otra hora
    .not_managed = No lo logré
    .back = ‹ Atrás
promise-kept = Cumplida.
promise-kept-shared = Cumplida. Aparece en el próximo repaso, como algo de ustedes.
promise-not-managed = Anotado, solo para ti. Si le dolió a alguien, hay una manera de repararlo.
promise-reminder-outcome =
    Un pequeño aviso, solo para ti.
    { $line }
    .kept = Cumplida
    .move = Otra hora
    .not_managed = No lo logré
    .later = Luego
promise-reminder-kept = Cumplida.
promise-reminder-kept-shared = Cumplida. Aparece en el próximo repaso, como algo de ustedes.
promise-reminder-not-managed = Anotado, solo para ti. Si le dolió a alguien, hay una manera de repararlo.
kept-kind-promise = Una promesa
kept-kind-felt = Sentido
