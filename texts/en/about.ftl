### What this is.

about-door = About
about-about =
    I keep ten minutes of the evening for two people, and some time a week.
    I'm not therapy, not a lie detector, and nothing here is evidence. { $operator } runs me and could read what you write.
    Nobody can use me to watch, score or press the other. Bot chats are not end-to-end encrypted.
    Only { $bot } is me. Whoever asks you to link again anywhere else isn't.
