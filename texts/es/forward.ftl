### Mirar lo que viene.

agree-name-forward = Mirar lo que viene
agree-what-forward = Mirar lo que viene, por cuatro semanas: las noches preguntan solo por lo que está por llegar. El espacio para lo que duele sigue ahí, y lo apartado vuelve a su hora. Cualquiera de ustedes lo termina cuando quiera.
forward-door = Mirar lo que viene
forward-begun = Hasta el { $day } las noches preguntan por lo que está por llegar. El espacio para lo que duele sigue ahí, y lo apartado vuelve a su hora. Con /forward se termina cualquier día.
forward-which = Por ahora las noches miran lo que viene.
    .go_on = Seguir así
    .end = Terminarlo
forward-ended = Las noches vuelven a preguntar como antes.
forward-over = Fueron cuatro semanas. Las noches vuelven a preguntar como antes; con /forward empiezan otra vez.
