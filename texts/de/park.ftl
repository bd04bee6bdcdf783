### Ein Thema für den Rückblick parken.

park-door = Thema parken
park-title = Was soll bis zum Rückblick warten? Ein paar Worte.
    .never_mind = Doch nicht
park-shown = „{ $title }“. Wer darf den Titel bis dahin sehen?
    .both = Wir beide
    .only_me = Nur ich
    .never_mind = Doch nicht
park-kept-for-me = Geparkt. Am { $day } kommt es dran; bis dahin siehst nur du es.
parked-done = Geparkt. Am { $day } kommt es dran.
park-evening-of = { $day }abend
park-evening-named = Der Abend ist geparkt. Ein paar Worte, um ihn wiederzufinden? Ihr seht sie beide.
    .leave_it = Nur der Tag
park-evening-parked = Geparkt: „{ $title }“.
