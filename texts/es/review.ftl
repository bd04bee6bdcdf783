### El repaso de la semana.

review-door = Repaso de la semana
review-alone = El repaso es para dos. Mientras tanto, /win guarda algo para ti.
review-first = Un cuarto de hora para ver cómo les va a ustedes dos. Cualquier paso se puede saltar. Cuando quieras, toca «Aquí estoy» en el mensaje compartido.
review-begin = Tres cuartos de hora para ver cómo les va a ustedes dos. Cualquier paso se puede saltar, y se puede parar y seguir otro día. Cuando quieras, toca «Aquí estoy» en el mensaje compartido; antes, si te apetece, una mirada a ti.
review-here = El repaso de este { $day }.
    .here = Aquí estoy
review-here-first = El repaso de este { $day }: un cuarto de hora para ver cómo les va a ustedes dos. Cualquier paso se puede saltar.
    .here = Aquí estoy
review-here-begin = El repaso de este { $day }: tres cuartos de hora para ver cómo les va a ustedes dos. Cualquier paso se puede saltar, y se puede parar y seguir otro día. Antes, si te apetece, una mirada a ti.
    .here = Aquí estoy
review-postpone = { "" }
    .later_today = Hoy, más tarde
    .another_day = Otro día
review-later-today = Más tarde, entonces: a las { $until }.
    .now = Mejor ahora
review-which-day = ¿Qué día?
review-on-day = El { $day }, entonces, a las { $review }.
    .now = Mejor ahora
review-arriving =
    { $line }
    Díganlo en voz alta, si quieren. Después se llega a solas: tres preguntas serenas en el chat privado.
review-safe = ¿Cuánta seguridad sientes estos días, de 0 a 10? Solo tú lo ves. No es una escala validada, es la tuya.
    .skip = Saltar
review-trusting = ¿Cuánto te fías de lo que se te dice, de 0 a 10?
    .skip = Saltar
review-close = ¿Cuánta cercanía sientes, de 0 a 10?
    .skip = Saltar
review-pulse-kept = Gracias. Los números se quedan contigo.
review-appreciating = Ahora, algo que notaron en su pareja. Cada quien escribe a solas; todo se muestra a la vez.
review-appreciation = { $line }
    .skip = Saltar
review-one-more = Algo más, si viene. O déjalo ahí.
    .enough = Eso es todo
review-waiting = Guardado. El próximo paso llega al mensaje compartido.
review-words = { $name }: { $words }
review-shown = { $words }
    .on = Seguir
review-worked =
    Esta semana, algo de ustedes dos:
    { $words }
    .on = Seguir
review-worked-aloud = { $line } Díganlo en voz alta; no apunto nada.
    .on = Seguir
review-bring = Guardaste esto para hoy: «{ $title }». ¿Lo pones sobre la mesa?
    .bring = Sobre la mesa
    .not_yet = Todavía no
review-which = Temas apartados. ¿Uno de estos para hoy?
    .leave = Dejarlos apartados
review-topic =
    Apartado el { $day }: «{ $title }». ¿Hablarlo ahora, por turnos?
    { $line }
    .yes = Sí
    .leave = Dejarlo apartado
review-theme = No hay nada apartado. Un tema, si quieren: «{ $line }». ¿Hablarlo por turnos?
    .yes = Sí
    .leave = Hoy no
review-talked = «{ $title }». { $speaker } habla cinco minutos, { $listener } escucha y repite lo que oyó. Después, al revés. Todavía sin soluciones.
    .talked = Ya lo hablamos
review-left = { "" }
    .leave = Dejarlo apartado
review-wishing = La próxima semana. Cada quien escribe un deseo a solas; todo se muestra a la vez.
review-wish = { $line }
    .skip = Saltar
review-wishes =
    { $words }

    Tomen de aquí lo que quieran. Nadie debe nada.
    .on = Seguir
review-promise = { $name } desea: «{ $what }» ¿Quieres prometer algo de esto? Solo si nace de ti.
    .promise = Prometerlo
review-one-word = { $line }
review-word = ¿Una palabra para este momento?
    .skip = Saltar
review-closed = { $words }. El próximo { $day } a las { $review }.
review-closed-silent = Eso fue todo. El próximo { $day } a las { $review }.
