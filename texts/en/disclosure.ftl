### Telling it whole: a guide before it.

disclosure-door = Telling it whole
disclosure-first = Read this first. The first days are for sleep, food and one person to talk to. Telling everything now, unprepared, often makes it come in pieces. In a few days there is a guide here, for each of you alone.
    .close = Close
disclosure-both = Telling it whole, and hearing it whole. I never keep anything of it: please don't write it here.
disclosure-teller = Telling it whole. I never keep anything of it: please don't write it here.
disclosure-hearer = Hearing it whole. You decide how much. I never keep anything of it: please don't write it here.
disclosure-guide =
    { $lines }
    { $line }
    { $words }
    .why = Why all at once
    .cards = Cards
    .level = How much I want to hear
    .ready = Is it the time
    .told = It has been told
    .close = Close
disclosure-typed = { "" }
disclosure-planned = You've set { $day } for it.
disclosure-wished = What would be heard: “{ $what }”
disclosure-wished-now = From { $name }, for telling it whole: “{ $what }”
disclosure-wish-said = { $name } knows that, and no more. You can change it any day.
disclosure-why = Pieces that come out over months wound again and again; each makes the one before untrue. All at once, prepared, and with a professional in the room is hard for an evening and easier for the year. Nobody can promise how it goes.
    .back = ‹ Back
disclosure-card = { $line }
    .another = Another
    .back = ‹ Back
disclosure-level = How much would you want to hear? { $name } reads your choice. You can change it, and stop at any word.
    .outline = the outline: since when, how long, is it over
    .facts = the facts: who knows, when, where, what was spent
    .questions = only answers to my own questions
    .not_yet = not yet
    .back = ‹ Back
disclosure-afraid =
    Four questions before a day is set; I keep no answer.
    Is either of you afraid of what the other might do that evening?
    .yes = Yes
    .no = No
disclosure-harm =
    The second of four.
    Is either of you having thoughts of not wanting to live?
    .yes = Yes
    .no = No
disclosure-support = Is there somebody for each of you that night, on the phone or nearby?
    .yes = Yes
    .no = No
disclosure-rested = Could both of you sleep, eat and stay sober that day?
    .yes = Yes
    .no = No
disclosure-not-tonight = Then not now. That comes first, and it isn't a failure. Somebody who does this for a living can help to prepare; /sos names who answers tonight.
disclosure-day = Which day? Write only the day: “Saturday”, “12 May”.
    .no_day = No day yet
disclosure-day-again = I couldn't read a day to come in that. Only the day, please: “12 May”.
    .no_day = No day yet
disclosure-company = { $day }. With a professional in the room?
    .with_one = Yes, with one
    .without = Without
disclosure-set = { $day }. I keep the day and nothing else. Tell your partner yourself, aloud.
disclosure-told = Noted, and nothing more. Be gentle with the days after it; nothing has to be decided this week.
disclosure-pasted = That may be the thing itself. I've kept none of it. Shall your message go from this chat too?
    .delete = Yes, delete it
    .leave = Leave it
