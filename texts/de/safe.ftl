### Die Frage an jede und jeden allein, noch einmal.

safe-again =
    Eine Frage, nur an dich.
    Kannst du in deiner Beziehung Nein sagen, ohne dass dir etwas droht? Ich behalte keine Antwort, und es ändert sich nichts dadurch.
    .yes = Ja
    .no = Nein
    .not_sure = Ich weiß es nicht
safe-heard =
    Danke.
    Ich habe keine Antwort behalten. Wenn du mit jemandem reden magst: Da ist immer jemand.
