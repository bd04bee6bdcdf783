### Das Glas.

jar-door = Das Glas
jar-empty = Noch ist das Glas leer. Wenn an einem Abend Worte gezeigt werden, kommt hinein, was ihr beide antippt.
jar-empty-alone = Das Glas ist für zwei. /kept liest dir deine eigenen guten Momente vor.
jar-drawn =
    { $day }
    „{ $words }“
    .another = Noch eins
    .take_out = Herausnehmen
    .close = Schließen
jar-out = Es ist nicht mehr im Glas.
kept-kind-jar = Im Glas
