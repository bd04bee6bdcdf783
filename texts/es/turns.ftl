### Hablar por turnos.

agree-name-turns = Hablar por turnos
agree-what-turns = Hablar por turnos: alguien habla, su pareja repite lo que oyó, y después al revés. Veinticinco minutos, sin soluciones. Solo se guarda de qué se trató.
talk-door = Hablar por turnos
turns-alone = Hablar por turnos es para dos. Mientras tanto, /say ayuda a encontrar las palabras.
turns-title = ¿De qué se trata? Unas pocas palabras; las leerán ustedes dos.
    .never_mind = Mejor no
turns-start =
    «{ $title }», por turnos. Primero habla { $first }; { $second } escucha y lo repite. Después, al revés. Veinticinco minutos, todavía sin soluciones.
    ¿Por escrito aquí, o en voz alta en el mismo cuarto? En voz alta si lo eligen ustedes dos.
    .write = Por escrito
    .aloud = En voz alta
turns-not-now = { "" }
    .not_now = Ahora no
turns-later = Ahora no, entonces. Puede esperar.
turns-before-speaking = Hablas tú, { $name } escucha. Una sola cosa, con frases que empiecen por «yo». Llega una tarjeta cuando { $name } esté a la escucha.
turns-ready =
    Escuchas tú. Para oír a { $name }, tres cosas que puedes notar en ti: ¿se te cierra el pecho, ya respondes por dentro, quieres que termine? Todo eso puede estar. Suelta el aire, quédate.
    Deja fuera: «Pero tú…» · «Ya me disculpé.» · «No fue así.» · «¿Hasta cuándo?» · «Cálmate.»
    .ready = Puedo escuchar
turns-ready-hurt = Ahora escuchas tú. Solo repite lo que le oyes a { $name }; no hace falta estar de acuerdo, ni consolar, ni responder. Si es demasiado: ✋.
    .ready = Puedo escuchar
turns-frame =
    «{ $title }»
    Habla { $name }, escucha { $listener }. Todavía sin soluciones.
    .leave = Dejarlo aquí
turns-asked = { $name } pregunta: { $words }
turns-answer = { $name } lo pregunta para saber. Responde con sencillez, aquí; no guardo ninguna respuesta. O bien:
turns-without-words = { "" }
    .in_person = Respondo en persona
    .therapist = Con terapeuta presente
turns-with-therapist = { $name } necesita a un profesional presente para esta. La pregunta queda donde está.
turns-in-person = { $name } responde esta en persona. Si quedó contestada, lo marca solo quien preguntó, en /ask.
turns-words = { $name }: { $words }
turns-aloud = { $name } habla: una cosa, unas frases. Después repite lo que oíste, sin añadir nada.
    .said_back = Ya lo repetí
turns-speak = { $called }, tienes la palabra. Una sola cosa, con frases que empiecen por «yo». Hasta tres mensajes cortos.
turns-more = Algo más de eso, si lo hay.
turns-shorter = Es mucho de una vez. ¿Cabe en tres frases?
turns-missing = ¿Qué faltó? Di esa parte otra vez.
turns-handed = { "" }
    .thats_all = Eso es todo
turns-three = Fueron tres. Ahora { $name } lo repite.
turns-listening = Quédate ahí mientras habla { $name }. Cuando lo tengas:
    .say_back = Lo repito
turns-listen = { $name } tiene la palabra. Nada que responder todavía, solo oír.
turns-paraphrase =
    { $called }, repite lo que le oíste a { $name }. No añadas nada.
    { $line }
turns-wait = { $name } busca las palabras para lo que dijiste.
turns-heard = { $called }, ¿está todo, tal como lo repitió { $name }?
    .understood = Entendido
    .almost = Casi
    .not_yet = Todavía no
turns-wait-heard = { $name } mira si está todo.
turns-enough-rounds = Tres vueltas bastan para una noche. Se vale que algo no se entienda todavía. Ahora, al revés.
turns-validate =
    { $name } siente que se entendió. Si quieres, completa una de estas con tus palabras:
    { $lines }
    .skip = Dejarlo así
turns-unfinished = Eso es el comienzo tal como estaba. Pon lo tuyo, dos o tres palabras propias, sin dejar hueco.
    .skip = Dejarlo así
turns-send =
    Así se lo dirías a { $name }:
    { $words }
    .send = Decirlo
    .leave_it = Mejor no
turns-longer = Veinticinco minutos. Quince más, una vez, si quieren ustedes dos.
    .longer = Un poco más
turns-enough = { "" }
    .enough = Basta por ahora
turns-both-understood =
    De cada parte hubo un «entendido». Eso es todo.
    Si algo pequeño ayuda desde aquí, ofrécelo de ti, no en nombre de tu pareja.
turns-not-all = Se escuchó, y no todo se entendió todavía. Encima de eso, nada de soluciones. Puede esperar a otro día.
turns-left = Se queda aquí. Se vale, y no hace falta una razón.
turns-time = Ese fue el tiempo. Lo que queda puede esperar.
kept-kind-talk = Una charla por turnos, sobre
