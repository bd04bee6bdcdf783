### What will be sent.

schedule-door = This week
schedule-week =
    What I send in the next seven days:
    { $lines }
    At noon I tidy our private chats. Now and then comes a question for you alone; nothing else comes by itself.
schedule-nothing = Nothing is planned for the next seven days. At noon I tidy our private chats.
schedule-evening = { $day }, { $time }: your ten minutes
schedule-weekly = { $day }, { $time }: your review
schedule-nudge = { $day }, { $time }: whether there is something to tell
schedule-journal = { $day }, { $time }: a line for your journal
schedule-own = { $day }, { $time }: something you set for yourself
schedule-offers = { $day }, { $time }: now and then something to take or to leave
