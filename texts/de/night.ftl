### Der Nachtbrief.

night-door = Nachtbrief
night-letter = Schreib es auf und schlaf. Es bleibt versiegelt, und vor dem Abend frage ich nur dich danach.
    .never_mind = Nicht jetzt
night-more = Dein Brief ist versiegelt. Kommt noch etwas dazu?
    .never_mind = So lassen
night-sealed = Versiegelt. Um { $time } frage ich dich, und sonst niemanden, was daraus wird.
night-opened =
    Was du in der Nacht geschrieben hast:
    { $words }

    Und jetzt?
    .still_true = Stimmt noch
    .softer = Sanfter sagen
    .sunday = Für { $day }
    .burn = Verbrennen
night-true = Was darf daraus werden?
    .keep = Aufheben, nur für mich
    .give = Für { $name }
    .back = ‹ Zurück
night-title = Ein paar Worte, um es dann wiederzufinden? Bis dahin siehst nur du sie. Der Brief selbst geht jetzt.
    .no_words = Ohne Worte
night-untitled = Ein Brief aus der Nacht
night-kept = Aufgehoben, nur für dich. /kept liest es wieder vor.
night-given = Es liegt jetzt bei { $name }.
night-parked = Es wartet auf { $day }. Der Brief selbst ist weg.
night-burnt = Es ist weg.
kept-kind-night = Ein Brief aus der Nacht
