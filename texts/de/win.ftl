### Kleine Erfolge.

win-door = Ein kleiner Erfolg
win-what = { $line }
    .never_mind = Doch nicht
win-kept = Aufgehoben für { $day }. Gezeigt wird es als etwas von euch beiden.
win-kept-alone = Aufgehoben. /kept zeigt es dir wieder.
