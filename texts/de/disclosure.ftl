### Alles erzählen: was vorher hilft.

disclosure-door = Alles erzählen
disclosure-first = Lies das zuerst. Die ersten Tage sind für Schlaf, Essen und einen Menschen zum Reden da. Jetzt unvorbereitet alles zu erzählen, lässt es oft in Stücken kommen. In ein paar Tagen steht hier mehr, für euch jeweils allein.
    .close = Schließen
disclosure-both = Alles erzählen, und alles hören. Ich hebe nie etwas davon auf: schreib es bitte nicht hier.
disclosure-teller = Alles erzählen. Ich hebe nie etwas davon auf: schreib es bitte nicht hier.
disclosure-hearer = Alles hören. Wie viel, bestimmst du. Ich hebe nie etwas davon auf: schreib es bitte nicht hier.
disclosure-guide =
    { $lines }
    { $line }
    { $words }
    .why = Warum auf einmal
    .cards = Karten
    .level = Wie viel ich hören möchte
    .ready = Ist es so weit
    .told = Es ist erzählt
    .close = Schließen
disclosure-typed = { "" }
disclosure-planned = Du hast dafür { $day } ausgesucht.
disclosure-wished = Gehört würde gern: „{ $what }“
disclosure-wished-now = Von { $name }, für das Erzählen: „{ $what }“
disclosure-wish-said = So viel weiß { $name }, und nicht mehr. Du kannst es an jedem Tag ändern.
disclosure-why = Stücke, die über Monate herauskommen, verwunden immer wieder; jedes macht das vorige unwahr. Alles auf einmal, vorbereitet und mit jemandem vom Fach im Raum, ist einen Abend lang schwer und das Jahr über leichter. Wie es ausgeht, kann niemand zusagen.
    .back = ‹ Zurück
disclosure-card = { $line }
    .another = Noch eine
    .back = ‹ Zurück
disclosure-level = Wie viel würdest du hören wollen? { $name } liest deine Wahl. Du kannst sie ändern und bei jedem Wort aufhören.
    .outline = den Umriss: seit wann, wie lange, ob es vorbei ist
    .facts = die Fakten: wer davon weiß, wann, wo, was es kostete
    .questions = nur Antworten auf meine eigenen Fragen
    .not_yet = noch nichts
    .back = ‹ Zurück
disclosure-afraid =
    Vier Fragen, ehe ein Tag feststeht; ich hebe keine Antwort auf.
    Hat jemand von euch Angst, was an dem Abend geschehen könnte?
    .yes = Ja
    .no = Nein
disclosure-harm =
    Die zweite von vieren.
    Denkt jemand von euch daran, nicht mehr leben zu wollen?
    .yes = Ja
    .no = Nein
disclosure-support = Gibt es in jener Nacht für euch beide jeweils einen Menschen, am Telefon oder in der Nähe?
    .yes = Ja
    .no = Nein
disclosure-rested = Könnt ihr an dem Tag beide schlafen, essen und nüchtern bleiben?
    .yes = Ja
    .no = Nein
disclosure-not-tonight = Dann nicht jetzt. Das geht vor, und es ist kein Scheitern. Jemand vom Fach kann beim Vorbereiten helfen; /sos nennt, wer heute Nacht antwortet.
disclosure-day = Welcher Tag? Schreib nur den Tag: „Samstag“, „12. Mai“.
    .no_day = Noch kein Tag
disclosure-day-again = Darin konnte ich keinen kommenden Tag lesen. Nur den Tag, bitte: „12. Mai“.
    .no_day = Noch kein Tag
disclosure-company = { $day }. Mit jemandem vom Fach im Raum?
    .with_one = Ja, mit Begleitung
    .without = Ohne
disclosure-set = { $day }. Ich hebe den Tag auf und sonst nichts. Sag ihn selbst weiter, laut.
disclosure-told = Vermerkt, und nicht mehr. Seid behutsam mit den Tagen danach; in dieser Woche muss nichts entschieden werden.
disclosure-pasted = Das ist vielleicht die Sache selbst. Ich habe nichts davon behalten. Soll deine Nachricht auch aus diesem Chat?
    .delete = Ja, löschen
    .leave = Stehen lassen
