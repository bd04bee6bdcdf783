### The quiet card that is always there.

house-times = Evenings at { $evening } · { $day } at { $review }
house-alone = Evenings at { $evening }
house-resting = Resting. Nothing is asked.
house-nothing = Nothing waiting.
idle-notice = It has been quiet here for a year. Say anything, and all stays as it is. Otherwise I let go of everything on { $until }; until then you can take your words along.
