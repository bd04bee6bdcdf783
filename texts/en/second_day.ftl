### The second day.

second-day-role = Where do you stand in this? Only I know, and it can stay open. It tells me whom to ask first for room.
    .hurt = I was hurt
    .repairing = I broke the trust
    .both = Both of us
    .none = No roles
    .skip = Leave it open
second-day-place = A group for the three of us keeps the shared part in one place. Some never want one.
    .how = How that works
    .skip = Not now
second-day-style = Two ways for the evening. Reveal: each writes alone, and it is shown when both are in and both are here. Together: one card, you speak, I keep the time.
    .reveal = Reveal
    .together = Together
    .skip = Leave it
second-day-done =
    That's all. Everything else is in /settings, whenever you like.
    One thing, the same for both of you: this helps only once the other relationship has ended. I don't check.
second-day-ended = One thing, the same for both of you: this helps only once the other relationship has ended. I don't check.
