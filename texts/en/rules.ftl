### How you two talk: agreements.

agree-name-choosing = Agreements
agree-what-choosing = Twelve small agreements about how you talk. Each ticks alone, and only what you've both ticked is shown.
rules-door = Agreements
rules-alone = Agreements are for two. There is nothing to choose from alone.
rules-look =
    As it stands, from both of you:
    { $lines }
    .anew = Choose anew
    .take_out = Take one out
    .close = Close
rules-which =
    Which one goes? It goes for both of you, and nobody is asked why.
    { $lines }
    .back = ‹ Back
rules-none-left = None is left. /rules begins anew whenever you like.
choosing-tick =
    Tick what would help you. Your partner sees only what you've both ticked, never the rest.
    { $lines }
    .done = That's mine
    .not_now = Not now
choosing-change = Kept. What you've both ticked is shown when you've both chosen.
    .change = Change something
choosing-agreed =
    This is from both of you:
    { $lines }
    Either of you takes one out at any time, in /rules.
choosing-nothing-shared = No line this time, and that's a place to begin from. /rules is there whenever you like.
rules-again-still =
    Three months with these:
    { $lines }
    Look at them anew?
    .anew = Look anew
    .leave = Leave them
rules-again-stands = They stand.
