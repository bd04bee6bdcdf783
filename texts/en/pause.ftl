### The pause.

pause-door = ✋ Pause
pause-length = Paused. Back at { $until }?
    .twenty = 20 min
    .thirty = 30
    .hour = An hour
    .tomorrow = Tomorrow
pause-length-tomorrow = Paused. Back tomorrow at { $until }?
    .twenty = 20 min
    .thirty = 30
    .hour = An hour
    .tomorrow = Tomorrow
pause-another =
    It's on hold; that's allowed. Nothing to prepare.
    { $line }
    .another = Another
pause-ready = Ready to go on?
    .ready = Ready
pause-not-yet = { "" }
    .longer = A bit longer
    .park = Park it
pause-longer = A bit longer, then. Back at { $until }.
pause-over = On we go, where it stood.
pause-parked = Parked. It comes up at your next review; nothing is lost.
pause-put-down = Put down for now. /park keeps a topic for the review, if there is one.
pause-reminder = It's on hold. I come back when it's time.
