### Der Fragenkasten.

ask-door = Fragenkasten
ask-empty = Dein Kasten ist leer. Eine Frage darf hier liegen, so lange sie mag; bis du sie freigibst, kennst nur du sie.
    .add = Eine hineinlegen
    .close = Schließen
ask-box =
    Dein Kasten. Was mit › beginnt, kommt ins nächste Gespräch, das Übrige kennst nur du.
    { $lines }
    .add = Eine hineinlegen
    .release = Ins nächste Gespräch
    .answered = Eine ist beantwortet
    .take_out = Eine herausnehmen
    .close = Schließen
ask-box-alone =
    Dein Kasten. Was darin liegt, kennst nur du.
    { $lines }
    .add = Eine hineinlegen
    .release = Ins nächste Gespräch
    .answered = Eine ist beantwortet
    .take_out = Eine herausnehmen
    .close = Schließen
ask-about = Wofür ist sie? Fakten: was war, wann, wo. Bedeutung: was es für euch jeweils war. Sicherheit: was vorbei ist, was noch offen. Zukunft: was jetzt kommt.
    .facts = Fakten
    .meaning = Bedeutung
    .safety = Sicherheit
    .future = Zukunft
    .back = ‹ Zurück
ask-question = Deine Frage, so wie du sie laut sagen würdest.
    .back = ‹ Zurück
ask-careful =
    bett, stellung, stellungen, nackt,
    körper, orgasmus, kuss, geküsst, küssen,
    geschlafen, sex, besser als ich, im vergleich zu mir
ask-pictures =
    Manche Antworten werden zu Bildern, die bleiben. Du darfst das fragen. Du kannst auch fragen, was du dahinter wissen möchtest.
    „{ $line }“
    .as_it_is = So lassen
    .other_words = Anders fragen
    .drop = Weglassen
ask-release = Welche kommen ins nächste Gespräch? Höchstens drei, damit jede eine Antwort bekommt.
    .back = ‹ Zurück
ask-release-these =
    Ins nächste Gespräch. { $name } liest sie vorher allein und antwortet im Gespräch oder von Angesicht zu Angesicht:
    { $lines }
    .hand = Freigeben
    .back = ‹ Zurück
ask-released = Sie liegen bei { $name }, für das nächste Gespräch. Was dort geantwortet wird, schreibe ich nicht auf.
ask-on-hold = Gerade ruht alles. Es wurde nichts geschickt.
ask-answered = Welche ist beantwortet?
    .back = ‹ Zurück
ask-out = Welche kommt heraus?
    .back = ‹ Zurück
asked-how =
    Für euer nächstes Gespräch, von { $name }:
    { $lines }

    Geantwortet wird im Gespräch oder von Angesicht zu Angesicht. Jetzt ist nichts zu antworten, und niemand zählt die Minuten.
    .in_a_talk = Also im Gespräch
    .therapist = Dafür brauche ich jemanden vom Fach
asked-with-help =
    { $name } hätte dabei gern jemanden vom Fach im Raum:
    { $lines }
asked-help-said = { $name } weiß es. /pro zeigt, wen ihr fragen könnt.
asked-read = Gut. Bis zum Gespräch ist nichts zu tun.
kept-kind-question = Eine Frage
