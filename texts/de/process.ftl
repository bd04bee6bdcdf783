### Raum auf dem Papier.

process-door = Aufschreiben
process-written = Schreib, was da ist, so wie es kommt. Niemand erfährt, dass du geschrieben hast.
    .never_mind = Nicht jetzt
process-feelings =
    Welche Wörter passen? Mehrere dürfen zugleich stimmen.
    { $words }
    .angry = wütend
    .sad = traurig
    .afraid = ängstlich
    .ashamed = beschämt
    .lonely = einsam
    .numb = wie betäubt
    .humiliated = gedemütigt
    .longing = sehnsüchtig
    .tired = müde
    .confused = verwirrt
    .relieved = erleichtert
    .tender = zart
    .enough = Das ist es
process-where = Wohin gehört es?
    .keep = Aufheben, nur für mich
    .share = Für { $name }
    .park = Für { $day } aufheben
    .delete = Wegwerfen
process-where-alone = Wohin gehört es?
    .keep = Aufheben, nur für mich
    .delete = Wegwerfen
process-title = Ein paar Worte, um es dann wiederzufinden? Bis dahin siehst nur du sie; was du geschrieben hast, bleibt bei dir.
    .no_words = Ohne Worte
process-untitled = Etwas, das ich aufgeschrieben habe
process-sure =
    { $name } würde das lesen, so wie es dasteht:
    { $lines }
    .yes = Geben
    .no = Zurück
process-kept = Aufgehoben, nur für dich. /kept liest es wieder vor.
process-parked = Es wartet auf { $day }. Dort entscheidest du, ob es auf den Tisch kommt.
process-on-hold = Gerade ruht alles. Es ist aufgehoben, nur für dich.
process-shared = Es liegt jetzt bei { $name }.
process-deleted = Es ist weg.
kept-kind-process = Aufgeschrieben
