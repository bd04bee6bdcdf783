### Gesagt, bevor jemand fragt.

tell-door = Etwas erzählen
tell-alone = Das ist etwas für zwei. /journal ist für dich allein.
tell-which = Etwas, das { $name } von dir hören darf, ohne zu fragen?
    .something = Etwas erzählen
    .plan = Ein Plan für heute Abend
    .never_mind = Doch nicht
tell-something = Schreib es, wie du es sagen würdest. Eines genügt.
    .never_mind = Doch nicht
tell-when = „{ $what }“ Wann soll es gelesen werden?
    .now = Jetzt
    .with_the_evening = Zu den zehn Minuten
    .never_mind = Doch nicht
tell-told =
    Von { $name }:
    „{ $what }“
tell-sent = Geschickt.
tell-on-hold = Gerade ruht alles. Es wurde nichts geschickt.
tell-sent-later = Es geht mit den zehn Minuten hinaus, { $day }. Bis dahin nimmt /kept es zurück.
tell-waiting-told =
    Von { $name }:
    „{ $what }“
tell-tonight = Der Plan, in einer Zeile. Um Mitternacht ist er weg.
    .never_mind = Doch nicht
tell-sure = „{ $what }“ Schicken? Niemand fragt später, ob es so kam.
    .send = Schicken
    .never_mind = Doch nicht
plan-shown =
    Von { $name }, für heute Abend:
    „{ $what }“
plan-take-back = „{ $what }“ Es steht bis Mitternacht da.
    .take_back = Zurücknehmen
tell-nudge-anything = Gibt es etwas, das { $name } von dir wissen darf, ohne zu fragen? Es kann auch warten.
kept-kind-tell = Erzählt
