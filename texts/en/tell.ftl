### Said before being asked.

tell-door = Tell
tell-alone = This is for two. /journal is for you alone.
tell-which = Something to say to { $name } before being asked?
    .something = Something to know
    .plan = A plan for tonight
    .never_mind = Never mind
tell-something = Write it as you'd say it. One thing is enough.
    .never_mind = Never mind
tell-when = “{ $what }” When shall it be read?
    .now = Now
    .with_the_evening = With the ten minutes
    .never_mind = Never mind
tell-told =
    From { $name }:
    “{ $what }”
tell-sent = Sent.
tell-on-hold = Everything is on hold just now. Nothing was sent.
tell-sent-later = It goes out with the ten minutes, { $day }. Until then /kept can take it back.
tell-waiting-told =
    From { $name }:
    “{ $what }”
tell-tonight = The plan, in a line. It is gone at midnight.
    .never_mind = Never mind
tell-sure = “{ $what }” Send it? Nobody asks later whether it went that way.
    .send = Send
    .never_mind = Never mind
plan-shown =
    From { $name }, for tonight:
    “{ $what }”
plan-take-back = “{ $what }” It stands until midnight.
    .take_back = Take it back
tell-nudge-anything = Is there something you'd like { $name } to know, before being asked? It can wait.
kept-kind-tell = Told
