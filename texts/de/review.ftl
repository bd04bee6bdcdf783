### Der Rückblick der Woche.

review-door = Wochenrückblick
review-alone = Der Rückblick ist für zwei. /win hebt inzwischen etwas für dich auf.
review-first = Eine Viertelstunde dafür, wie es euch zweien geht. Jeder Schritt lässt sich überspringen. Wenn du so weit bist, tipp in der gemeinsamen Nachricht auf „Ich bin da“.
review-begin = Eine Dreiviertelstunde dafür, wie es euch zweien geht. Jeder Schritt lässt sich überspringen, und ihr könnt aufhören und an einem anderen Tag weitermachen. Wenn du so weit bist, tipp in der gemeinsamen Nachricht auf „Ich bin da“; davor, wenn du magst, ein Blick auf dich.
review-here = { $day }, euer Rückblick.
    .here = Ich bin da
review-here-first = { $day }, euer Rückblick: eine Viertelstunde dafür, wie es euch zweien geht. Jeder Schritt lässt sich überspringen.
    .here = Ich bin da
review-here-begin = { $day }, euer Rückblick: eine Dreiviertelstunde dafür, wie es euch zweien geht. Jeder Schritt lässt sich überspringen, und ihr könnt aufhören und an einem anderen Tag weitermachen. Davor, wenn du magst, ein Blick auf dich.
    .here = Ich bin da
review-postpone = { "" }
    .later_today = Heute, später
    .another_day = An einem anderen Tag
review-later-today = Dann später: { $until } Uhr.
    .now = Doch jetzt
review-which-day = Welcher Tag?
review-on-day = Dann { $day }, um { $review } Uhr.
    .now = Doch jetzt
review-arriving =
    { $line }
    Sagt es laut, wenn ihr mögt. Dann kommt ihr jeweils für euch an: drei ruhige Fragen im privaten Chat.
review-safe = Wie sicher fühlst du dich zurzeit, 0 bis 10? Nur du siehst das. Es ist keine geprüfte Skala, nur deine eigene.
    .skip = Überspringen
review-trusting = Wie sehr verlässt du dich auf das, was man dir sagt, 0 bis 10?
    .skip = Überspringen
review-close = Wie viel Nähe spürst du, 0 bis 10?
    .skip = Überspringen
review-pulse-kept = Danke. Die Zahlen bleiben bei dir.
review-appreciating = Jetzt etwas, das euch aneinander aufgefallen ist. Ihr schreibt jeweils für euch; gezeigt wird beides zugleich.
review-appreciation = { $line }
    .skip = Überspringen
review-one-more = Noch etwas, wenn es kommt. Oder lass es dabei.
    .enough = Das war's
review-waiting = Aufgehoben. Der nächste Schritt kommt in der gemeinsamen Nachricht.
review-words = { $name }: { $words }
review-shown = { $words }
    .on = Weiter
review-worked =
    Aus dieser Woche, was euch beiden gehört:
    { $words }
    .on = Weiter
review-worked-aloud = { $line } Sagt es laut; ich schreibe nichts auf.
    .on = Weiter
review-bring = Das hast du dir für heute aufgehoben: „{ $title }“. Soll es auf den Tisch?
    .bring = Auf den Tisch
    .not_yet = Noch nicht
review-which = Geparkt. Eins davon für heute?
    .leave = Geparkt lassen
review-topic =
    Geparkt, { $day }: „{ $title }“. Jetzt darüber reden, der Reihe nach?
    { $line }
    .yes = Ja
    .leave = Geparkt lassen
review-theme = Nichts ist geparkt. Ein Thema, wenn ihr mögt: „{ $line }“. Darüber reden, der Reihe nach?
    .yes = Ja
    .leave = Heute nicht
review-talked = „{ $title }“. { $speaker } spricht fünf Minuten, { $listener } hört zu und sagt, was angekommen ist. Dann umgekehrt. Noch keine Lösungen.
    .talked = Wir haben geredet
review-left = { "" }
    .leave = Geparkt lassen
review-wishing = Nächste Woche. Ihr schreibt jeweils für euch einen Wunsch auf; gezeigt wird beides zugleich.
review-wish = { $line }
    .skip = Überspringen
review-wishes =
    { $words }

    Nehmt davon, was ihr mögt. Niemand ist hier etwas schuldig.
    .on = Weiter
review-promise = { $name } wünscht sich: „{ $what }“ Magst du etwas davon versprechen? Nur wenn es von dir kommen kann.
    .promise = Versprechen
review-one-word = { $line }
review-word = Ein Wort für jetzt gerade?
    .skip = Überspringen
review-closed = { $words }. Nächsten { $day } um { $review } Uhr.
review-closed-silent = Das war's. Nächsten { $day } um { $review } Uhr.
