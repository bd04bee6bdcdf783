### Die PIN, bevor eigene Worte als Datei hinausgehen oder vernichtet werden.

pin-door = Eine PIN
pin-new =
    Eine PIN, vier bis acht Ziffern. Ich frage danach, bevor ich deine Worte als Dateien schicke und bevor ich sie vernichte. Vor dem Gehen nie.
    Diesen Chat sperrt sie nicht, das kann nur dein Handy. Was du eintippst, nehme ich aus dem Chat.
    .never_mind = Doch nicht
pin-digits = Nur Ziffern, vier bis acht.
    .never_mind = Doch nicht
pin-plain = Die ist schnell erraten. Vier bis acht Ziffern, auf die niemand in deiner Nähe zuerst käme.
    .never_mind = Doch nicht
pin-once-more = Bitte noch einmal.
    .never_mind = Doch nicht
pin-differs = Das waren zwei verschiedene. Noch einmal von vorn: deine PIN?
    .never_mind = Doch nicht
pin-set = Sie gilt. Wenn du sie vergisst, fällt sie nach drei Tagen weg, und nur du erfährst davon.
pin-what = Vor deinen Dateien und vor dem Vernichten steht eine PIN.
    .change = Eine andere
    .away = Keine PIN mehr
    .never_mind = Doch nicht
pin-gone = Keine PIN mehr.

pin-asked-pin = Deine PIN?
    .forgotten = Vergessen
    .never_mind = Doch nicht
pin-asked-wrong = Das war sie nicht. Deine PIN?
    .forgotten = Vergessen
    .never_mind = Doch nicht
pin-asked-later = Ein paar passten nicht, darum ruhe ich bis { $time } Uhr. Zum Gehen brauchst du keine PIN.
    .forgotten = Vergessen
    .never_mind = Doch nicht

pin-wait-wait =
    Deine PIN fällt am { $day } um { $time } Uhr weg. Bis dahin geht nichts als Datei hinaus, und nichts wird vernichtet.
    Wenn nicht du darum gebeten hast: behalte sie. Zum Gehen brauchst du keine PIN.
    .keep = Meine PIN behalten
pin-wait-kept = Sie bleibt.
pin-wait-over = Es gibt keine PIN mehr.
