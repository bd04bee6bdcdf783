### Das Menü.

menu-door = Menü
menu-room = Was brauchst du?
    .hard = Ein schwerer Moment
    .tonight = Heute Abend
    .right = Etwas gutmachen
    .sunday = Der Rückblick
    .ours = Was uns gehört
menu-hard = Ein schwerer Moment.
    .back = ‹ Zurück
menu-tonight = Heute Abend.
    .back = ‹ Zurück
menu-right = Etwas gutmachen.
    .back = ‹ Zurück
menu-sunday = Der Rückblick.
    .back = ‹ Zurück
menu-ours = Was euch gehört.
    .back = ‹ Zurück
sos-door = Wen anrufen?
