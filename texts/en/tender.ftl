### Days and places that hurt.

tender-door = Tender days
tender-none = Days and places that are sore. Only you know them here. On the day I ask you what would help.
    .add = Name one
    .close = Close
tender-days =
    Only you know these:
    { $lines }
    .add = Name one
    .take_out = Take one out
    .close = Close
tender-what = What is it? A few words that only you need to understand.
    .back = ‹ Back
tender-when = When? Write it as you would say it: “12 May”, “next Friday”.
    .no_date = A place, no date
    .back = ‹ Back
tender-when-again = I couldn't read a day to come in that. Like this: “12 May”.
    .no_date = A place, no date
    .back = ‹ Back
tender-how-often = { $day }: “{ $line }”. Once, or every year?
    .once = Once
    .every_year = Every year
    .other_day = Another day
tender-out = Which one?
    .back = ‹ Back
tender-helps = A tender day: “{ $line }”. What would help?
    .tell = Say something to { $name }
    .just_know = Knowing is enough
tender-told = What may { $name } read? Your words, or only that today is tender. What the day is about stays with you.
    .only_that = Only that
    .back = ‹ Back
tender-today = From { $name }: today is a tender day. Nothing needs fixing; a quiet kindness is enough.
tender-today-with =
    From { $name }: today is a tender day.
    “{ $words }”
tender-said = { $name } knows that much, and no more.
kept-kind-tender = A tender day or place
