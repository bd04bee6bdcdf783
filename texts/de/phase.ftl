### Wo ihr zwei seid.

phase-door = Wo wir sind
phase-here =
    Wo ihr zwei seid: { $line }
    Jedes Stück Weg dauert, so lange es dauert. Es ändert, wonach ich abends frage, sonst nichts.
    .forward = Ein Stück weiter
    .back = Ein Stück zurück
    .stay = Hier bleiben
phase-alone = Das hier ist für zwei. Deine Abende bleiben, wie sie sind.
phase-names = { "" }
    .one = zuerst fester Boden.
    .two = einander wieder verstehen.
    .three = etwas Eigenes bauen.
phase-noted = Vermerkt, nur für dich. Es ändert sich, wenn alle, bei denen es liegt, allein dasselbe getippt haben.
phase-stays = Es bleibt, wie es ist.
phase-moved-now =
    Von jetzt an frage ich abends danach: { $line }
    An einer solchen Stelle kann auch eine Stunde mit jemandem vom Fach nützen.
kept-kind-stood = Wo ich hierin stand
