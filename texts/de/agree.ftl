### Was mit einem Ja von beiden beginnt.

agree-own =
    { $what }
    Es beginnt, sobald ihr beide Ja gesagt habt; zurücknehmen lässt es sich jederzeit, in /consents.
    .yes = Ja, von mir aus
    .not_now = Jetzt nicht
agree-asked =
    { $name } möchte das gern mit dir. { $what }
    Es beginnt, sobald ihr beide Ja gesagt habt; zurücknehmen lässt es sich jederzeit, in /consents. Von einem Nein erfährt niemand.
    .yes = Ja, von mir aus
    .not_now = Jetzt nicht
agree-waiting = Es beginnt, sobald ihr beide Ja gesagt habt. Bis dahin ist nichts zu tun.
agree-resting = { $name }: ruht zurzeit.
resting-it-rests = { $name }: ruht zurzeit.
consents-door = Wozu ich Ja sage
consents-which = Dazu hast du hier Ja gesagt. Tippe an, was du ändern möchtest.
    .done = Fertig
consents-nothing = Hier ist noch nichts. Was ihr gemeinsam macht, beginnt mit einem Ja von euch beiden, wenn ihr es das erste Mal wollt.
consents-given = { $name }. Dazu hast du Ja gesagt. Nimmst du es zurück, ruht es für euch beide, und ein Grund wird nicht genannt.
    .take_back = Zurücknehmen
    .back = ‹ Zurück
consents-taken = { $name }. Du hast dein Ja zurückgenommen.
    .say_yes = Wieder Ja
    .back = ‹ Zurück
