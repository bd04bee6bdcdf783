### A page for a therapist.

summary-door = Page for a therapist
summary-sections =
    A page to bring along, as a file for you alone: your own words, and what both of you may read. What shall be on it?
    .make = Make it
    .never_mind = Never mind
summary-in = ✓ { $part }
summary-out = { $part }
summary-part-feel = How it felt
summary-part-promises = Open promises
summary-part-worked = What worked
summary-part-parked = Parked topics
summary-part-agreements = Our agreements
summary-part-journal = My journal
summary-coming = Here it comes, to print and to copy from. I tidy it away at noon.
