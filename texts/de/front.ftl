### Was der Bot selbst sagt, ohne Datenbank und Gespräch: wie er sich vorstellt, /help und /sos.

front-description = Zehn ruhige Minuten am Abend für zwei Menschen, die Vertrauen wieder aufbauen. Keine Therapie, kein Beweis, kein Lügendetektor.
front-short-description = Zehn ruhige Minuten am Abend, für zwei.

front-command-checkin = Die zehn Minuten am Abend beginnen
front-command-review = Den Wochenrückblick beginnen
front-command-pause = Alles sofort anhalten
front-command-park = Ein Thema für den Rückblick aufheben
front-command-menu = Alles, was es gibt
front-command-win = Einen kleinen Erfolg aufheben
front-command-promise = Etwas Kleines versprechen
front-command-journal = Etwas für sich aufschreiben
front-command-wave = Neunzig Sekunden zum Atmen
front-command-kept = Eigene Worte lesen, einzelne löschen
front-command-schedule = Was diese Woche kommt
front-command-quiet = Ein paar Tage Ruhe
front-command-group = Eine Gruppe nur für euch nutzen
front-command-rights = Was dir jederzeit zusteht
front-command-sos = Wen du anrufen kannst
front-command-settings = Zeiten, Sprachen, Namen
front-command-pro = Wer das gelernt hat, und wo man sucht
front-command-about = Was das hier ist und wer mich betreibt
front-command-export = Deine Worte mitnehmen
front-command-erase = Deine Worte vernichten
front-command-pin = Eine PIN vor deinen Dateien
front-command-leave = Aussteigen, allein von deiner Seite aus
front-command-say = Worte für etwas Schweres finden
front-command-talk = Abwechselnd reden, bis ihr euch verstanden fühlt
front-command-rules = Abmachungen, wie ihr redet
front-command-consents = Wozu du Ja gesagt hast
front-command-help = Was du schicken kannst

front-help =
    Das kannst du schicken.

    { $commands }

    /p oder ✋ hält jedes Gespräch in jedem Moment an, ohne Grund. /sos nennt, wen du anrufen kannst.
    In einer Gruppe höre ich nur, was als Antwort auf meine Nachricht kommt, sonst nichts.
front-help-command = /{ $name } · { $does }

# Die erste Zeile ist alles, was ein gesperrter Bildschirm zeigt (R37).
front-sos =
    Eine Nachricht für dich.

    Wenn es sich heute Abend nicht sicher anfühlt, ist hier jemand zu erreichen. Bei Gefahr in diesem Moment: die Notrufnummer vor Ort, vor allem anderen.

    { $lines }

    Wenn du vor deiner eigenen Wut Angst hast: Geh zuerst aus dem Raum, dann ruf an. Du kannst es genau so sagen.
    Wenn jemand dein Handy kontrollieren könnte, nimm ein anderes Gerät.
front-sos-line = { $name }: { $number }
front-sos-line-text = { $name }: { $number }, { $text }
front-sos-directory = Wo auch immer du bist: { $name }, { $url }
front-sos-suicide = Gedanken, dein Leben zu beenden
front-sos-domestic-abuse = Gewalt oder Angst zu Hause
front-sos-perpetrator = Angst, jemandem etwas anzutun
front-sos-emergency = Notfall
