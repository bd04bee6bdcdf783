### Abwechselnd reden.

agree-name-turns = Abwechselnd reden
agree-what-turns = Abwechselnd reden: Wer spricht, wird gehört und bekommt es zurückgesagt, dann umgekehrt. Fünfundzwanzig Minuten, ohne Lösungen. Aufgehoben wird nur, worum es ging.
talk-door = Abwechselnd reden
turns-alone = Abwechselnd reden geht zu zweit. /say hilft inzwischen, die Worte zu finden.
turns-title = Worum geht es? Ein paar Worte; ihr lest sie beide.
    .never_mind = Doch nicht
turns-start =
    „{ $title }“, abwechselnd. { $first } spricht zuerst, { $second } hört zu und sagt es zurück; dann umgekehrt. Fünfundzwanzig Minuten, noch keine Lösungen.
    Hier schriftlich, oder laut in einem Raum? Laut, wenn ihr es beide wählt.
    .write = Schriftlich
    .aloud = Laut
turns-not-now = { "" }
    .not_now = Jetzt nicht
turns-later = Dann jetzt nicht. Es kann warten.
turns-before-speaking = Du sprichst, { $name } hört zu. Eine Sache, in Sätzen, die mit „Ich“ beginnen. Eine Karte kommt, wenn { $name } bereit ist.
turns-ready =
    Du hörst zu. Damit { $name } gehört wird, drei Dinge, auf die du bei dir achten kannst: Wird die Brust eng, antwortest du innerlich schon, soll es nur vorbei sein? Alles darf da sein. Ausatmen, dableiben.
    Lass diese weg: „Aber du …“ · „Ich habe doch schon Entschuldigung gesagt.“ · „So war das nicht.“ · „Wie lange noch?“ · „Beruhig dich.“
    .ready = Ich kann zuhören
turns-ready-hurt = Jetzt hörst du zu. Sag nur zurück, was du von { $name } hörst; du musst weder zustimmen noch trösten noch antworten. Wenn es zu viel wird: ✋.
    .ready = Ich kann zuhören
turns-frame =
    „{ $title }“
    { $name } spricht, { $listener } hört zu. Noch keine Lösungen.
    .leave = Hier aufhören
turns-asked = { $name } fragt: { $words }
turns-answer = { $name } möchte das wissen. Antworte schlicht, hier; ich hebe keine Antwort auf. Oder:
turns-without-words = { "" }
    .in_person = Ich antworte persönlich
    .therapist = Nur mit jemandem vom Fach
turns-with-therapist = { $name } möchte dafür jemanden vom Fach dabeihaben. Die Frage bleibt, wo sie ist.
turns-in-person = { $name } antwortet darauf persönlich. Ob sie beantwortet ist, hält nur fest, wer gefragt hat: /ask.
turns-words = { $name }: { $words }
turns-aloud = { $name } spricht, eine Sache, ein paar Sätze. Dann sag zurück, was du gehört hast, und füge nichts hinzu.
    .said_back = Ich hab's zurückgesagt
turns-speak = { $called }, du hast das Wort. Eine Sache, in Sätzen, die mit „Ich“ beginnen. Bis zu drei kurze Nachrichten.
turns-more = Noch etwas davon, wenn da noch etwas ist.
turns-shorter = Das ist viel auf einmal. Geht es in drei Sätzen?
turns-missing = Was hat gefehlt? Sag diesen Teil noch einmal.
turns-handed = { "" }
    .thats_all = Das war's
turns-three = Das waren drei. { $name } sagt es jetzt zurück.
turns-listening = Bleib dabei, solange { $name } spricht. Wenn du es hast:
    .say_back = Ich sag's zurück
turns-listen = { $name } hat das Wort. Noch nichts zu antworten, nur zu hören.
turns-paraphrase =
    { $called }, sag zurück, was du von { $name } gehört hast. Füge nichts hinzu.
    { $line }
turns-wait = { $name } sucht die Worte für das, was du gesagt hast.
turns-heard = { $called }, ist alles da, so wie { $name } es zurückgesagt hat?
    .understood = Verstanden
    .almost = Fast
    .not_yet = Noch nicht
turns-wait-heard = { $name } schaut, ob alles da ist.
turns-enough-rounds = Drei Runden sind genug für einen Abend. Noch nicht verstanden darf sein. Jetzt umgekehrt.
turns-validate =
    { $name } fühlt sich verstanden. Wenn du magst, führe einen dieser Sätze mit eigenen Worten zu Ende:
    { $lines }
    .skip = Dabei bleibt es
turns-unfinished = Das ist der Anfang, wie er dastand. Setz ein, was von dir ist, zwei, drei eigene Worte, ohne Lücke.
    .skip = Dabei bleibt es
turns-send =
    So würdest du es { $name } sagen:
    { $words }
    .send = So sagen
    .leave_it = Doch nicht
turns-longer = Fünfundzwanzig Minuten. Noch fünfzehn, ein Mal, wenn ihr beide mögt.
    .longer = Etwas länger
turns-enough = { "" }
    .enough = Genug für jetzt
turns-both-understood =
    Ihr habt beide „verstanden“ gesagt. Das ist das Ganze.
    Wenn ab hier etwas Kleines hilft, biete es von dir aus an, nicht im Namen des Gegenübers.
turns-not-all = Gehört, und noch nicht alles verstanden. Darauf keine Lösungen. Es kann ein andermal weitergehen.
turns-left = Hier aufgehört. Das ist erlaubt und braucht keinen Grund.
turns-time = Das war die Zeit. Was übrig ist, kann warten.
kept-kind-talk = Abwechselnd geredet, über
