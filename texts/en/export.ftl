### The page that /export sends: one's own words, to read and to save.

export-page-title = Your words
export-page-made = Put together on { $day }, { $time }. Times are yours; hover over one for UTC.
export-page-you = You
export-page-couple = Yours together
export-page-own = What you wrote
export-page-private = only you
export-page-shared = shown to both
export-page-theirs = What was shown to you
export-page-none = Nothing is kept here.
export-page-name = Name
export-page-username = Username
export-page-role = Role
export-page-language = Language
export-page-zone = Time zone
export-page-adult = Said to be 18 or older
export-page-since = Here since
export-page-setting-style = Style of the evening
export-page-setting-minutes = Minutes
export-page-setting-retention = Days that answers are kept
export-page-setting-evening = Evening
export-page-setting-weekend = Evening at the weekend
export-page-setting-days = Days of the week, 1 is Monday
export-page-setting-review = Review, weekday and time
export-page-setting-anyway = Show my words at the close in any case
export-page-setting-apart = Show as soon as both are in
export-page-setting-pause-word = Word for the pause
