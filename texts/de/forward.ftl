### Nach vorn sehen.

agree-name-forward = Nach vorn sehen
agree-what-forward = Nach vorn sehen, vier Wochen lang: Die Abende fragen nur nach dem, was kommt. Platz für das, was wehtut, bleibt, und Geparktes kommt weiterhin dran. Ihr könnt es beide an jedem Tag beenden.
forward-door = Nach vorn sehen
forward-begun = Bis { $day } fragen die Abende nach dem, was kommt. Platz für das, was wund ist, bleibt, und Geparktes kommt weiterhin dran. /forward beendet es an jedem Tag.
forward-which = Zurzeit sehen die Abende nach vorn.
    .go_on = Weitermachen
    .end = Beenden
forward-ended = Die Abende fragen wieder wie vorher.
forward-over = Das waren vier Wochen. Die Abende fragen wieder wie vorher; mit /forward geht es von Neuem los.
