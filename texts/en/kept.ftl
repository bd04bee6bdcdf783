### Reading one's own words back.

kept-door = My words
kept-nothing = Nothing of yours is kept at the moment.
kept-private =
    { $day }, { $number } of { $all }. Only you can read this.
    { $words }
    .newer = Newer
    .older = Older
    .delete = Delete this
    .close = Close
kept-shared =
    { $day }, { $number } of { $all }. Both of you can read this.
    { $words }
    .newer = Newer
    .older = Older
    .delete = Delete this
    .close = Close
kept-kind-evening = From an evening
kept-kind-review = From a review
kept-kind-pulse = How it felt, 0 to 10
kept-kind-parked = Parked
kept-kind-win = A small win
kept-kind-note = A note
kept-kind-private = Stays my own
