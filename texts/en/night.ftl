### The night letter.

night-door = Night letter
night-letter = Write it down and sleep. It stays sealed, and before the evening only you are asked about it.
    .never_mind = Not now
night-more = Your letter is sealed. Is there more?
    .never_mind = Leave it so
night-sealed = Sealed. At { $time } I ask you, and nobody else, what becomes of it.
night-opened =
    What you wrote in the night:
    { $words }

    And now?
    .still_true = Still true
    .softer = Say it softer
    .sunday = For { $day }
    .burn = Burn it
night-true = What may become of it?
    .keep = Keep it, only for me
    .give = Give it to { $name }
    .back = ‹ Back
night-title = A few words to find it by on the day? Only you see them until then. The letter itself goes now.
    .no_words = No words
night-untitled = A letter from the night
night-kept = Kept, only for you. /kept reads it back.
night-given = It's with { $name } now.
night-parked = It waits for { $day }. The letter itself is gone.
night-burnt = It's gone.
kept-kind-night = A letter from the night
