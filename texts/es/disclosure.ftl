### Contarlo todo: lo que ayuda antes.

disclosure-door = Contarlo todo
disclosure-first = Lee esto primero. Los primeros días son para dormir, comer y hablar con una persona. Contarlo todo ahora, sin preparación, suele hacer que salga a pedazos. En unos días hay aquí más, para cada quien a solas.
    .close = Cerrar
disclosure-both = Contarlo todo, y oírlo todo. Nunca guardo nada de eso: por favor, no lo escribas aquí.
disclosure-teller = Contarlo todo. Nunca guardo nada de eso: por favor, no lo escribas aquí.
disclosure-hearer = Oírlo todo. Cuánto, lo decides tú. Nunca guardo nada de eso: por favor, no lo escribas aquí.
disclosure-guide =
    { $lines }
    { $line }
    { $words }
    .why = Por qué de una vez
    .cards = Tarjetas
    .level = Cuánto quiero oír
    .ready = ¿Ya es el momento?
    .told = Ya se contó
    .close = Cerrar
disclosure-typed = { "" }
disclosure-planned = Elegiste el { $day } para eso.
disclosure-wished = Se querría oír: «{ $what }»
disclosure-wished-now = De { $name }, para cuando se cuente todo: «{ $what }»
disclosure-wish-said = { $name } sabe eso, y nada más. Puedes cambiarlo cualquier día.
disclosure-why = Los pedazos que salen durante meses hieren una y otra vez; cada uno vuelve falso el anterior. Todo de una vez, con preparación y con un profesional presente, es duro una noche y más llevadero el año. Nadie puede prometer cómo sale.
    .back = ‹ Volver
disclosure-card = { $line }
    .another = Otra
    .back = ‹ Volver
disclosure-level = ¿Cuánto querrías oír? { $name } lee lo que elijas. Puedes cambiarlo, y parar en cualquier palabra.
    .outline = lo esencial: desde cuándo, cuánto duró, si terminó
    .facts = los hechos: quién lo sabe, cuándo, dónde, qué se gastó
    .questions = solo respuestas a mis preguntas
    .not_yet = todavía nada
    .back = ‹ Volver
disclosure-afraid =
    Cuatro preguntas antes de fijar un día; no guardo ninguna respuesta.
    ¿Alguien de ustedes tiene miedo de lo que pueda pasar esa noche?
    .yes = Sí
    .no = No
disclosure-harm =
    La segunda de cuatro.
    ¿Alguien de ustedes piensa en no querer vivir?
    .yes = Sí
    .no = No
disclosure-support = ¿Hay esa noche una persona para cada quien, por teléfono o cerca?
    .yes = Sí
    .no = No
disclosure-rested = ¿Podrán ese día dormir, comer y no beber?
    .yes = Sí
    .no = No
disclosure-not-tonight = Entonces no ahora. Eso va primero, y no es un fracaso. Un profesional puede ayudar a prepararlo; /sos dice quién contesta esta noche.
disclosure-day = ¿Qué día? Escribe solo el día: «sábado», «12 de mayo».
    .no_day = Todavía ninguno
disclosure-day-again = No pude leer ahí un día por venir. Solo el día, por favor: «12 de mayo».
    .no_day = Todavía ninguno
disclosure-company = { $day }. ¿Con un profesional presente?
    .with_one = Sí, con alguien
    .without = Sin nadie más
disclosure-set = { $day }. Guardo el día y nada más. Dile tú el día a tu pareja, en voz alta.
disclosure-told = Anotado, y nada más. Con calma los días que siguen; esta semana no hace falta decidir nada.
disclosure-pasted = Eso puede ser la cosa misma. No guardé nada. ¿Quito también tu mensaje de este chat?
    .delete = Sí, bórralo
    .leave = Déjalo
