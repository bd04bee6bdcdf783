### What begins with a yes from each.

agree-own =
    { $what }
    It begins once each of you has said yes to it; either takes that back at any time, in /consents.
    .yes = Yes, from my side
    .not_now = Not now
agree-asked =
    { $name } would like this with you. { $what }
    It begins once each of you has said yes to it; either takes that back at any time, in /consents. Nobody is told a no.
    .yes = Yes, from my side
    .not_now = Not now
agree-waiting = It begins once you've both said yes. Nothing to do until then.
agree-resting = { $name }: resting for now.
resting-it-rests = { $name }: resting for now.
consents-door = Said yes to
consents-which = What you've said yes to here. Tap one to change that.
    .done = Done
consents-nothing = There is nothing here yet. What you do together begins with a yes from each of you, when you first want it.
consents-given = { $name }. You've said yes to it. If you take that back, it rests for both of you, and no reason is told.
    .take_back = Take it back
    .back = ‹ Back
consents-taken = { $name }. You took your yes back.
    .say_yes = Yes again
    .back = ‹ Back
