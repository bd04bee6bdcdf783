### Los diez minutos de la noche.

checkin-door = Empezar ahora
checkin-here = Diez minutos para ustedes.
    .here = Aquí estoy
    .aloud = En persona, sin teléfono
checkin-here-again = ¿Aquí, o en persona? Empieza cuando toquen lo mismo.
    .here = Aquí estoy
    .aloud = En persona, sin teléfono
checkin-opening = Tus diez minutos.
checkin-room = { $line }
    .little = Un poco de sitio
    .sunday = Para el { $day }
    .only_me = Solo para mí
    .no = No
    .later = Más tarde
    .not_tonight = Esta noche no
checkin-only-mine = Escríbelo aquí, o no. Nadie más que tú lo lee.
    .skip = Saltar
checkin-for-review = Guardado para el { $day }. ¿Unas palabras para reconocerlo? Hasta entonces solo tú las ves.
    .leave_it = Sin palabras
checkin-something = Algo a lo que quisiera hacerle sitio
checkin-slot = { $line }
    .skip = Saltar
    .later = Más tarde
    .not_tonight = Esta noche no
    .room_after_all = Un poco de sitio
checkin-feeling = ¿Qué clima hay en ti esta noche?
checkin-feelings = { $line }
    .calm = calma
    .warm = calidez
    .hopeful = esperanza
    .tired = cansancio
    .sad = tristeza
    .lonely = soledad
    .afraid = miedo
    .angry = rabia
    .ashamed = vergüenza
    .numb = vacío
    .tense = tensión
    .unsure = duda
    .skip = Saltar
    .later = Más tarde
    .not_tonight = Esta noche no
    .room_after_all = Un poco de sitio
checkin-done = Guardado. Ya terminaste por esta noche. Si se muestran palabras, será esta noche y contigo aquí. No hace falta estar pendiente.
    .change = Cambiar algo
checkin-done-unkept = Ya terminaste por esta noche. Si se muestran palabras, será esta noche y contigo aquí. Después no queda nada guardado.
    .change = Cambiar algo
checkin-done-alone = Guardado. Ya terminaste por esta noche.
    .change = Cambiar algo
checkin-which = ¿Cuál?
    .back = ‹ Volver
checkin-waiting = Más tarde, entonces. Vuelvo en un cuarto de hora.
    .now = Mejor ahora
    .not_tonight = Esta noche no
checkin-out = Esta noche no. También vale. ¿Quieres que lo diga?
    .say_so = Dilo por mí
    .quietly = En silencio
    .back = Volver
checkin-out-alone = Esta noche no. También vale.
    .quietly = De acuerdo
    .back = Volver
checkin-quietly = En silencio, entonces. Nadie se entera.
checkin-not-tonight = { $line }
checkin-both-in = Ya hay algo de ustedes dos.
checkin-room-asked = { $name } quiere hacerle un poco de sitio a algo esta noche. No hace falta que encuentres las palabras justas. Quédate, escucha, repite una cosa que hayas oído.
checkin-words = { $name }: { $words }
checkin-said-aloud = dicho en voz alta, más arriba
checkin-only-room = un poco de sitio, sin palabras
checkin-shown =
    { $words }

    { $minutes } minutos, sin teléfonos. Un sonido suave a la mitad.
checkin-shown-anyway =
    { $words }

    Queda aquí para ustedes. Los diez minutos de esta noche terminaron.
checkin-five = Va la mitad. Ahora cambien, si quieren.
checkin-good-night = Fueron { $minutes } minutos. Gracias a ustedes dos.
    .good_night = Buenas noches
checkin-aloud =
    { $lines }

    { $minutes } minutos, sin teléfonos. No apunto nada. Un sonido suave a la mitad.
checkin-over = Los diez minutos de esta noche terminaron.

checkin-together =
    Diez minutos para ustedes. Empieza { $name }, { $minutes } minutos:
    { $lines }
    .here = Aquí estoy
checkin-not-now = { "" }
    .not_tonight = Esta noche no
checkin-little-room = { $line }
    .little = Un poco de sitio
    .sunday = Para el { $day }
    .only_me = Solo para mí
    .no = No
checkin-heard = Bien. No hace falta que digas más de lo que quieras.
checkin-floor-of =
    { $name }, { $minutes } minutos son tuyos. Basta con hablar; si respondes a este mensaje, lo guardo.
    { $lines }
    .now_you = Ahora tú
checkin-floor-next =
    { $name }, ahora tú. { $minutes } minutos.
    { $lines }
    .now_you = Con eso basta
checkin-jar = { "" }
checkin-jar-label = Al frasco: { $words }
