### Mending a moment.

mend-door = Mend
mend-which = What is there to mend?
    .misstep = A misstep of mine, two lines
    .rough = A rough talk, both of us
    .never_mind = Never mind
mend-happened =
    What happened. One line, about my part.
    Some begin like this: “{ $line }”
    .never_mind = Never mind
mend-will-do = And what I'll do. One line.
    .never_mind = Never mind
mend-whole =
    Two lines:
    { $lines }
    .give = Give them to { $name }
    .again = Once more
    .away = Throw them away
mend-whole-alone =
    Two lines:
    { $lines }
    .keep = Keep them
    .again = Once more
    .away = Throw them away
mend-kept = Kept, only for you.
mend-on-hold = Everything is on hold just now. They're kept, only for you.
mend-given = They're with { $name } now.
mend-gone = They're gone.
mend-how-long = When was it?
    .just_now = Just now
    .today = Earlier, within three days
    .longer = Longer ago
    .never_mind = Never mind
mend-too-long = Then it's a topic of its own by now. /park keeps it for the review.
repair-later = Good. First some quiet; at { $time } each of you gets four short lines to fill.
repair-here = After the talk: four lines from each, shown together once you've both written and are both here. There's no verdict.
    .here = I'm here
repair-felt = What I felt.
    .skip = Skip
repair-saw = What I saw and heard, as a camera would.
    .skip = Skip
repair-mine = What I own of it.
    .skip = Skip
repair-wish = One wish for next time.
    .skip = Skip
repair-in = Kept for now. Nothing to watch for.
repair-words =
    { $name }:
    { $lines }
repair-shown =
    { $words }

    Both are true for who wrote them. Nothing to settle tonight.
repair-over = The four lines are closed. What you wrote is yours, in /kept.
agree-name-repair = Mending after a rough talk
agree-what-repair = After a rough talk each writes four lines alone: what I felt, what I saw, what I own, one wish. They're shown together, with no verdict.
kept-kind-mend = A misstep, mended
kept-kind-repair = After a rough talk
