### Was die eine Seite der anderen zu lesen gibt.

given-read = Etwas von { $name }, für dich. Es wartet, bis du magst.
    .read = Lesen
given-here = Etwas von { $name }, zu lesen, wenn ihr beide da seid.
    .here = Ich bin da
given-words =
    { $name } hat geschrieben:
    { $lines }
given-heard = Du schuldest keine Antwort. Falls du etwas sagen magst:
    .heard = Gehört
    .not_yet = Noch nicht
given-was-heard = Von { $name }: gehört.
given-was-not-yet = Von { $name }: noch nicht.
given-yours = Du brauchst nichts zu antworten.
    .heard = Ich habe es gehört
given-stay = Du brauchst nichts zu antworten und nichts in Ordnung zu bringen. Da sein genügt.
    .heard = Ich habe es gehört
