### The weekly review.

review-door = Review
review-alone = The review is for two. /win keeps something for yourself meanwhile.
review-first = A quarter of an hour for how you two are doing. Any step can be skipped. Come to the shared card when you're ready.
review-begin = Three quarters of an hour for how you two are doing. Any step can be skipped, and it can stop and go on another day. Come to the shared card when you're ready; before it, if you like, take a look at yourself.
review-here = { $day }, your review.
    .here = I'm here
review-here-first = { $day }, your review: a quarter of an hour for how you two are doing. Any step can be skipped.
    .here = I'm here
review-here-begin = { $day }, your review: three quarters of an hour for how you two are doing. Any step can be skipped, and it can stop and go on another day. Before it, if you like, a look at yourself.
    .here = I'm here
review-postpone = { "" }
    .later_today = Later today
    .another_day = Another day
review-later-today = Later, then: { $until }.
    .now = Now after all
review-which-day = Which day?
review-on-day = { $day }, then, at { $review }.
    .now = Now after all
review-arriving =
    { $line }
    Say it aloud, if you like. Then each of you arrives alone: three quiet questions in your private chat.
review-safe = How safe do you feel these days, 0 to 10? Only you see this. Not a validated scale, just your own.
    .skip = Skip
review-trusting = How much do you rely on what you're told, 0 to 10?
    .skip = Skip
review-close = How close do you feel, 0 to 10?
    .skip = Skip
review-pulse-kept = Thank you. The numbers stay with you.
review-appreciating = Now something you noticed about each other. Each writes alone; both are shown at once.
review-appreciation = { $line }
    .skip = Skip
review-one-more = Another one, if it comes. Or leave it there.
    .enough = That's it
review-waiting = Kept. The next step comes to the shared card.
review-words = { $name }: { $words }
review-shown = { $words }
    .on = Go on
review-worked =
    This week, yours together:
    { $words }
    .on = Go on
review-worked-aloud = { $line } Say it aloud; I write nothing down.
    .on = Go on
review-bring = You kept this for today: “{ $title }”. Bring it to the table?
    .bring = Bring it
    .not_yet = Not yet
review-which = Parked. One of these for today?
    .leave = Leave them parked
review-topic =
    Parked on { $day }: “{ $title }”. Talk about it now, taking turns?
    { $line }
    .yes = Yes
    .leave = Leave it parked
review-theme = Nothing is parked. A theme, if you like: “{ $line }”. Talk about it, taking turns?
    .yes = Yes
    .leave = Not today
review-talked = “{ $title }”. { $speaker } speaks five minutes, { $listener } listens and says back what was heard. Then the other way round. No solving yet.
    .talked = We've talked
review-left = { "" }
    .leave = Leave it parked
review-wishing = Next week. Each writes one wish alone; both are shown at once.
review-wish = { $line }
    .skip = Skip
review-wishes =
    { $words }

    Take what you like of it. Nothing here is owed.
    .on = Go on
review-promise = { $name } wishes: “{ $what }” Would you like to promise some of it? Only if it is yours to give.
    .promise = Promise it
review-one-word = { $line }
review-word = One word for right now?
    .skip = Skip
review-closed = { $words }. Next { $day } at { $review }.
review-closed-silent = That was it. Next { $day } at { $review }.
