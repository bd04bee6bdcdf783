### Professional help.

pro-door = Professional help
pro-which =
    Somebody who has learned this, beside you. Who of them does what?
    .couples = A couples therapist
    .own = A therapist of one's own
    .coach = A coach
    .questions = What to ask first
    .where = Where to look
    .close = Close
pro-couples =
    The two of you in one room, with somebody who takes neither side.
    A couples therapist slows a hard talk down, keeps it safe, and shows you the turns it always takes. Ask for somebody who often works with couples after an affair.
    Where one of you is afraid of the other, each begins alone instead.
    .back = ‹ Back
pro-own =
    An hour that is only yours.
    A therapist of your own is there for you alone, and what is said there stays there. For nights without sleep, pictures that come back, shame that won't let you speak, and what was hard long before.
    .back = ‹ Back
pro-coach =
    A plan, and somebody who asks how it went.
    A coach looks ahead: habits, talks, what you two want to build. Almost anywhere anybody may use the word, so ask what training is behind it. Pictures that come back, danger and illness belong to a therapist or a doctor.
    .back = ‹ Back
pro-questions =
    To ask before the first hour:
    · How often do you work with couples after an affair?
    · What do you do with something that one of us tells you alone?
    · Where did you learn this, and who recognises it?
    · When would you send us to somebody else?
    · What does an hour cost, and how soon is there one?
    The first hour binds nobody. If it isn't right for one of you, look on.
    .back = ‹ Back
pro-where =
    Where to look:
    { $lists }
    · Anywhere: your family doctor, and your country's associations of psychologists or family therapists.
    These lists belong to others; I only know that they are there.
    .back = ‹ Back
