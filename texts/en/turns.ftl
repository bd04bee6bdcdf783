### Talk in turns.

agree-name-turns = Talking in turns
agree-what-turns = Talking in turns: one speaks, the other says back what was heard, then the other way round. Twenty-five minutes, no solving. Nothing of it is kept but what it was about.
talk-door = Talk in turns
turns-alone = Talking in turns is for two. /say helps to find the words meanwhile.
turns-title = What is it about? A few words; both of you will read them.
    .never_mind = Never mind
turns-start =
    “{ $title }”, in turns. { $first } speaks first, { $second } listens and says it back; then the other way round. Twenty-five minutes, no solving yet.
    Here in writing, or aloud in one room? Aloud when you both choose it.
    .write = In writing
    .aloud = Aloud
turns-not-now = { "" }
    .not_now = Not now
turns-later = Not now, then. It can wait.
turns-before-speaking = You speak, { $name } listens. One thing, in sentences that begin with “I”. A card comes when { $name } is ready.
turns-ready =
    You listen. For { $name } to be heard, three things to notice in yourself: does your chest get tight, are you already answering inside, do you want it to be over? Each may be there. Breathe out, stay.
    Leave these out: “But you …” · “I said sorry already.” · “It wasn't like that.” · “How much longer?” · “Calm down.”
    .ready = I'm ready to listen
turns-ready-hurt = You listen now. Only say back what you hear { $name } say; you needn't agree, comfort or answer. If it is too much: ✋.
    .ready = I'm ready to listen
turns-frame =
    “{ $title }”
    { $name } speaks, { $listener } listens. No solving yet.
    .leave = Leave it here
turns-asked = { $name } asks: { $words }
turns-answer = { $name } asked this to know. Answer it plainly, here, and I keep no answer. Or:
turns-without-words = { "" }
    .in_person = I answer in person
    .therapist = With a therapist present
turns-with-therapist = { $name } would want somebody trained present for this one. The question stays where it is.
turns-in-person = { $name } answers this one in person. Whether it was answered, only its asker marks, in /ask.
turns-words = { $name }: { $words }
turns-aloud = { $name } speaks, one thing, a few sentences. Then say back what you heard and add nothing.
    .said_back = I've said it back
turns-speak = { $called }, the floor is yours. One thing, in sentences that begin with “I”. Up to three short messages.
turns-more = More of it, if there is more.
turns-shorter = That's a lot to hold at once. Can you say it in three sentences?
turns-missing = What was missing? Say that part again.
turns-handed = { "" }
    .thats_all = That's it
turns-three = That was three. { $name } says it back now.
turns-listening = Stay with it as long as { $name } speaks. When you have it:
    .say_back = I'll say it back
turns-listen = { $name } has the floor. Nothing to answer yet, only to hear.
turns-paraphrase =
    { $called }, say back what you heard { $name } say. Add nothing.
    { $line }
turns-wait = { $name } is finding the words for what you said.
turns-heard = { $called }, is it all there, as { $name } said it back?
    .understood = Understood
    .almost = Almost
    .not_yet = Not yet
turns-wait-heard = { $name } is checking whether it's all there.
turns-enough-rounds = Three rounds is enough for one evening. Not understood yet is allowed. Now the other way round.
turns-validate =
    { $name } feels understood. If you like, finish one of these in your own words:
    { $lines }
    .skip = Leave it there
turns-unfinished = That's the beginning as it stood. Put in what is yours, two or three words of your own, and no gap.
    .skip = Leave it there
turns-send =
    As you'd say it to { $name }:
    { $words }
    .send = Say it
    .leave_it = Leave it
turns-longer = Twenty-five minutes. Fifteen more, once, if you both like.
    .longer = A bit longer
turns-enough = { "" }
    .enough = Enough for now
turns-both-understood =
    You each said “understood”. That's the whole of it.
    If something small would help from here, offer it about yourself, not the other.
turns-not-all = Heard, and not all of it understood yet. No solving on top of that. It can wait for another time.
turns-left = Left here. That's allowed, and needs no reason.
turns-time = That was the time. What is left can wait.
kept-kind-talk = A talk in turns, about
