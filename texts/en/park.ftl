### Parking a topic for the review.

park-door = Park
park-title = What shall wait for the review? A few words.
    .never_mind = Never mind
park-shown = “{ $title }”. Who may see the title until then?
    .both = Both of us
    .only_me = Only me
    .never_mind = Never mind
park-kept-for-me = Parked. It will come up on { $day }; until then only you see it.
parked-done = Parked. It will come up on { $day }.
park-evening-of = { $day }'s evening
park-evening-named = Tonight is parked. A few words to find it by? Both of you see them.
    .leave_it = Just the day
park-evening-parked = Parked: “{ $title }”.
