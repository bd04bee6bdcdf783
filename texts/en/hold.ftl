### Hold: coming closer waits.

hold-door = Hold
hold-begun = Everything that brings you closer rests, for as long as you like. Nobody is told who asked. /hold lifts it.
hold-lift = You asked for everything closer to rest. Let it go on?
    .lift = Let it go on
    .keep = Keep it resting
hold-lifted = Lifted, for your part.
hold-kept = It keeps resting.
