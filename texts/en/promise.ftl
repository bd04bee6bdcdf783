### Small promises, one's own only.

promise-door = Promise
promise-what = One small thing you promise. Something you do yourself, that can be seen when it's done.
    .never_mind = Never mind
promise-by-when = “{ $what }” By when? Write it as you'd say it: Friday 6pm.
    .no_time = No time
    .never_mind = Never mind
promise-by-when-again = “{ $what }” I didn't catch the time, or it has passed. Like this: tomorrow 20:00.
    .no_time = No time
    .never_mind = Never mind
promise-confirm = { $day }, { $time }?
    .yes = Yes
    .another = Another time
promise-remind = Shall I remind you? Only you hear it.
    .at_its_time = At its time
    .an_hour_before = An hour before
    .that_morning = That morning
    .no_reminder = No reminder
promise-shown-to = “{ $what }” Who may read it?
    .both = Both of us
    .only_me = Only me
    .never_mind = Never mind
promise-made =
    { $line }
    Kept for you alone.
promise-made-shared =
    { $line }
    Both of you can read it.
promise-moved =
    { $line }
    That's the new time.
promise-told =
    From { $name }: a promise.
    “{ $what }”{ $until }
promise-told-moved =
    From { $name }: a promise with a new time.
    “{ $what }”{ $until }
promise-until = { " · " }{ $day }, { $time }
promise-line = “{ $what }”
promise-line-due = “{ $what }” · { $day }, { $time }
promise-line-kept = “{ $what }” · kept
promise-line-felt = “{ $what }” · kept, and felt
promise-theirs = { $name }:
promise-chosen =
    What is promised.
    { $lines }
    .new = A new one
    .close = Close
promise-felt-label = I felt it: { $what }
promise-how = { $line }
    .kept = Kept
    .move = A new time
    .not_managed = I didn't manage
    .back = ‹ Back
promise-kept = Kept.
promise-kept-shared = Kept. It comes up on your next review, as yours together.
promise-not-managed = Noted, for you alone. If it touched someone, there is a way to mend it.
promise-reminder-outcome =
    A small reminder, for you alone.
    { $line }
    .kept = Kept
    .move = A new time
    .not_managed = I didn't manage
    .later = Later
promise-reminder-kept = Kept.
promise-reminder-kept-shared = Kept. It comes up on your next review, as yours together.
promise-reminder-not-managed = Noted, for you alone. If it touched someone, there is a way to mend it.
kept-kind-promise = A promise
kept-kind-felt = Felt
