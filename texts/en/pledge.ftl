### Openness offered about oneself, for thirty days.

pledge-door = Offer openness
pledge-what = Something you open of your own accord, for thirty days. Take one, or write your own.
    .never_mind = Never mind
pledge-watching = That would be watching. Is there something you do yourself that you'd like to open? Take one, or write your own.
    .never_mind = Never mind
pledge-offer-calendar = My calendar is open to you.
pledge-offer-late = I call when I'm late.
pledge-offer-money = You can see what I spend.
pledge-offer-plans = I say so when my plans change.
pledge-sure = “{ $what }” Your partner reads it, for thirty days. You alone can end it, any day.
    .offer = Offer it
    .never_mind = Never mind
pledge-sure-alone = “{ $what }” For thirty days, as a word to yourself. You can end it any day.
    .offer = Offer it
    .never_mind = Never mind
pledge-told =
    From { $name }, offered freely.
    “{ $what }” Until { $day }.
pledge-offered =
    { $line }
    It ends by itself. /pledge ends it sooner.
pledge-line = “{ $what }” · until { $day }
pledge-theirs = { $name }:
pledge-chosen =
    What is offered.
    { $lines }
    .offer = Offer something
    .close = Close
pledge-change = { $line }
    .renew = Thirty days more
    .end = End it
    .back = ‹ Back
pledge-renewed = { $line }
pledge-ended = Ended. Nothing is said about it.
pledge-end-again =
    Something ends today, for you alone to know.
    “{ $what }”
    .renew = Thirty days more
    .let_end = Let it end
pledge-end-renewed = { $line }
pledge-end-ended = Ended. Nothing is said about it.
kept-kind-pledge = Offered
