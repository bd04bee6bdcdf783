### Ruhe.

quiet-door = Ruhetage
rest-length = Wie lange soll ich euch beide nichts fragen? Niemand erfährt, wer darum gebeten hat.
    .one = Einen Tag
    .three = Drei Tage
    .week = Eine Woche
    .open = Bis ich mich melde
    .never_mind = Doch nicht
rest-until = Ruhetage. Ab { $day } frage ich wieder. /quiet beendet sie früher.
rest-open = Ruhetage. /quiet beendet sie, wann immer du magst.
rest-end = Du hast um Ruhe gebeten. Soll sie enden?
    .end = Wieder anfangen
    .keep = Weiter ruhen
rest-over = Deine Ruhetage sind vorbei.
