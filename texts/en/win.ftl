### Small victories.

win-door = A small win
win-what = What went a little better than it might have?
    .never_mind = Never mind
win-kept = Kept for { $day }. It is shown as yours together.
win-kept-alone = Kept. /kept reads it back.
