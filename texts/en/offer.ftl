### Offered by the clock.

offer-own =
    For you alone, and only if you like.
    Is there something you'd want to own? Four quiet steps find the words; they stay yours until you give them.
    .not_again = Don't offer this again
offer-phase =
    Every four weeks, a look up from the road.
    Where you two are: { $line } It changes only if you want it to.
    .not_again = Don't offer this again
offer-declined = I won't bring it up again. It stays in /menu.
kept-kind-declined = Not to be offered again
