### Kleine Erfolge.

win-door = Ein kleiner Erfolg
win-what = Was ging ein wenig besser, als es hätte gehen können?
    .never_mind = Doch nicht
win-kept = Aufgehoben für { $day }. Gezeigt wird es als etwas von euch beiden.
win-kept-alone = Aufgehoben. /kept zeigt es dir wieder.
