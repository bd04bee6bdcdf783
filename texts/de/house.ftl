### Die stille Karte, die immer da ist.

house-times = Abends um { $evening } · { $day } um { $review }
house-alone = Abends um { $evening }
house-resting = Ruhetage. Es wird nichts gefragt.
house-nothing = Es wartet nichts.
idle-notice = Hier war es ein Jahr lang still. Schreib irgendetwas, und alles bleibt, wie es ist. Sonst lösche ich am { $until } alles; bis dahin kannst du deine Worte mitnehmen.
