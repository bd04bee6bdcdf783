### De /start a la primera noche.

pairing-adult =
    Hola. Cuido diez minutos de la noche para dos personas.
    No soy terapeuta, no juzgo, no detecto mentiras, y nada de aquí es una prueba. { $operator } me mantiene en marcha y podría leer lo que escribes.
    Solo { $bot } soy yo. Quien te pida vincularte de nuevo en otro sitio, no.
    .begin = Tengo 18 años o más
    .keeps = ¿Qué guardas?
    .language = Otro idioma
    .under = No los tengo
pairing-keeps =
    Lo que me escribes se guarda cifrado, noventa días si no eliges otra cosa. Puedes releerlo, llevártelo o destruirlo.
    Los chats con bots en Telegram no están cifrados de extremo a extremo: Telegram puede leerlos, y { $operator }, que me mantiene en marcha, también podría. Si alguien puede revisar tu teléfono, usa otro.
    .begin = Tengo 18 años o más
    .keeps = ¿Qué guardas?
    .language = Otro idioma
    .under = No los tengo
pairing-language = ¿Qué idioma?
pairing-forgotten = De acuerdo. No guardo nada de esto.
pairing-dead = Este enlace ya no sirve. Se puede enviar uno nuevo en cualquier momento.

pairing-safe = ¿Puedes decirle que no a tu pareja sin correr peligro? No guardo ninguna respuesta.
    .go_on = Seguir
    .alone = Por mi cuenta
    .not_now = Ahora no
pairing-clock = Puedes usarme por tu cuenta o con tu pareja. ¿Son las { $time } donde estás?
    .yes = Sí, { $time }
    .elsewhere = Otro lugar
pairing-town = ¿Qué ciudad grande tiene tu misma hora? Escribe su nombre.
    .list = Ver una lista
pairing-unknown-town = Esa no la conozco. ¿Otra ciudad cercana, quizá?
    .list = Ver una lista
pairing-region = ¿En qué parte del mundo?
    .europe = Europa
    .america = América
    .asia = Asia
    .africa = África
    .pacific = Australia y Pacífico
pairing-city = ¿Cuál de estas tiene tu hora?
    .back = En otra parte
pairing-partner = Escríbele a tu pareja con tus propias palabras; ya puse algunas ahí. El enlace sirve una vez, hasta mañana a esta hora.
    .write = Escribir a mi pareja
    .alone = Primero, a solas
pairing-invitation = Me gustaría tener diez minutos contigo por las noches, con un poco de estructura. Puedes decir que no, o parar cuando quieras.
pairing-tomorrow = Mañana a las { $evening }
pairing-alone = Entonces somos tú y yo. Pregunto a las { $evening }, y solo tú lo ves. A tu pareja puedes invitarla cualquier día: /start.
    .tonight = Esta noche, ahora
pairing-tonight = Aquí viene.
pairing-until = Hasta mañana a las { $evening }. /menu muestra lo que hay.

pairing-guest = A { $name } le gustaría tener contigo diez minutos por las noches. ¿Puedes decirle que no a { $name } sin correr peligro? No guardo ninguna respuesta.
    .yes = Sí, con { $name }
    .rather_not = Prefiero que no
pairing-asked = Gracias. Ahora { $name } confirma que eres tú. No queda nada más que hacer.
pairing-rather-not = Está bien. Nadie se entera, y no guardo nada de esto.
pairing-rather-not-known = Está bien. Nadie se entera, y todo lo tuyo queda como estaba.

meeting-confirm = { $name } abrió tu enlace.
    .mine = Es mi pareja
    .other = Es otra persona
meeting-confirm-known = { $name } ({ $username }) abrió tu enlace.
    .mine = Es mi pareja
    .other = Es otra persona
meeting-other = De acuerdo. Ese enlace quedó cerrado, y no se mostró nada.
meeting-gone = Eso ya no está abierto. /start crea un enlace nuevo.
meeting-paired = Tú y { $name }, entonces.

welcome-first =
    Ya están aquí ustedes dos. Hablo a las { $evening }, y cada { $day } a las { $review }. Cualquiera puede parar una charla en cualquier momento, sin motivo: ✋ o /p.
    Al mediodía limpio nuestros chats privados, en cada teléfono. Es mi costumbre.
    Nadie me usa para vigilar, puntuar ni presionar.
    .tonight = Esta noche, ahora
welcome-tonight = Ya están aquí ustedes dos. Esta noche, entonces.
welcome-until = Ya están aquí ustedes dos. Mañana a las { $evening }.
