### Kleine Versprechen, nur eigene.

promise-door = Versprechen
promise-what = Eine Kleinigkeit, die du versprichst. Etwas, das du selbst tust und das man sieht, wenn es getan ist.
    .never_mind = Doch nicht
promise-by-when = „{ $what }“ Bis wann? Schreib es, wie du es sagen würdest: Freitag 18 Uhr.
    .no_time = Ohne Zeit
    .never_mind = Doch nicht
promise-by-when-again = „{ $what }“ Die Zeit habe ich nicht verstanden, oder sie ist vorbei. Zum Beispiel: morgen 20 Uhr.
    .no_time = Ohne Zeit
    .never_mind = Doch nicht
promise-confirm = { $day }, { $time }?
    .yes = Ja
    .another = Eine andere Zeit
promise-remind = Soll ich dich erinnern? Nur du hörst es.
    .at_its_time = Pünktlich
    .an_hour_before = Eine Stunde vorher
    .that_morning = Am Morgen
    .no_reminder = Nicht erinnern
promise-shown-to = „{ $what }“ Wer darf es lesen?
    .both = Wir beide
    .only_me = Nur ich
    .never_mind = Doch nicht
promise-made =
    { $line }
    Aufgehoben, für dich allein.
promise-made-shared =
    { $line }
    Ihr könnt es beide lesen.
promise-moved =
    { $line }
    Das ist die neue Zeit.
promise-told =
    Von { $name }: ein Versprechen.
    „{ $what }“{ $until }
promise-told-moved =
    Von { $name }: ein Versprechen mit neuer Zeit.
    „{ $what }“{ $until }
promise-until = { " · " }{ $day }, { $time }
promise-line = „{ $what }“
promise-line-due = „{ $what }“ · { $day }, { $time }
promise-line-kept = „{ $what }“ · gehalten
promise-line-felt = „{ $what }“ · gehalten, und gespürt
promise-theirs = { $name }:
promise-chosen =
    Was versprochen ist.
    { $lines }
    .new = Ein neues
    .close = Schließen
promise-felt-label = Das habe ich gespürt: { $what }
promise-how = { $line }
    .kept = Gehalten
    .move = Eine neue Zeit
    .not_managed = Nicht geschafft
    .back = ‹ Zurück
promise-kept = Gehalten.
promise-kept-shared = Gehalten. Beim nächsten Rückblick kommt es vor, als etwas von euch beiden.
promise-not-managed = Notiert, nur für dich. Wenn es jemanden getroffen hat, gibt es einen Weg, es gutzumachen.
promise-reminder-outcome =
    Eine kleine Erinnerung, nur für dich.
    { $line }
    .kept = Gehalten
    .move = Eine neue Zeit
    .not_managed = Nicht geschafft
    .later = Später
promise-reminder-kept = Gehalten.
promise-reminder-kept-shared = Gehalten. Beim nächsten Rückblick kommt es vor, als etwas von euch beiden.
promise-reminder-not-managed = Notiert, nur für dich. Wenn es jemanden getroffen hat, gibt es einen Weg, es gutzumachen.
kept-kind-promise = Ein Versprechen
kept-kind-felt = Gespürt
