### La carta de la noche.

night-door = Carta de la noche
night-letter = Escríbelo y duerme. Queda sellado, y antes de la noche solo te pregunto a ti qué hacer con ello.
    .never_mind = Ahora no
night-more = Tu carta está sellada. ¿Hay algo más?
    .never_mind = Dejarla así
night-sealed = Sellada. A las { $time } te pregunto, a ti y a nadie más, qué hacer con tu carta.
night-opened =
    Lo que escribiste en la noche:
    { $words }

    ¿Y ahora?
    .still_true = Sigue siendo cierto
    .softer = Decirlo más suave
    .sunday = Para el { $day }
    .burn = Quemarla
night-true = ¿Qué hacemos con tu carta?
    .keep = Guardarla, solo para mí
    .give = Dársela a { $name }
    .back = ‹ Volver
night-title = ¿Unas palabras para reconocerla ese día? Hasta entonces solo tú las ves. La carta misma se va ahora.
    .no_words = Sin palabras
night-untitled = Una carta de la noche
night-kept = Guardada, solo para ti. /kept la vuelve a leer.
night-given = Ya la tiene { $name }.
night-parked = Espera al { $day }. La carta ya no está.
night-burnt = Ya no está.
kept-kind-night = Una carta de la noche
