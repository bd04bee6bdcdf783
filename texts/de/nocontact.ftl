### Kein Kontakt.

nocontact-door = Kein Kontakt
nocontact-not-yours = So ein Wort gibt man über sich selbst. Niemand sonst kann es verlangen, ändern oder nachsehen.
nocontact-statement = In deinen eigenen Worten: dass es vorbei ist, und was du tust, damit es vorbei bleibt. Kein Name; „diese Person“ genügt. Niemand prüft es.
    .never_mind = Doch nicht
nocontact-no-names = mit, zu, von, an, bei, für, namens, heißt, außer, Hause, Kontakt, Nachrichten, Anrufe, Anrufen, Abstand, Absicht, Ihr, Dir, Dich, Euch, Telegram, WhatsApp, Instagram, Facebook, Signal, Montag, Dienstag, Mittwoch, Donnerstag, Freitag, Samstag, Sonntag
nocontact-name-found = Das scheint jemanden zu nennen. Ich hebe keinen Namen eines dritten Menschen auf; „diese Person“ genügt. Noch einmal schreiben?
    .never_mind = Doch nicht
nocontact-within-a-day = Wenn diese Person sich bei mir meldet, sage ich es dir innerhalb von 24 Stunden.
nocontact-promised = Möchtest du einen Satz dazusetzen? „Wenn diese Person sich bei mir meldet, sage ich es dir innerhalb von 24 Stunden.“
    .add = Dazusetzen
    .without = Ohne
nocontact-what =
    Deins, seit { $day }:
    { $lines }
    .renew = Es gilt weiter
    .show = { $name } lesen lassen
    .change = Ändern
    .end = Wegnehmen
    .close = Schließen
nocontact-renewed = Es gilt, von { $day } an.
nocontact-sure = { $name } liest es so, wie es dasteht, und kann es hier nicht ändern oder danach fragen. Weitergeben?
    .yes = Ja, geben
    .no = Nein
nocontact-on-hold = Gerade ruht alles. Es ist aufgehoben, nur für dich; /nocontact holt es wieder.
nocontact-shown = Es liegt jetzt bei { $name }.
nocontact-ended = Es ist weg.
kept-kind-nocontact = Kein Kontakt, in meinen Worten
nocontact-renew-still =
    Dreißig Tage sind um; das hier ist nur für dich.
    { $lines }
    .still = Es gilt noch
    .not_again = Nicht mehr fragen
nocontact-renew-renewed = Es gilt, von { $day } an.
nocontact-renew-not-again = Ich frage nicht mehr. /nocontact hat es weiter.
