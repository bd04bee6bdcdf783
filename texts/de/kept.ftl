### Die eigenen Worte nachlesen.

kept-door = Meine Worte
kept-nothing = Im Moment ist nichts von dir aufgehoben.
kept-private =
    { $day }, { $number } von { $all }. Nur du kannst das lesen.
    { $words }
    .newer = Neuer
    .older = Älter
    .delete = Löschen
    .close = Schließen
kept-shared =
    { $day }, { $number } von { $all }. Das könnt ihr beide lesen.
    { $words }
    .newer = Neuer
    .older = Älter
    .delete = Löschen
    .close = Schließen
kept-kind-evening = Von einem Abend
kept-kind-review = Von einem Rückblick
kept-kind-pulse = Wie es sich anfühlte, 0 bis 10
kept-kind-parked = Geparkt
kept-kind-win = Ein kleiner Erfolg
kept-kind-note = Eine Notiz
kept-kind-private = Bleibt meins
