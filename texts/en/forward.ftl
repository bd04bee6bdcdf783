### Looking ahead.

agree-name-forward = Looking ahead
agree-what-forward = Looking ahead, for four weeks: the evenings ask only of what is to come. Room for what is sore stays, and what is parked still comes up. Either of you ends it on any day.
forward-door = Looking ahead
forward-begun = Until { $day } the evenings ask of what is to come. Room for what is sore stays, and what is parked still comes up. /forward ends it on any day.
forward-which = The evenings look ahead at the moment.
    .go_on = Go on
    .end = End it
forward-ended = The evenings ask as they did before.
forward-over = That was four weeks. The evenings ask as they did before; /forward begins them again.
