### La caja de preguntas.

ask-door = Caja de preguntas
ask-empty = Tu caja está vacía. Una pregunta puede quedarse aquí lo que quiera; hasta que la sueltes, solo tú la conoces.
    .add = Meter una
    .close = Cerrar
ask-box =
    Tu caja. Lo que lleva › va a la próxima conversación; lo demás solo lo sabes tú.
    { $lines }
    .add = Meter una
    .release = A la próxima conversación
    .answered = Una ya tiene respuesta
    .take_out = Sacar una
    .close = Cerrar
ask-box-alone =
    Tu caja. Solo tú sabes lo que guarda.
    { $lines }
    .add = Meter una
    .release = A la próxima conversación
    .answered = Una ya tiene respuesta
    .take_out = Sacar una
    .close = Cerrar
ask-about = ¿Para qué es? Hechos: qué pasó, cuándo, dónde. Sentido: qué fue para cada quien. Seguridad: qué terminó, qué sigue abierto. Futuro: qué viene ahora.
    .facts = Hechos
    .meaning = Sentido
    .safety = Seguridad
    .future = Futuro
    .back = ‹ Volver
ask-question = Tu pregunta, tal como la dirías en voz alta.
    .back = ‹ Volver
ask-careful =
    cama, posición, posiciones, desnudos,
    cuerpo, orgasmo, beso, besaste, besos,
    acostaste, acostarse, sexo, mejor que yo, comparado conmigo
ask-pictures =
    Algunas respuestas se vuelven imágenes que se quedan. Puedes preguntarlo. También puedes preguntar lo que quieres saber detrás.
    «{ $line }»
    .as_it_is = Dejarla así
    .other_words = Con otras palabras
    .drop = Dejarla fuera
ask-release = ¿Cuáles van a la próxima conversación? Tres como mucho, para que cada una tenga respuesta.
    .back = ‹ Volver
ask-release-these =
    A la próxima conversación. { $name } las lee antes a solas, y responde en la conversación o en persona:
    { $lines }
    .hand = Soltarlas
    .back = ‹ Volver
ask-released = Ya las tiene { $name }, para la próxima conversación. Lo que se responda ahí no lo apunto.
ask-on-hold = Ahora todo está en pausa. No se envió nada.
ask-answered = ¿Cuál ya tiene respuesta?
    .back = ‹ Volver
ask-out = ¿Cuál sacas?
    .back = ‹ Volver
asked-how =
    Para su próxima conversación, de { $name }:
    { $lines }

    Se responden en esa conversación o en persona. Ahora no hay nada que responder, y nadie cuenta los minutos.
    .in_a_talk = En la conversación, entonces
    .therapist = Para esto necesito a un profesional presente
asked-with-help =
    { $name } querría a un profesional presente para esto:
    { $lines }
asked-help-said = { $name } ya lo sabe. /pro muestra a quién se puede acudir.
asked-read = Bien. Hasta la conversación no hay nada que hacer.
kept-kind-question = Una pregunta
