### Tage und Orte, die wehtun.

tender-door = Zarte Tage
tender-none = Tage und Orte, die wehtun. Hier kennst nur du sie. An dem Tag frage ich dich, was helfen würde.
    .add = Einen nennen
    .close = Schließen
tender-days =
    Das kennst nur du:
    { $lines }
    .add = Einen nennen
    .take_out = Einen herausnehmen
    .close = Schließen
tender-what = Was ist es? Ein paar Worte, die nur du verstehen musst.
    .back = ‹ Zurück
tender-when = Wann? Schreib es, wie du es sagen würdest: „12. Mai“, „nächsten Freitag“.
    .no_date = Ein Ort, kein Datum
    .back = ‹ Zurück
tender-when-again = Darin konnte ich keinen kommenden Tag lesen. Zum Beispiel so: „12. Mai“.
    .no_date = Ein Ort, kein Datum
    .back = ‹ Zurück
tender-how-often = { $day }: „{ $line }“. Einmal, oder jedes Jahr?
    .once = Einmal
    .every_year = Jedes Jahr
    .other_day = Ein anderer Tag
tender-out = Was davon?
    .back = ‹ Zurück
tender-helps = Ein zarter Tag: „{ $line }“. Was würde helfen?
    .tell = { $name } etwas sagen
    .just_know = Es zu wissen genügt
tender-told = Was darf { $name } lesen? Deine Worte, oder nur, dass heute ein zarter Tag ist. Worum es geht, bleibt bei dir.
    .only_that = Nur das
    .back = ‹ Zurück
tender-today = Von { $name }: heute ist ein zarter Tag. Nichts ist zu reparieren; eine stille Freundlichkeit genügt.
tender-today-with =
    Von { $name }: heute ist ein zarter Tag.
    „{ $words }“
tender-said = So viel weiß { $name }, und nicht mehr.
kept-kind-tender = Ein zarter Tag oder Ort
