### Eine Stimme für die schweren Momente.

voice-door = Eine Stimme für mich
voice-alone = Das ist für zwei. /wave ist für dich da.
voice-what = Ein Satz von { $name }, zu hören, wenn es schwer ist.
    .hear = Anhören
    .ask_for = Um einen Satz bitten
    .take_back = Meinen zurücknehmen
    .close = Schließen
voice-sentence = Welchen Satz möchtest du von { $name } hören? Schreib ihn Wort für Wort auf.
    .never_mind = Doch nicht
voice-sure = { $name } liest: „{ $line }“ und kann ihn sagen oder auch nicht. Schicken?
    .yes = Schicken
    .no = Nein
voice-asked = Es ist bei { $name }. Vielleicht kommt der Satz, vielleicht nicht.
voice-taken-back = Zurückgenommen. Von hier aus ist der Satz nicht mehr zu hören.
voice-wish-said = Für schwere Momente wünscht sich { $name } einen Satz mit deiner Stimme: „{ $line }“ Sag ihn hier als Sprachnachricht, oder schreib ihn. Wenn du lieber nicht magst, erfährt es niemand.
    .rather_not = Lieber nicht
voice-wish-give = { $name } kann das von jetzt an hören, so oft es nötig ist. Mit /voice nimmst du es an jedem Tag zurück.
    .yes = Ja, für { $name }
    .again = Noch einmal
    .no = Nein
voice-wish-there = Da ist ein Satz von { $name } für dich. /wave spielt ihn, wann immer du magst.
voice-wish-kept = Er ist da. Wie oft er gehört wird, erfährt niemand.
voice-heard-words = { $name }: „{ $line }“
kept-kind-voice = Ein Satz, gesagt für die schweren Momente
