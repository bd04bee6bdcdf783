### Offenheit, von sich aus angeboten, für dreißig Tage.

pledge-door = Etwas offenlegen
pledge-what = Etwas, das du von dir aus offenlegst, für dreißig Tage. Nimm eines, oder schreib dein eigenes.
    .never_mind = Doch nicht
pledge-watching = Das wäre Überwachung. Gibt es etwas, das du selbst tust und öffnen magst? Nimm eines, oder schreib dein Eigenes.
    .never_mind = Doch nicht
pledge-offer-calendar = Mein Kalender steht dir offen.
pledge-offer-late = Ich rufe an, wenn ich später komme.
pledge-offer-money = Du kannst sehen, was ich ausgebe.
pledge-offer-plans = Ich sage es, wenn sich meine Pläne ändern.
pledge-sure = „{ $what }“ Es wird gelesen, dreißig Tage lang. Nur du kannst es beenden, an jedem Tag.
    .offer = Anbieten
    .never_mind = Doch nicht
pledge-sure-alone = „{ $what }“ Für dreißig Tage, als Wort an dich selbst. Du kannst es jeden Tag beenden.
    .offer = Anbieten
    .never_mind = Doch nicht
pledge-told =
    Von { $name }, aus freien Stücken.
    „{ $what }“ Bis { $day }.
pledge-offered =
    { $line }
    Es endet von selbst. Mit /pledge auch früher.
pledge-line = „{ $what }“ · bis { $day }
pledge-theirs = { $name }:
pledge-chosen =
    Was angeboten ist.
    { $lines }
    .offer = Etwas anbieten
    .close = Schließen
pledge-change = { $line }
    .renew = Dreißig Tage mehr
    .end = Beenden
    .back = ‹ Zurück
pledge-renewed = { $line }
pledge-ended = Beendet. Davon wird nichts gesagt.
pledge-end-again =
    Heute endet etwas; das weißt nur du.
    „{ $what }“
    .renew = Dreißig Tage mehr
    .let_end = Enden lassen
pledge-end-renewed = { $line }
pledge-end-ended = Beendet. Davon wird nichts gesagt.
kept-kind-pledge = Angeboten
