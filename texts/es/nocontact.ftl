### Sin contacto.

nocontact-door = Sin contacto
nocontact-not-yours = Esta es una palabra que se da sobre lo propio. Nadie más puede pedirla, cambiarla ni consultarla.
nocontact-statement = Con tus palabras: que se acabó, y qué haces para que siga acabado. Sin nombres; «esa persona» basta. Nadie lo comprueba.
    .never_mind = Mejor no
nocontact-no-names = Telegram, WhatsApp, Instagram, Facebook, Signal, Lunes, Martes, Miércoles, Jueves, Viernes, Sábado, Domingo, SMS, Dios
nocontact-name-found = Eso parece nombrar a alguien. No guardo el nombre de otra persona; «esa persona» basta. ¿Lo escribes otra vez?
    .never_mind = Mejor no
nocontact-within-a-day = Si esa persona me contacta, te lo diré antes de 24 horas.
nocontact-promised = ¿Quieres añadir una frase? «Si esa persona me contacta, te lo diré antes de 24 horas.»
    .add = Añadirla
    .without = Dejarla fuera
nocontact-what =
    Lo tuyo, desde el { $day }:
    { $lines }
    .renew = Sigue en pie
    .show = Que { $name } lo lea
    .change = Cambiarlo
    .end = Quitarlo
    .close = Cerrar
nocontact-renewed = En pie, desde el { $day }.
nocontact-sure = { $name } lo lee tal como está, y aquí no puede cambiarlo ni preguntar por ello. ¿Dárselo?
    .yes = Sí, dárselo
    .no = No
nocontact-on-hold = Ahora todo está en pausa. Queda guardado, solo para ti; /nocontact lo trae de vuelta.
nocontact-shown = Ya lo tiene { $name }.
nocontact-ended = Ya no está.
kept-kind-nocontact = Sin contacto, con mis palabras
nocontact-renew-still =
    Pasaron treinta días; esto es solo para ti.
    { $lines }
    .still = Sigue en pie
    .not_again = No preguntar más
nocontact-renew-renewed = En pie, desde el { $day }.
nocontact-renew-not-again = No pregunto más. Está en /nocontact.
