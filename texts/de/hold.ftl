### Näherkommen darf warten.

hold-door = Nähe ruhen lassen
hold-begun = Alles, was euch näherbringt, ruht jetzt, so lange du magst. Niemand erfährt, wer darum gebeten hat. Mit /hold geht es weiter.
hold-lift = Du hast darum gebeten, dass ruht, was euch näherbringt. Soll es weitergehen?
    .lift = Es geht weiter
    .keep = Es ruht weiter
hold-lifted = Von dir aus geht es weiter.
hold-kept = Es ruht weiter.
