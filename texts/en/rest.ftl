### Rest.

quiet-door = Rest
rest-length = How long shall nothing be asked here? Nobody is told who asked for it.
    .one = A day
    .three = Three days
    .week = A week
    .open = Until I say so
    .never_mind = Never mind
rest-until = Resting. I ask again on { $day }. /quiet ends it sooner.
rest-open = Resting. /quiet ends it whenever you like.
rest-end = You asked for rest. End it?
    .end = Begin again
    .keep = Keep resting
rest-over = Your rest is over.
