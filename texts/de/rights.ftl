### Rechte.

rights-door = Meine Rechte
rights-rights =
    Das steht dir zu, jederzeit, ohne Grund: Pause, Ruhe, Aussteigen. Ein Wort genügt, um zu gehen; niemand muss zustimmen.
    Lies deine eigenen Worte, nimm sie mit, vernichte sie. Niemand erfährt davon.
    Niemand kann mich benutzen, um jemanden zu überwachen, zu bewerten oder unter Druck zu setzen. Ich sage nie, wer geschwiegen hat, wer etwas übersprungen hat oder wann eine Antwort kam.
    Was privat ist, bleibt privat; niemand ist hier Rechenschaft darüber schuldig.
    { $lists }
    .name_one = Sagen, was meins bleibt
rights-stays-private = · { $name }: { $things }
rights-thing = Was bleibt deins, ohne dass du Rechenschaft gibst? Eine Sache, ein paar Worte; bis zu drei. Ihr lest die Liste beide.
    .back = ‹ Zurück
export-door = Meine Worte mitnehmen
export-how = Deine Worte als zwei Dateien, eine zum Lesen, eine für Maschinen. Sie kommen in diesen Chat.
    .plain = So, wie sie sind
    .locked = Hinter einem Passwort
    .never_mind = Doch nicht
export-passphrase =
    Ein Passwort aus mindestens zwölf Zeichen; fünf gewöhnliche Wörter sind gut. Ich behalte es nirgends: ohne es öffnet niemand die Datei, auch ich nicht.
    Was du eintippst, nehme ich aus dem Chat.
    .never_mind = Doch nicht
export-short = Bitte etwas länger: mindestens zwölf Zeichen.
    .never_mind = Doch nicht
export-coming = Da kommen sie: eine Datei zum Lesen, eine für Maschinen. Mittags räume ich sie weg.
export-coming-locked = Da kommt sie, eine verschlossene Datei. Sie öffnet sich auf einem Computer mit Evenfall: evenfall open-export und dein Passwort. Mittags räume ich sie weg.
erase-door = Meine Worte vernichten
erase-sure = Alles, was du geschrieben hast, wird sofort für alle unlesbar und dann gelöscht. Was älter ist als 48 Stunden, behält Telegram in deinem eigenen Verlauf; das kannst nur du löschen. Sicher?
    .destroy = Alles vernichten
    .never_mind = Doch nicht
erase-both = Alles, was du geschrieben hast, wird sofort für alle unlesbar und dann gelöscht. Damit enden auch die gemeinsamen Abende. Was älter ist als 48 Stunden, behält Telegram in deinem eigenen Verlauf; das kannst nur du löschen. Sicher?
    .destroy = Alles vernichten
    .never_mind = Doch nicht
erase-done = Erledigt. Von dir ist nichts mehr bei mir. /start fängt neu an, falls du je magst.
