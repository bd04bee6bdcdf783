### Un momento difícil.

wave-door = 90 segundos
wave-begin =
    Aquí estoy. Noventa segundos, nada que hacer más que respirar.
    { $line }
wave-sooner = { "" }
    .enough = Seguir
wave-breath =
    Adentro … y afuera, muy despacio.
    { $bar }
wave-still = Quietud. Puedes quedarte el tiempo que quieras.
    .again = Otra vez
    .enough = Ya está
    .tell = Unas palabras a { $name }
    .voice = Oír a { $name }
wave-still-sent = Ya lo tiene { $name }. Puedes quedarte aquí el tiempo que quieras.
    .again = Otra vez
    .enough = Ya está
    .tell = Unas palabras a { $name }
    .voice = Oír a { $name }
wave-message = { $name } leería: «Me vino una ola. Por favor…»
    .sit = …siéntate conmigo
    .hour = …dame una hora
    .sentence = …di nuestra frase
    .back = ‹ Volver
wave-please-sit =
    De { $name }: «Me vino una ola. Por favor, siéntate conmigo.»

    Basta con estar; no hay nada que arreglar. Acércate hasta donde { $name } quiera, respira despacio, deja estar el silencio.
wave-please-sit-freely =
    De { $name }: «Me vino una ola. Por favor, siéntate conmigo.»

    Solo si quieres. No se espera nada de ti.
wave-please-hour =
    De { $name }: «Me vino una ola. Por favor, dame una hora.»

    Estar puede ser dejar sitio. Dale la hora entera, quédate cerca, no preguntes nada. Después ayuda un vaso de agua.
wave-please-hour-freely =
    De { $name }: «Me vino una ola. Por favor, dame una hora.»

    Solo si quieres. No se espera nada de ti.
wave-please-sentence =
    De { $name }: «Me vino una ola. Por favor, di nuestra frase.»

    Basta con estar; no hay nada que arreglar. Di la frase despacio, tal como es, y nada más después.
wave-please-sentence-freely =
    De { $name }: «Me vino una ola. Por favor, di nuestra frase.»

    Solo si quieres. No se espera nada de ti.
wave-helped = ¿Algo ayudó ahora? La lista es solo tuya. Toca lo que fue, o escribe algo propio.
    .cold = Algo frío
    .walk = Unos pasos afuera
    .song = Una canción
    .call = Una voz por teléfono
    .skip = Nada que anotar
wave-done = Por ahora es suficiente.

tools-door = Lo que ayuda
tools-box =
    Lo que te ha ayudado, primero lo más usado. Solo tú lo ves.
    { $lines }
    .add = Añadir
    .take_out = Quitar algo
    .hand = Mostrárselo a { $name }
    .close = Cerrar
tools-empty = Aquí todavía no hay nada. ¿Qué te ayuda cuando se pone difícil? Unas pocas palabras.
    .close = Cerrar
tools-added = ¿Qué te ayuda? Unas pocas palabras.
    .close = Cerrar
tools-out = ¿Cuál?
    .back = ‹ Volver
tools-sure = { $name } lee la lista una vez, tal como está ahora. ¿La envío?
    .yes = Enviarla
    .no = No
tools-handed =
    { $name } anotó lo que ayuda en un momento difícil:
    { $lines }
kept-kind-tool = Lo que me ayuda
