### Leaving.

leave-door = Leave
leave-alone = You are here on your own; there is nobody to leave. /erase destroys what you wrote.
leave-when = This ends for both of you. Your words stay yours. When shall I say so?
    .now = Now
    .tomorrow = Tomorrow at { $until }
    .rest = Just rest, no line
    .never_mind = Never mind
leave-waiting = It has ended for you. I say so tomorrow at { $until }; until then nothing looks different.
    .now = Say so now
leave-left = It has ended. Your own words stay yours; what was shared can be fetched for seven days. /start begins again, with anyone or alone.
farewell-ended = This shared evening has ended. Nothing is asked of you. Your own words stay yours, and what was shared can be fetched for seven days. Someone to talk to is one tap away.
talk-left = That has ended. Your own words are in /kept.
