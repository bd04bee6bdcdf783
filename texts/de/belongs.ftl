### Worte ohne Frage.

belongs-where = Wohin gehört das?
    .note = Aufheben, nur für mich
    .nowhere = Nirgendwohin
belongs-noted = Aufgehoben, nur für dich. /kept zeigt es dir wieder.
belongs-nowhere = Gut. Ich behalte nichts davon.
