### Die Pause.

pause-door = ✋ Pause
pause-length = Pause. Um { $until } Uhr wieder?
    .twenty = 20 Min.
    .thirty = 30
    .hour = Eine Stunde
    .tomorrow = Morgen
pause-length-tomorrow = Pause. Morgen um { $until } Uhr wieder?
    .twenty = 20 Min.
    .thirty = 30
    .hour = Eine Stunde
    .tomorrow = Morgen
pause-another =
    Alles ruht gerade; das ist in Ordnung. Es gibt nichts vorzubereiten.
    { $line }
    .another = Etwas anderes
pause-ready = Geht es weiter?
    .ready = Ich bin so weit
pause-not-yet = { "" }
    .longer = Noch etwas länger
    .park = Parken
pause-longer = Dann noch etwas länger, bis { $until } Uhr.
pause-over = Es geht weiter, wo es stand.
pause-parked = Geparkt. Beim nächsten Rückblick kommt es dran; es geht nichts verloren.
pause-put-down = Fürs Erste abgelegt. /park hebt ein Thema für den Rückblick auf, wenn es eines gibt.
pause-reminder = Alles ruht gerade. Ich melde mich, wenn es so weit ist.
