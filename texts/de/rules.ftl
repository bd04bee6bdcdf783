### Wie ihr miteinander redet: Abmachungen.

agree-name-choosing = Abmachungen
agree-what-choosing = Zwölf kleine Abmachungen, wie ihr redet. Angekreuzt wird allein, gezeigt nur, was ihr beide angekreuzt habt.
rules-door = Abmachungen
rules-alone = Abmachungen sind für zwei. Allein gibt es nichts zu wählen.
rules-look =
    So steht es, von euch beiden:
    { $lines }
    .anew = Neu wählen
    .take_out = Eine streichen
    .close = Schließen
rules-which =
    Welche geht? Sie geht für euch beide, und nach dem Warum fragt niemand.
    { $lines }
    .back = ‹ Zurück
rules-none-left = Keine ist übrig. /rules beginnt neu, wann immer ihr wollt.
choosing-tick =
    Kreuze an, was dir helfen würde. Gezeigt wird nur, was ihr beide angekreuzt habt, nie der Rest.
    { $lines }
    .done = Das ist meins
    .not_now = Jetzt nicht
choosing-change = Aufgehoben. Was ihr beide angekreuzt habt, erscheint, wenn ihr beide gewählt habt.
    .change = Etwas ändern
choosing-agreed =
    Das kommt von euch beiden:
    { $lines }
    Streichen lässt sich eine jederzeit, in /rules.
choosing-nothing-shared = Diesmal keine Zeile, und auch das ist ein Anfang. /rules ist da, wann immer ihr wollt.
rules-again-still =
    Drei Monate mit diesen:
    { $lines }
    Noch einmal neu hinsehen?
    .anew = Neu hinsehen
    .leave = So lassen
rules-again-stands = Sie bleiben.
