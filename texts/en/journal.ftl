### The journal, and what is given away of it once a week.

journal-door = Journal
journal-deed =
    For you alone. Finish it in your own words, or write what came today.
    { $line }
    .another = Another beginning
    .never_mind = Never mind
journal-effect = How may it have landed?
    .skip = Skip
journal-own = Which part of it do you own, without a “but”?
    .skip = Skip
journal-next-time = And next time?
    .skip = Skip
journal-kept = Kept, only for you. /kept reads it back.
journal-week-line = A line for yourself today, if you like. It can also be about something good.
journal-week-which = Tomorrow is your review. Is there one of these you'd like to share there? Nobody sees it if not.
    .not_this_week = Not this week
journal-week-preview =
    This would be read:
    { $words }
    .with_theirs = Only if { $name } shares one too
    .in_any_case = In any case
    .another = Another one
    .no = Not after all
journal-week-take-back = It goes with you into the review. You can take it back for a day.
    .take_back = Take it back
journal-week-taken-back = Taken back. Your journal still has it.
shares-words = { $name }: { $words }
shares-shown =
    From the week, given freely.

    { $words }

    { $line }
    .on = Go on
shares-heard = Something for { $name }, if you like. Nothing is an answer too, and nobody hears of it.
    .thank_you = Thank you
    .felt = I felt that
    .talk_about = I need to talk about it
shares-thank-you = { $name } says thank you.
shares-felt = { $name } felt that.
shares-parked = Parked, for a quiet moment. Both of you can read the title.
shares-topic = { $name }: { $title }
kept-kind-journal = Journal
kept-kind-week = Given to the review
