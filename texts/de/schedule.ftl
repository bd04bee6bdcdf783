### Was geschickt wird.

schedule-door = Was diese Woche kommt
schedule-week =
    Das schicke ich in den nächsten sieben Tagen:
    { $lines }
    Mittags räume ich unsere privaten Chats auf. Ab und zu kommt eine Frage nur an dich; sonst kommt nichts von selbst.
schedule-nothing = Für die nächsten sieben Tage ist nichts geplant. Mittags räume ich unsere privaten Chats auf.
schedule-evening = { $day }, { $time }: die zehn Minuten
schedule-weekly = { $day }, { $time }: der Rückblick
schedule-nudge = { $day }, { $time }: ob es etwas zu erzählen gibt
schedule-journal = { $day }, { $time }: eine Zeile für dein Tagebuch
schedule-own = { $day }, { $time }: etwas, das du dir vorgemerkt hast
schedule-offers = { $day }, { $time }: ab und zu etwas zum Nehmen oder Lassen
