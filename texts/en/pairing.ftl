### From /start to the first evening.

pairing-adult =
    Hello. I keep ten minutes of the evening for two people.
    I'm not a therapist, not a judge and not a lie detector, and nothing here is evidence. { $operator } runs me and could read what you write.
    Only { $bot } is me. Whoever asks you to link again anywhere else isn't.
    .begin = I'm 18 or older, begin
    .keeps = What do you keep?
    .language = Another language
    .under = I'm not
pairing-keeps =
    What you write to me is kept sealed, for ninety days unless you choose otherwise. You can read it back, take it with you, or destroy it.
    Telegram bot chats are not end-to-end encrypted: Telegram can read them, and so could { $operator }, who runs me. If someone may check your phone, use another one.
    .begin = I'm 18 or older, begin
    .keeps = What do you keep?
    .language = Another language
    .under = I'm not
pairing-language = Which language?
pairing-forgotten = All right. I keep nothing of this.
pairing-dead = This link no longer works. A new one can be sent at any time.

pairing-safe = Can you say no to your partner and stay safe? I keep no answer.
    .go_on = Go on
    .alone = On my own
    .not_now = Not now
pairing-clock = You can use me on your own, or with your partner. It's { $time } where you are?
    .yes = It's { $time }
    .elsewhere = Another place
pairing-town = Which larger city shares your time? Type its name.
    .list = Show me a list
pairing-unknown-town = I don't know that one. Another city nearby, perhaps?
    .list = Show me a list
pairing-region = Where in the world?
    .europe = Europe
    .america = The Americas
    .asia = Asia
    .africa = Africa
    .pacific = Australia and Pacific
pairing-city = Which of these has your time?
    .back = Somewhere else
pairing-partner = Write to your partner in your own words; I've put some there. The link works once, until this time tomorrow.
    .write = Write to my partner
    .alone = On my own, first
pairing-invitation = I'd like ten minutes with you in the evenings, with some structure. You can say no, or stop whenever you want.
pairing-tomorrow = Tomorrow at { $evening }
pairing-alone = Then it's you and me. I ask at { $evening }, and only you see it. Your partner can be asked any day: /start.
    .tonight = Tonight, now
pairing-tonight = Here it comes.
pairing-until = Until tomorrow at { $evening }. /menu shows what there is.

pairing-guest = { $name } would like ten minutes of the evening with you. Can you say no to { $name } and stay safe? I keep no answer.
    .yes = Yes, with { $name }
    .rather_not = Rather not
pairing-asked = Thank you. { $name } now says that it's you. Nothing more to do.
pairing-rather-not = That's fine. Nobody is told, and I keep nothing of this.
pairing-rather-not-known = That's fine. Nobody is told, and everything of yours stays as it was.

meeting-confirm = { $name } opened your link.
    .mine = That's my partner
    .other = It's someone else
meeting-confirm-known = { $name } ({ $username }) opened your link.
    .mine = That's my partner
    .other = It's someone else
meeting-other = All right. That link is closed, and nothing was shown.
meeting-gone = That's no longer open. /start makes a new link.
meeting-paired = You and { $name }, then.

welcome-first =
    You're both here. I speak at { $evening }, and on { $day } at { $review }. Either of you stops any talk at any moment, without a reason: ✋, or /p.
    I tidy our private chats at noon, on both phones. My habit.
    Nobody uses me to watch, score or press the other.
    .tonight = Tonight, now
welcome-tonight = You're both here. Tonight, then.
welcome-until = You're both here. Tomorrow at { $evening }.
