### Hold: coming closer waits.

hold-door = Hold
hold-begun = Everything that brings you closer rests, for as long as you like. Nobody is told who asked. /hold lifts it.
hold-lift = You asked for everything closer to rest. Lift that?
    .lift = Lift it
    .keep = Keep it resting
hold-lifted = Lifted, for your part.
hold-kept = It keeps resting.
