### The quiet card that is always there.

house-times = Evenings at { $evening } · { $day } at { $review }
house-alone = Evenings at { $evening }
house-resting = Resting. Nothing is asked.
house-nothing = Nothing waiting.
