### Vom Kalender angeboten.

offer-own =
    Nur für dich, und nur wenn du magst.
    Gibt es etwas, zu dem du stehen möchtest? Vier ruhige Schritte finden die Worte; sie bleiben deine, bis du sie gibst.
    .not_again = Das nicht mehr anbieten
offer-phase =
    Alle vier Wochen ein Blick auf den Weg.
    Wo ihr zwei seid: { $line } Es ändert sich nur, wenn du es möchtest.
    .not_again = Das nicht mehr anbieten
offer-declined = Ich fange nicht mehr davon an. Im /menu bleibt es.
kept-kind-declined = Nicht mehr anzubieten
