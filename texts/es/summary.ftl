### Una página para la terapia.

summary-door = Página para la terapia
summary-sections =
    Una página para llevar, como archivo solo para ti: tus palabras y lo que pueden leer ustedes dos. ¿Qué debe incluir?
    .make = Hacerla
    .never_mind = Mejor no
summary-in = ✓ { $part }
summary-out = { $part }
summary-part-feel = Cómo se sintió
summary-part-promises = Promesas abiertas
summary-part-worked = Lo que salió bien
summary-part-parked = Temas apartados
summary-part-agreements = Nuestros acuerdos
summary-part-journal = Mi diario
summary-coming = Aquí va, para imprimir y para copiar. Al mediodía la retiro.
