### Say it well.

say-door = Say it well
mirror-door = A look at myself
say-draft = What do you want to say? As it comes; nobody else sees it, and nothing is sent by itself.
    .patterns = First a look at myself
    .never_mind = Never mind
say-other-words =
    Your words:
    “{ $words }”

    { $lines }

    For example: { $line }
    One shape to fill: When …, I feel …. I'd like ….
    Type it anew, or leave it as it is.
    .give = Give it to { $name }
    .keep = Keep it for me
    .never_mind = Leave it unsaid
say-pair = “{ $before }” → “{ $after }”
say-clear =
    “{ $words }”

    There's nothing in it that my few rules know. Is it what you mean?
    .give = Give it to { $name }
    .keep = Keep it for me
    .never_mind = Leave it unsaid
say-hint-always = · “{ $words }”: that's every time, and one exception is enough for a quarrel. Which time do you mean?
say-hint-names = · “{ $words }”: a name for a person closes ears. What happened, and what did it do to you?
say-hint-mind = · “{ $words }”: that's inside somebody else. What did you see or hear, and what did you make of it?
say-hint-attack = · “{ $words }”: it begins with the other. How does it begin with “I”?
say-sure =
    As { $name } will read it:
    “{ $words }”
    .give = Give it
    .back = ‹ Back
say-kept = Kept, only for you. /kept reads it back.
say-given = It's with { $name } now.
say-on-hold = Everything is on hold just now. It's kept, only for you.
say-pattern = Only about yourself: which of these showed up in you lately? Nothing of it is kept.
    .criticism = I made it about who you are
    .contempt = I mocked or rolled my eyes
    .defence = I defended myself at once
    .silence = I shut down
    .none = None of them
    .back = To the words
say-criticism = Instead of a verdict, one moment: “When …, I feel …. I'd like ….” A wish can be answered, a verdict only fought.
    .back = Another
    .enough = That's enough
say-contempt = Before the next hard sentence, name to yourself one thing your partner did that you'd miss. Say that one aloud, some time today.
    .back = Another
    .enough = That's enough
say-defence = Find the five per cent of it that is true, and say that part first: “It's true that I ….” The rest can wait.
    .back = Another
    .enough = That's enough
say-silence = When it is too much, say so before you go quiet: “I need twenty minutes, and I come back.” Then come back. ✋ does it for you.
    .back = Another
    .enough = That's enough
say-none = Then let the day be.
kept-kind-say = Said well
