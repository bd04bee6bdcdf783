### Al lado de alguien en un momento difícil.

beside-words =
    Si vienen palabras, ahora o después: termina una de estas con las tuyas. Estar basta, también sin ninguna.
    { $lines }
    .leave = Solo estar
beside-unfinished = Ese es el comienzo tal como estaba. Pon lo tuyo, dos o tres palabras propias, sin dejar huecos.
    .leave = Solo estar
beside-sure =
    Así lo leerá { $name }:
    { $words }
    .send = Enviarlo
    .leave = Dejarlo
beside-said = { $name }: { $words }
beside-sent = Ya lo tiene { $name }.
beside-on-hold = Ahora todo está en pausa. No se envió, y no lo he guardado.
