### Owning it, in one's own words.

own-door = Own it
own-deed = What I did. One thing, in plain words.
    .shame = All I can think is “I am …”
    .leave = Not now
own-deed-again = What I did, once more. One thing, in plain words.
    .leave = Not now
own-cost = What it cost you. Begin with “you”, and stay there a moment.
    .leave = Not now
own-i-am =
    Write the sentence that goes round in you. Nobody reads it, and I don't keep it.
    { $line }
    .leave = Not now
own-i-did = That is a sentence about you. Now one about what happened: “I did …” One thing.
    .leave = Not now
own-it-caused = And what it did: “It caused …”
    .leave = Not now
own-i-can = And what is in your hands: “I can …” Small is enough.
    .leave = Not now
own-takes-back = but, if you, made me, only, just
own-no-but =
    No “but”. Read it once, half aloud.
    { $lines }
    .deed_again = What I did, again
    .cost_again = What it cost, again
    .on = It stands
    .leave = Not now
own-takes-back-found =
    No “but”. Read it once, half aloud. Does this take something back: { $words }?
    { $lines }
    .deed_again = What I did, again
    .cost_again = What it cost, again
    .on = It stands
    .leave = Not now
own-then = What I do next. Something in your hands alone, with a day to it.
    .leave = Not now
own-hint = (Still in it: { $words }.)
own-whole =
    This is what you have.
    { $lines }
    { $line }
    .give = Give it to { $name }
    .change = Change it
    .keep = Keep it as a draft
    .away = Throw it away
own-whole-alone =
    This is what you have.
    { $lines }
    { $line }
    .change = Change it
    .keep = Keep it as a draft
    .away = Throw it away
own-which = Which part?
    .deed_part = What I did
    .cost_part = What it cost you
    .next_part = What I do next
    .back = ‹ Back
own-sure = { $name } reads it as it stands, in peace, and owes you no answer. Give it now?
    .yes = Yes, give it
    .not_yet = Not yet
own-gone = It's gone.
own-draft = A draft, for thirty days. Only you read it; /own brings it back.
own-on-hold = Everything is on hold just now. It stays a draft; /own brings it back.
own-given = It's with { $name } now. Nothing more to do.
kept-kind-own = What I own
