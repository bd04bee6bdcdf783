### A hard moment.

wave-door = 90 seconds
wave-begin =
    I'm here. Ninety seconds, nothing to do but breathe.
    { $line }
wave-sooner = { "" }
    .enough = Go on
wave-breath =
    In … and a long way out.
    { $bar }
wave-still = Still. You can stay as long as you like.
    .again = Once more
    .enough = Enough
    .tell = A word to { $name }
    .voice = Hear { $name }
wave-still-sent = It's with { $name }. You can stay here as long as you like.
    .again = Once more
    .enough = Enough
    .tell = A word to { $name }
    .voice = Hear { $name }
wave-message = { $name } would read: “I'm in a wave. Please …”
    .sit = … sit with me
    .hour = … give me an hour
    .sentence = … say our sentence
    .back = ‹ Back
wave-please-sit =
    From { $name }: “I'm in a wave. Please sit with me.”

    Being there is enough; nothing to fix. Come close as far as { $name } likes it, breathe slowly, leave the silence be.
wave-please-sit-freely =
    From { $name }: “I'm in a wave. Please sit with me.”

    Only if you want to. Nothing is expected of you.
wave-please-hour =
    From { $name }: “I'm in a wave. Please give me an hour.”

    Being there can mean leaving room. Give the hour whole, stay near, ask nothing. Afterwards a glass of water helps.
wave-please-hour-freely =
    From { $name }: “I'm in a wave. Please give me an hour.”

    Only if you want to. Nothing is expected of you.
wave-please-sentence =
    From { $name }: “I'm in a wave. Please say our sentence.”

    Being there is enough; nothing to fix. Say the sentence slowly, as it is, and nothing after it.
wave-please-sentence-freely =
    From { $name }: “I'm in a wave. Please say our sentence.”

    Only if you want to. Nothing is expected of you.
wave-helped = Did something help just now? The list is yours alone. Tap it, or type your own.
    .cold = Something cold
    .walk = A few steps outside
    .song = One song
    .call = A voice on the phone
    .skip = Nothing to note
wave-done = That's enough for now.

tools-door = What helps
tools-box =
    What has helped you, the most used first. Only you see it.
    { $lines }
    .add = Add
    .take_out = Take one out
    .hand = Show it to { $name }
    .close = Close
tools-empty = Nothing here yet. What helps you when it's hard? A few words.
    .close = Close
tools-added = What helps you? A few words.
    .close = Close
tools-out = Which one?
    .back = ‹ Back
tools-sure = { $name } reads the list once, as it is now. Send it?
    .yes = Send it
    .no = No
tools-handed =
    { $name } wrote down what helps in a hard moment:
    { $lines }
kept-kind-tool = What helps me
