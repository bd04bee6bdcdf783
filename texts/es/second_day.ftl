### El segundo día.

second-day-role = ¿Dónde estás en esto? Solo lo sé yo, y puede quedar abierto. Me dice a quién preguntar primero si algo necesita sitio.
    .hurt = Me hicieron daño
    .repairing = Rompí la confianza
    .both = Lo uno y lo otro
    .none = Sin papeles
    .skip = Dejarlo abierto
second-day-place = Un grupo para ustedes dos y yo reúne lo compartido en un solo lugar. Hay parejas que nunca lo quieren.
    .how = Cómo funciona
    .skip = Ahora no
second-day-style = Dos modos para la noche. Por escrito: cada quien escribe a solas, y se muestra cuando hay algo de ustedes dos y están aquí. Hablando: un solo mensaje, ustedes hablan, yo llevo el tiempo.
    .reveal = Por escrito
    .together = Hablando
    .skip = Dejarlo así
second-day-done =
    Eso es todo. Lo demás está en /settings, cuando quieras.
    Una cosa, igual para ustedes dos: esto ayuda solo cuando la relación fuera de la pareja ha terminado. Yo no lo compruebo.
second-day-ended = Una cosa, igual para ustedes dos: esto ayuda solo cuando la relación fuera de la pareja ha terminado. Yo no lo compruebo.
