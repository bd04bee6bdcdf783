### A voice for the hard moments.

voice-door = Their voice
voice-alone = This one is for two. /wave is there for you.
voice-what = A sentence from { $name }, to hear when it's hard.
    .hear = Hear it
    .ask_for = Ask for a sentence
    .take_back = Take mine back
    .close = Close
voice-sentence = Which sentence would you like to hear from { $name }? Write it word for word.
    .never_mind = Never mind
voice-sure = { $name } reads: “{ $line }” and is free to say it or not. Send it?
    .yes = Send it
    .no = No
voice-asked = It's with { $name }. It may come, or not.
voice-taken-back = Taken back. It can't be heard from here any more.
voice-wish-said = For hard moments { $name } would like one sentence in your voice: “{ $line }” Say it here as a voice message, or write it. Nobody hears of it if you'd rather not.
    .rather_not = Rather not
voice-wish-give = { $name } can hear it from now on, as often as needed. You can take it back any day with /voice.
    .yes = Yes, it's for { $name }
    .again = Once more
    .no = No
voice-wish-there = There is a sentence from { $name } for you. /wave plays it whenever you like.
voice-wish-kept = It's there. How often it is heard, nobody learns.
voice-heard-words = { $name }: “{ $line }”
kept-kind-voice = A sentence, said for the hard moments
