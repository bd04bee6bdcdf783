### Where the two are.

phase-door = Where we are
phase-here =
    Where you two are: { $line }
    Each stretch takes as long as it takes. It changes what I ask in the evenings, nothing else.
    .forward = A stretch further
    .back = A stretch back
    .stay = Stay here
phase-alone = This one is for two. Your evenings stay as they are.
phase-names = { "" }
    .one = steadier ground first.
    .two = understanding each other again.
    .three = building something of your own.
phase-noted = Noted, for you alone. It changes when those it rests with have tapped the same, each alone.
phase-stays = It stays as it is.
phase-moved-now =
    From now on I ask for this in the evenings: { $line }
    At a turn like this, an hour with somebody trained can be of use too.
kept-kind-stood = Where I stood in this
