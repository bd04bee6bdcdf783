### The PIN before one's words leave as files, or are destroyed.

pin-door = A PIN
pin-new =
    A PIN, four to eight digits. I'd ask for it before I send your words as files, and before I destroy them. Never before you leave.
    It doesn't lock this chat; your phone does that. What you type, I take out of the chat.
    .never_mind = Never mind
pin-digits = Digits only, four to eight of them.
    .never_mind = Never mind
pin-plain = That one is guessed quickly. Four to eight digits that nobody close to you would try first.
    .never_mind = Never mind
pin-once-more = Once more, please.
    .never_mind = Never mind
pin-differs = Those two weren't the same. From the start: your PIN?
    .never_mind = Never mind
pin-set = Set. If you forget it, it falls away after three days, and only you are told.
pin-what = A PIN stands before your files, and before destroying.
    .change = Another one
    .away = No PIN any more
    .never_mind = Never mind
pin-gone = No PIN any more.

pin-asked-pin = Your PIN?
    .forgotten = I forgot it
    .never_mind = Never mind
pin-asked-wrong = That wasn't it. Your PIN?
    .forgotten = I forgot it
    .never_mind = Never mind
pin-asked-later = A few didn't fit, so I rest until { $time }. Leaving needs no PIN.
    .forgotten = I forgot it
    .never_mind = Never mind

pin-wait-wait =
    Your PIN falls away on { $day } at { $time }. Until then nothing is sent as files, and nothing destroyed.
    If it wasn't you who asked: keep it. Leaving needs no PIN.
    .keep = Keep my PIN
pin-wait-kept = It stays.
pin-wait-over = There is no PIN any more.
