### Small victories.

win-door = A small win
win-what = { $line }
    .never_mind = Never mind
win-kept = Kept for { $day }. It is shown as yours together.
win-kept-alone = Kept. /kept reads it back.
