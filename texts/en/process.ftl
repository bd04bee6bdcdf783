### Room on paper.

process-door = Write it down
process-written = Write what is there, as it comes. Nobody hears that you wrote.
    .never_mind = Not now
process-feelings =
    Which words fit? Several may be true at once.
    { $words }
    .angry = angry
    .sad = sad
    .afraid = afraid
    .ashamed = ashamed
    .lonely = lonely
    .numb = numb
    .humiliated = humiliated
    .longing = longing
    .tired = tired
    .confused = confused
    .relieved = relieved
    .tender = tender
    .enough = That's it
process-where = Where does it belong?
    .keep = Keep it, only for me
    .share = Give it to { $name }
    .park = Keep it for { $day }
    .delete = Throw it away
process-where-alone = Where does it belong?
    .keep = Keep it, only for me
    .delete = Throw it away
process-title = A few words to find it by on the day? Until then only you see them; what you wrote stays with you.
    .no_words = No words
process-untitled = Something I wrote down
process-sure =
    { $name } would read this, as it stands:
    { $lines }
    .yes = Give it
    .no = Back
process-kept = Kept, only for you. /kept reads it back.
process-parked = It waits for { $day }. You decide there whether it comes to the table.
process-on-hold = Everything is on hold just now. It's kept, only for you.
process-shared = It's with { $name } now.
process-deleted = It's gone.
kept-kind-process = Written down
