### Lo que se dice fuera de todo lo demás.

talk-stranger = Hola. Para empezar, envía /start.
talk-not-here = Este no es mi lugar. Adiós.
talk-stale = Eso ya no está abierto.
talk-not-yours = Esta pregunta no era para ti.
talk-held = En pausa por ahora.
talk-echo = { $name }: { $words }
talk-typed = Aquí hacen falta palabras. Escríbelas, por favor.
talk-words-only = Aquí solo recibo palabras. De eso no se guardó nada.
talk-no-secrets = No recibo contraseñas, PIN ni números de tarjeta: aquí no hacen falta. De eso no se guardó nada; quizá quieras borrarlo también en este chat.
talk-no-places = No recibo lugares ni enlaces de mapas. De eso no se guardó nada.
