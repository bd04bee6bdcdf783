### Gut gesagt.

say-door = Gut gesagt
mirror-door = Ein Blick auf mich
say-draft = Was möchtest du sagen? So, wie es kommt; sonst sieht es niemand, und nichts wird von selbst verschickt.
    .patterns = Erst ein Blick auf mich
    .never_mind = Doch nicht
say-other-words =
    Deine Worte:
    „{ $words }“

    { $lines }

    Zum Beispiel: { $line }
    Eine Form zum Füllen: Wenn …, fühle ich …. Ich wünsche mir ….
    Schreib es neu, oder lass es, wie es ist.
    .give = { $name } geben
    .keep = Für mich behalten
    .never_mind = Ungesagt lassen
say-pair = „{ $before }“ → „{ $after }“
say-clear =
    „{ $words }“

    Meine paar Regeln finden darin nichts. Ist es das, was du meinst?
    .give = { $name } geben
    .keep = Für mich behalten
    .never_mind = Ungesagt lassen
say-hint-always = · „{ $words }“: Das ist jedes Mal, und eine Ausnahme genügt für einen Streit. Welches Mal meinst du?
say-hint-names = · „{ $words }“: Ein Name für einen Menschen macht die Ohren zu. Was ist geschehen, und was hat es mit dir gemacht?
say-hint-mind = · „{ $words }“: Das ist in jemand anderem drin. Was hast du gesehen oder gehört, und was hast du daraus geschlossen?
say-hint-attack = · „{ $words }“: Es beginnt beim Gegenüber. Wie beginnt es mit „Ich“?
say-sure =
    So liest es { $name }:
    „{ $words }“
    .give = Geben
    .back = ‹ Zurück
say-kept = Aufgehoben, nur für dich. /kept liest es wieder vor.
say-given = Es ist jetzt bei { $name }.
say-on-hold = Gerade ruht alles. Es ist aufgehoben, nur für dich.
say-pattern = Nur über dich selbst: Was davon hat sich in letzter Zeit bei dir gezeigt? Nichts davon wird aufgehoben.
    .criticism = Ich habe die Person gemeint
    .contempt = Ich habe gespottet
    .defence = Ich habe mich sofort verteidigt
    .silence = Ich habe dichtgemacht
    .none = Nichts davon
    .back = Zu den Worten
say-criticism = Statt eines Urteils ein Moment: „Wenn …, fühle ich …. Ich wünsche mir ….“ Ein Wunsch lässt sich beantworten, ein Urteil nur bekämpfen.
    .back = Noch eins
    .enough = Das genügt
say-contempt = Nenne dir vor dem nächsten harten Satz etwas, das dein Gegenüber getan hat und das dir fehlen würde. Sag das heute irgendwann laut.
    .back = Noch eins
    .enough = Das genügt
say-defence = Such die fünf Prozent, die stimmen, und sag die zuerst: „Es stimmt, dass ich ….“ Der Rest kann warten.
    .back = Noch eins
    .enough = Das genügt
say-silence = Wenn es zu viel wird, sag es, bevor du still wirst: „Ich brauche zwanzig Minuten, und ich komme wieder.“ Dann komm wieder. ✋ macht es für dich.
    .back = Noch eins
    .enough = Das genügt
say-none = Dann lass den Tag gut sein.
kept-kind-say = Gut gesagt
