### Fachliche Hilfe.

pro-door = Fachliche Hilfe
pro-which =
    Jemand, der das gelernt hat, an deiner Seite. Was tut wer?
    .couples = Paartherapie
    .own = Eine eigene Therapie
    .coach = Coaching
    .questions = Was man vorher fragt
    .where = Wo man sucht
    .close = Schließen
pro-couples =
    Ihr beide in einem Raum, mit jemandem, der für keine Seite ist.
    Paartherapie macht ein schweres Gespräch langsamer und sicherer und zeigt euch, wo es jedes Mal abbiegt. Fragt nach jemandem, der oft mit Paaren nach einer Affäre arbeitet.
    Wo Angst voreinander da ist, beginnt man stattdessen getrennt.
    .back = ‹ Zurück
pro-own =
    Eine Stunde, die nur dir gehört.
    In einer eigenen Therapie geht es um dich allein, und was dort gesagt wird, bleibt dort. Für Nächte ohne Schlaf, Bilder, die wiederkommen, Scham, die stumm macht, und für das, was lange vorher schon schwer war.
    .back = ‹ Zurück
pro-coach =
    Ein Plan, und jemand, der fragt, wie es ging.
    Coaching schaut auf das, was kommt: Gewohnheiten, Gespräche, was ihr zwei bauen wollt. Das Wort darf fast überall jeder benutzen, also fragt nach der Ausbildung. Bilder, die wiederkommen, Gefahr und Krankheit gehören in eine Therapie oder zum Arzt.
    .back = ‹ Zurück
pro-questions =
    Vor der ersten Stunde zu fragen:
    · Wie oft arbeiten Sie mit Paaren nach einer Affäre?
    · Was tun Sie mit etwas, das Ihnen allein anvertraut wird?
    · Wo haben Sie das gelernt, und wer erkennt es an?
    · Wann würden Sie uns weiterschicken?
    · Was kostet eine Stunde, und wann gibt es eine?
    Die erste Stunde bindet niemanden. Passt sie nicht für euch beide, sucht weiter.
    .back = ‹ Zurück
pro-where =
    Wo man sucht:
    { $lists }
    · Überall: in der Hausarztpraxis, und bei den Verbänden für Psychologie oder Familientherapie in eurem Land.
    Diese Listen gehören anderen; ich weiß nur, dass es sie gibt.
    .back = ‹ Zurück
