### Neben jemandem in einem schweren Moment.

beside-words =
    Wenn Worte kommen, jetzt oder später: Bring eines davon mit deinen eigenen zu Ende. Da sein genügt auch ohne.
    { $lines }
    .leave = Einfach da sein
beside-unfinished = Das ist der Anfang, wie er dastand. Setz deins hinein, zwei, drei eigene Worte, und keine Lücke.
    .leave = Einfach da sein
beside-sure =
    So liest es { $name }:
    { $words }
    .send = Schicken
    .leave = Lassen
beside-said = { $name }: { $words }
beside-sent = Es ist jetzt bei { $name }.
beside-on-hold = Gerade steht alles still. Es wurde nicht geschickt, und ich habe es nicht behalten.
