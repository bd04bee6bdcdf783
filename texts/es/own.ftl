### Hacerse cargo, con palabras propias.

own-door = Hacerme cargo
own-deed = Lo que hice. Una sola cosa, con palabras sencillas.
    .shame = Solo me sale «soy…»
    .leave = Ahora no
own-deed-again = Lo que hice, otra vez. Una sola cosa, con palabras sencillas.
    .leave = Ahora no
own-cost = Lo que te costó. Empieza por «a ti», y quédate ahí un momento.
    .leave = Ahora no
own-i-am =
    Escribe la frase que te da vueltas. Nadie la lee, y yo no la guardo.
    { $line }
    .leave = Ahora no
own-i-did = Esa es una frase sobre quién eres. Ahora una sobre lo que pasó: «Hice…» Una sola cosa.
    .leave = Ahora no
own-it-caused = Y lo que trajo: «Eso causó…»
    .leave = Ahora no
own-i-can = Y lo que está en tus manos: «Puedo…» Basta algo pequeño.
    .leave = Ahora no
own-takes-back = pero, si tú, porque tú, me hiciste, me obligaste, solo, solamente, nomás
own-no-but =
    Sin «pero». Léelo una vez, a media voz.
    { $lines }
    .deed_again = Lo que hice, de nuevo
    .cost_again = Lo que costó, de nuevo
    .on = Así queda
    .leave = Ahora no
own-takes-back-found =
    Sin «pero». Léelo una vez, a media voz. ¿Esto quita algo de lo dicho: { $words }?
    { $lines }
    .deed_again = Lo que hice, de nuevo
    .cost_again = Lo que costó, de nuevo
    .on = Así queda
    .leave = Ahora no
own-then = Lo que hago ahora. Algo que dependa solo de ti, con un día.
    .leave = Ahora no
own-hint = (Todavía está: { $words }.)
own-whole =
    Esto es lo que escribiste.
    { $lines }
    { $line }
    .give = Dárselo a { $name }
    .change = Cambiarlo
    .keep = Dejarlo en borrador
    .away = Tirarlo
own-whole-alone =
    Esto es lo que escribiste.
    { $lines }
    { $line }
    .change = Cambiarlo
    .keep = Dejarlo en borrador
    .away = Tirarlo
own-which = ¿Qué parte?
    .deed_part = Lo que hice
    .cost_part = Lo que te costó
    .next_part = Lo que hago ahora
    .back = ‹ Volver
own-sure = { $name } lo lee tal como está, en calma, y no te debe respuesta. ¿Dárselo ahora?
    .yes = Sí, dárselo
    .not_yet = Todavía no
own-gone = Ya no está.
own-draft = Un borrador, durante treinta días. Solo tú lo lees; /own lo trae de vuelta.
own-on-hold = Ahora todo está en pausa. Queda en borrador; /own lo trae de vuelta.
own-given = Ya lo tiene { $name }. No hay nada más que hacer.
kept-kind-own = De lo que me hago cargo
