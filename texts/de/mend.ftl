### Einen Moment wieder heil machen.

mend-door = Ausbessern
mend-which = Was gibt es auszubessern?
    .misstep = Ein Fehltritt von mir, zwei Zeilen
    .rough = Ein schweres Gespräch, wir beide
    .never_mind = Doch nicht
mend-happened =
    Was war. Eine Zeile, über meinen Teil.
    Manche fangen so an: „{ $line }“
    .never_mind = Doch nicht
mend-will-do = Und was ich tun werde. Eine Zeile.
    .never_mind = Doch nicht
mend-whole =
    Zwei Zeilen:
    { $lines }
    .give = Für { $name }
    .again = Noch einmal
    .away = Wegwerfen
mend-whole-alone =
    Zwei Zeilen:
    { $lines }
    .keep = Aufheben
    .again = Noch einmal
    .away = Wegwerfen
mend-kept = Aufgehoben, nur für dich.
mend-on-hold = Gerade ruht alles. Sie sind aufgehoben, nur für dich.
mend-given = Sie liegen jetzt bei { $name }.
mend-gone = Sie sind weg.
mend-how-long = Wann war es?
    .just_now = Gerade eben
    .today = Früher, in den letzten drei Tagen
    .longer = Länger her
    .never_mind = Doch nicht
mend-too-long = Dann ist es inzwischen ein eigenes Thema. /park hebt es für den Rückblick auf.
repair-later = Gut. Zuerst etwas Ruhe; um { $time } bekommt ihr jeweils vier kurze Zeilen zum Ausfüllen.
repair-here = Nach dem Gespräch: vier Zeilen von euch jeweils, zusammen gezeigt, sobald ihr beide geschrieben habt und beide da seid. Ein Urteil gibt es nicht.
    .here = Ich bin da
repair-felt = Was ich gefühlt habe.
    .skip = Überspringen
repair-saw = Was ich gesehen und gehört habe, wie eine Kamera.
    .skip = Überspringen
repair-mine = Was davon bei mir liegt.
    .skip = Überspringen
repair-wish = Ein Wunsch für das nächste Mal.
    .skip = Überspringen
repair-in = Für jetzt aufgehoben. Du brauchst nicht nachzusehen.
repair-words =
    { $name }:
    { $lines }
repair-shown =
    { $words }

    Beides stimmt für die, die es geschrieben haben. Heute ist nichts zu entscheiden.
repair-over = Die vier Zeilen sind geschlossen. Was du geschrieben hast, ist deins, in /kept.
agree-name-repair = Ausbessern nach einem schweren Gespräch
agree-what-repair = Nach einem schweren Gespräch schreibt ihr jeweils allein vier Zeilen: was ich fühlte, was ich sah, was bei mir liegt, ein Wunsch. Sie werden zusammen gezeigt, ohne Urteil.
kept-kind-mend = Ein Fehltritt, ausgebessert
kept-kind-repair = Nach einem schweren Gespräch
