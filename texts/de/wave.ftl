### Ein schwerer Moment.

wave-door = 90 Sekunden
wave-begin =
    Ich bin da. Neunzig Sekunden, nichts zu tun als atmen.
    { $line }
wave-sooner = { "" }
    .enough = Weiter
wave-breath =
    Ein … und ganz lang aus.
    { $bar }
wave-still = Still. Du kannst bleiben, so lange du magst.
    .again = Noch einmal
    .enough = Genug
    .tell = Ein Wort an { $name }
    .voice = { $name } hören
wave-still-sent = Es ist bei { $name }. Du kannst hier bleiben, so lange du magst.
    .again = Noch einmal
    .enough = Genug
    .tell = Ein Wort an { $name }
    .voice = { $name } hören
wave-message = { $name } würde lesen: „Gerade kommt eine Welle über mich. Bitte …“
    .sit = … setz dich zu mir
    .hour = … gib mir eine Stunde
    .sentence = … sag unseren Satz
    .back = ‹ Zurück
wave-please-sit =
    Von { $name }: „Gerade kommt eine Welle über mich. Bitte setz dich zu mir.“

    Da sein genügt; nichts ist zu reparieren. Komm so nah, wie { $name } es mag, atme langsam, lass die Stille stehen.
wave-please-sit-freely =
    Von { $name }: „Gerade kommt eine Welle über mich. Bitte setz dich zu mir.“

    Nur wenn du magst. Es wird nichts von dir erwartet.
wave-please-hour =
    Von { $name }: „Gerade kommt eine Welle über mich. Bitte gib mir eine Stunde.“

    Da sein kann heißen, Raum zu lassen. Gib die Stunde ganz, bleib in der Nähe, frag nichts. Danach hilft ein Glas Wasser.
wave-please-hour-freely =
    Von { $name }: „Gerade kommt eine Welle über mich. Bitte gib mir eine Stunde.“

    Nur wenn du magst. Es wird nichts von dir erwartet.
wave-please-sentence =
    Von { $name }: „Gerade kommt eine Welle über mich. Bitte sag unseren Satz.“

    Da sein genügt; nichts ist zu reparieren. Sag den Satz langsam, so wie er ist, und danach nichts.
wave-please-sentence-freely =
    Von { $name }: „Gerade kommt eine Welle über mich. Bitte sag unseren Satz.“

    Nur wenn du magst. Es wird nichts von dir erwartet.
wave-helped = Hat eben etwas geholfen? Die Liste gehört nur dir. Tipp darauf oder schreib dein Eigenes.
    .cold = Etwas Kaltes
    .walk = Ein paar Schritte draußen
    .song = Ein Lied
    .call = Eine Stimme am Telefon
    .skip = Nichts zu notieren
wave-done = Das ist genug für jetzt.

tools-door = Was hilft
tools-box =
    Was dir geholfen hat, das Meistgenutzte zuerst. Nur du siehst es.
    { $lines }
    .add = Dazuschreiben
    .take_out = Eins herausnehmen
    .hand = { $name } zeigen
    .close = Schließen
tools-empty = Noch steht hier nichts. Was hilft dir, wenn es schwer ist? Ein paar Worte.
    .close = Schließen
tools-added = Was hilft dir? Ein paar Worte.
    .close = Schließen
tools-out = Welches?
    .back = ‹ Zurück
tools-sure = { $name } liest die Liste einmal, so wie sie jetzt ist. Schicken?
    .yes = Schicken
    .no = Nein
tools-handed =
    { $name } hat aufgeschrieben, was in einem schweren Moment hilft:
    { $lines }
kept-kind-tool = Was mir hilft
