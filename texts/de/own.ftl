### Dazu stehen, in eigenen Worten.

own-door = Dazu stehen
own-deed = Was ich getan habe. Eine Sache, in einfachen Worten.
    .shame = Ich denke nur: „Ich bin …“
    .leave = Nicht jetzt
own-deed-again = Was ich getan habe, noch einmal. Eine Sache, in einfachen Worten.
    .leave = Nicht jetzt
own-cost = Was es dich gekostet hat. Fang mit „du“ an und bleib einen Moment dabei.
    .leave = Nicht jetzt
own-i-am =
    Schreib den Satz auf, der in dir kreist. Niemand liest ihn, und ich hebe ihn nicht auf.
    { $line }
    .leave = Nicht jetzt
own-i-did = Das ist ein Satz über dich. Jetzt einer über das, was war: „Ich habe …“ Eine Sache.
    .leave = Nicht jetzt
own-it-caused = Und was daraus wurde: „Dadurch …“
    .leave = Nicht jetzt
own-i-can = Und was in deiner Hand liegt: „Ich kann …“ Etwas Kleines genügt.
    .leave = Nicht jetzt
own-takes-back = aber, wenn du, weil du, hast mich dazu, nur, bloß, halt
own-no-but =
    Ohne „aber“. Lies es einmal halblaut.
    { $lines }
    .deed_again = Neu: was ich tat
    .cost_again = Neu: was es kostete
    .on = So bleibt es
    .leave = Nicht jetzt
own-takes-back-found =
    Ohne „aber“. Lies es einmal halblaut. Nimmt das etwas zurück: { $words }?
    { $lines }
    .deed_again = Neu: was ich tat
    .cost_again = Neu: was es kostete
    .on = So bleibt es
    .leave = Nicht jetzt
own-then = Was ich als Nächstes tue. Etwas, das allein bei dir liegt, mit einem Tag dazu.
    .leave = Nicht jetzt
own-hint = (Noch darin: { $words }.)
own-whole =
    So steht es jetzt da.
    { $lines }
    { $line }
    .give = Für { $name }
    .change = Ändern
    .keep = Als Entwurf behalten
    .away = Wegwerfen
own-whole-alone =
    So steht es jetzt da.
    { $lines }
    { $line }
    .change = Ändern
    .keep = Als Entwurf behalten
    .away = Wegwerfen
own-which = Welcher Teil?
    .deed_part = Was ich getan habe
    .cost_part = Was es dich gekostet hat
    .next_part = Was ich als Nächstes tue
    .back = ‹ Zurück
own-sure = { $name } liest es so, wie es dasteht, in Ruhe, und schuldet dir keine Antwort. Jetzt weitergeben?
    .yes = Ja, geben
    .not_yet = Noch nicht
own-gone = Es ist weg.
own-draft = Ein Entwurf, dreißig Tage lang. Nur du liest ihn; /own holt ihn zurück.
own-on-hold = Gerade ruht alles. Es bleibt ein Entwurf; /own holt ihn zurück.
own-given = Es liegt jetzt bei { $name }. Mehr ist nicht zu tun.
kept-kind-own = Wozu ich stehe
