### Die stille Karte, die immer da ist.

house-times = Abends um { $evening } · { $day } um { $review }
house-alone = Abends um { $evening }
house-resting = Ruhetage. Es wird nichts gefragt.
house-nothing = Es wartet nichts.
