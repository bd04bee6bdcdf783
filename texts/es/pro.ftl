### Ayuda profesional.

pro-door = Ayuda profesional
pro-which =
    Alguien a tu lado que ha aprendido a hacer esto. ¿Quién hace qué?
    .couples = Terapia de pareja
    .own = Una terapia propia
    .coach = Coaching
    .questions = Qué preguntar antes
    .where = Dónde buscar
    .close = Cerrar
pro-couples =
    Ustedes dos en una sala, con alguien que no toma partido.
    La terapia de pareja hace más lenta y más segura una conversación difícil, y muestra en qué punto se tuerce siempre. Pidan a alguien que trabaje a menudo con parejas después de una infidelidad.
    Donde hay miedo dentro de la pareja, se empieza por separado.
    .back = ‹ Atrás
pro-own =
    Una hora que es solo tuya.
    Una terapia propia es para ti, y lo que se dice allí se queda allí. Para noches sin dormir, imágenes que vuelven, una vergüenza que deja sin voz, y lo que ya pesaba mucho antes.
    .back = ‹ Atrás
pro-coach =
    Un plan, y alguien que pregunta cómo fue.
    El coaching mira lo que viene: hábitos, conversaciones, lo que ustedes dos quieren construir. Casi en todas partes cualquiera puede usar esa palabra, así que pregunten por la formación. Las imágenes que vuelven, el peligro y la enfermedad son para una terapia o para el médico.
    .back = ‹ Atrás
pro-questions =
    Para preguntar antes de la primera hora:
    · ¿Con qué frecuencia trabaja con parejas después de una infidelidad?
    · ¿Qué hace con algo que se le cuenta a solas?
    · ¿Dónde aprendió esto, y quién lo reconoce?
    · ¿Cuándo nos enviaría con otra persona?
    · ¿Cuánto cuesta una hora, y para cuándo hay una?
    La primera hora no obliga a nada. Si no les sirve a ustedes dos, sigan buscando.
    .back = ‹ Atrás
pro-where =
    Dónde buscar:
    { $lists }
    · En todas partes: tu centro de salud, y las asociaciones de psicología o de terapia familiar de tu país.
    Estas listas son de otra gente; solo sé que existen.
    .back = ‹ Atrás
