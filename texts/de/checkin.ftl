### Die zehn Minuten am Abend.

checkin-door = Jetzt anfangen
checkin-here = Eure zehn Minuten.
    .here = Ich bin da
    .aloud = Persönlich, Handys weg
checkin-here-again = Hier, oder beieinander? Es beginnt, wenn ihr beide dasselbe getippt habt.
    .here = Ich bin da
    .aloud = Persönlich, Handys weg
checkin-opening = Deine zehn Minuten.
checkin-room = { $line }
    .little = Ein wenig Raum
    .sunday = Für { $day } aufheben
    .only_me = Nur für mich
    .no = Nein
    .later = Später
    .not_tonight = Heute nicht
checkin-only-mine = Schreib es hier auf, oder lass es. Niemand außer dir liest es.
    .skip = Überspringen
checkin-for-review = Aufgehoben für { $day }. Ein paar Worte, um es wiederzufinden? Bis dahin siehst nur du sie.
    .leave_it = Ohne Worte
checkin-something = Etwas, wofür ich gern Raum hätte
checkin-slot = { $line }
    .skip = Überspringen
    .later = Später
    .not_tonight = Heute nicht
    .room_after_all = Ein wenig Raum
checkin-feeling = Welches Wetter ist heute Abend in dir?
checkin-feelings = { $line }
    .calm = ruhig
    .warm = warm
    .hopeful = hoffnungsvoll
    .tired = müde
    .sad = traurig
    .lonely = einsam
    .afraid = ängstlich
    .angry = wütend
    .ashamed = beschämt
    .numb = wie betäubt
    .tense = angespannt
    .unsure = unsicher
    .skip = Überspringen
    .later = Später
    .not_tonight = Heute nicht
    .room_after_all = Ein wenig Raum
checkin-done = Aufgehoben. Für heute Abend war's das. Wenn Worte gezeigt werden, dann heute Abend, und du bist dabei. Du brauchst nicht nachzusehen.
    .change = Etwas ändern
checkin-done-unkept = Für heute Abend war's das. Wenn Worte gezeigt werden, dann heute Abend, und du bist dabei. Danach bleibt nichts gespeichert.
    .change = Etwas ändern
checkin-done-alone = Aufgehoben. Für heute Abend war's das.
    .change = Etwas ändern
checkin-which = Welche?
    .back = ‹ Zurück
checkin-waiting = Dann später. In einer Viertelstunde melde ich mich wieder.
    .now = Doch jetzt
    .not_tonight = Heute nicht
checkin-out = Heute Abend nicht. Das ist in Ordnung. Soll ich es sagen?
    .say_so = Sag es für mich
    .quietly = In aller Stille
    .back = Zurück
checkin-out-alone = Heute Abend nicht. Das ist in Ordnung.
    .quietly = Gut so
    .back = Zurück
checkin-quietly = Dann in aller Stille. Niemand erfährt davon.
checkin-not-tonight = { $line }
checkin-both-in = Von euch beiden ist etwas da.
checkin-room-asked = { $name } möchte, dass heute Abend etwas Raum bekommt. Du brauchst nicht die richtigen Worte zu finden. Bleib da, hör zu, gib eine Sache wieder, die du gehört hast.
checkin-words = { $name }: { $words }
checkin-said-aloud = laut gesagt, weiter oben
checkin-only-room = etwas Raum, ohne Worte
checkin-shown =
    { $words }

    { $minutes } Minuten, Handys weg. Ein leiser Ton nach der Hälfte.
checkin-shown-anyway =
    { $words }

    Das bleibt hier für euch. Die zehn Minuten von heute Abend sind vorbei.
checkin-five = Die Hälfte ist um. Tauscht jetzt, wenn ihr mögt.
checkin-good-night = Das waren { $minutes } Minuten. Danke euch beiden.
    .good_night = Gute Nacht
checkin-aloud =
    { $lines }

    { $minutes } Minuten, Handys weg. Ich schreibe nichts auf. Ein leiser Ton nach der Hälfte.
checkin-over = Die zehn Minuten von heute Abend sind vorbei.

checkin-together =
    Eure zehn Minuten. { $name } fängt an, { $minutes } Minuten:
    { $lines }
    .here = Ich bin da
checkin-not-now = { "" }
    .not_tonight = Heute nicht
checkin-little-room = { $line }
    .little = Ein wenig Raum
    .sunday = Für { $day } aufheben
    .only_me = Nur für mich
    .no = Nein
checkin-heard = Gut. Du brauchst nicht mehr zu sagen, als du möchtest.
checkin-floor-of =
    { $name }, { $minutes } Minuten gehören dir. Sprechen genügt; eine Antwort auf diese Nachricht hebe ich auf.
    { $lines }
    .now_you = Jetzt du
checkin-floor-next =
    { $name }, jetzt du. { $minutes } Minuten.
    { $lines }
    .now_you = Das genügt
checkin-jar = { "" }
checkin-jar-label = Ins Glas: { $words }
