### Der zweite Tag.

second-day-role = Wo stehst du in alldem? Nur ich weiß es, und es darf offen bleiben. Es sagt mir, wen ich zuerst frage, ob etwas Raum braucht.
    .hurt = Ich wurde verletzt
    .repairing = Ich habe wehgetan
    .both = Beides
    .none = Keine Rollen
    .skip = Offen lassen
second-day-place = Eine Gruppe für uns drei hält das Gemeinsame an einem Ort zusammen. Manche möchten nie eine.
    .how = Wie das geht
    .skip = Jetzt nicht
second-day-style = Zwei Arten für den Abend. Schriftlich: Ihr schreibt jeweils für euch, und es wird gezeigt, wenn von beiden etwas da ist und ihr beide da seid. Im Gespräch: eine Nachricht für beide, ihr sprecht, ich achte auf die Zeit.
    .reveal = Schriftlich
    .together = Im Gespräch
    .skip = So lassen
second-day-done =
    Das ist alles. Der Rest steht in /settings, wann immer du magst.
    Eins noch, für euch beide gleich: Das hier hilft erst, wenn die Beziehung daneben zu Ende ist. Ich prüfe es nicht.
second-day-ended = Eins, für euch beide gleich: Das hier hilft erst, wenn die Beziehung daneben zu Ende ist. Ich prüfe es nicht.
