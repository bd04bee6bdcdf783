### El diario, y lo que se da de él una vez por semana.

journal-door = Diario
journal-deed =
    Solo para ti. Termínalo con tus palabras, o escribe lo que pasó hoy.
    { $line }
    .another = Otro comienzo
    .never_mind = Mejor no
journal-effect = ¿Cómo le habrá llegado?
    .skip = Saltar
journal-own = ¿Qué parte es tuya, sin un «pero»?
    .skip = Saltar
journal-next-time = ¿Y la próxima vez?
    .skip = Saltar
journal-kept = Guardado, solo para ti. /kept lo vuelve a leer.
journal-week-line = Una línea para ti hoy, si quieres. También puede ser de algo bueno.
journal-week-which = Mañana es su repaso. ¿Hay alguno de estos que quieras compartir allí? Si no, nadie lo ve.
    .not_this_week = Esta semana no
journal-week-preview =
    Esto se leería:
    { $words }
    .with_theirs = Solo si { $name } también comparte
    .in_any_case = En todo caso
    .another = Otro
    .no = Mejor no
journal-week-take-back = Va contigo al repaso. Durante un día puedes retirarlo.
    .take_back = Retirarlo
journal-week-taken-back = Retirado. En tu diario sigue estando.
shares-words = { $name }: { $words }
shares-shown =
    De la semana, por voluntad propia.

    { $words }

    { $line }
    .on = Seguir
shares-heard = Algo para { $name }, si quieres. Nada también es una respuesta, y nadie se entera.
    .thank_you = Gracias
    .felt = Lo sentí
    .talk_about = Necesito hablarlo
shares-thank-you = { $name } da las gracias.
shares-felt = { $name } lo sintió.
shares-parked = Apartado, para un momento de calma. El título lo pueden leer ustedes dos.
shares-topic = { $name }: { $title }
kept-kind-journal = Diario
kept-kind-week = Dado al repaso
