### Irse.

leave-door = Salir de esto
leave-alone = Estás aquí por tu cuenta; no hay a quién dejar. /erase destruye lo que escribiste.
leave-when = Esto termina para ustedes dos. Tus palabras siguen siendo tuyas. ¿Cuándo lo digo?
    .now = Ahora
    .tomorrow = Mañana a las { $until }
    .rest = Descanso, sin aviso
    .never_mind = Mejor no
leave-waiting = Para ti ya terminó. Lo digo mañana a las { $until }; hasta entonces todo se ve igual.
    .now = Decirlo ahora
leave-left = Ya terminó. Tus propias palabras siguen siendo tuyas; lo compartido se puede recoger durante siete días. /start empieza otra vez, con quien quieras o a solas.
farewell-ended = Las noches compartidas terminaron. No se te pide nada. Tus propias palabras siguen siendo tuyas, y lo compartido se puede recoger durante siete días. Hay con quién hablar, a un toque de aquí.
talk-left = Eso terminó. Tus propias palabras están en /kept.
