### The question box.

ask-door = Question box
ask-empty = Nothing is in your box. A question can rest here as long as it likes; until you hand it over, only you know it.
    .add = Put one in
    .close = Close
ask-box =
    Your box. › goes to the next talk, the rest only you know.
    { $lines }
    .add = Put one in
    .release = Into the next talk
    .answered = One is answered
    .take_out = Take one out
    .close = Close
ask-box-alone =
    Your box. Only you know what is in it.
    { $lines }
    .add = Put one in
    .release = Into the next talk
    .answered = One is answered
    .take_out = Take one out
    .close = Close
ask-about = What is it for? Facts: what happened, when, where. Meaning: what it was, for each of you. Safety: what is over, what is still open. Future: what comes now.
    .facts = Facts
    .meaning = Meaning
    .safety = Safety
    .future = Future
    .back = ‹ Back
ask-question = Your question, the way you would say it aloud.
    .back = ‹ Back
ask-careful =
    bed, position, positions, naked,
    body, bodies, orgasm, kiss, kissed,
    sleep with, slept with, sex, better than me, compared to me
ask-pictures =
    Some answers become pictures that stay. You may ask this. You can also ask what you want to know behind it.
    “{ $line }”
    .as_it_is = Keep it as it is
    .other_words = In other words
    .drop = Leave it out
ask-release = Which ones go to the next talk? Three at most, so that each gets an answer.
    .back = ‹ Back
ask-release-these =
    To the next talk. { $name } reads them alone before, and answers in the talk or in person:
    { $lines }
    .hand = Hand them over
    .back = ‹ Back
ask-released = They're with { $name }, for the next talk. What is answered there, I don't write down.
ask-on-hold = Everything is on hold just now. Nothing was sent.
ask-answered = Which one is answered?
    .back = ‹ Back
ask-out = Which one comes out?
    .back = ‹ Back
asked-how =
    For your next talk, from { $name }:
    { $lines }

    They are answered in that talk or in person. Nothing to answer now, and nobody counts the minutes.
    .in_a_talk = In a talk, then
    .therapist = I need a professional there for this
asked-with-help =
    { $name } would like a professional in the room for this:
    { $lines }
asked-help-said = { $name } knows. /pro shows who can be asked.
asked-read = Good. Until the talk there's nothing to do.
kept-kind-question = A question
