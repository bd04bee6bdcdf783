### Die Gruppe des Paares.

group-held = In der Gruppe spreche ich nicht mehr: Vielleicht ist noch jemand darin. Was offen ist, steht hier, in den beiden privaten Chats. Seid ihr dort wieder nur zu zweit, schickt beide einmal /menu hinein.
group-removed = Ich bin nicht mehr in der Gruppe. Ab jetzt spreche ich in den beiden privaten Chats.
gathering-here = Hallo. Tippt beide einmal, dann ist das hier unser gemeinsamer Ort. Ich höre hier Knöpfe, Antworten an mich und Befehle, sonst nichts.
    .here = Ich bin da
group-door = Eine Gruppe
place-alone = Eine Gruppe ist für zwei. Mit /start lädst du dein Gegenüber ein.
place-none = Ich kann in einer Gruppe nur für euch sprechen: ihr zwei und ich, sonst niemand. Leg sie in der App an oder wähl eine aus. Bis dahin sind die beiden privaten Chats unser Ort, und auch das ist gut.
    .choose = Gruppe auswählen
    .pick = Aus meinen Chats
    .stay = Hierbleiben
place-picked = Such die Gruppe aus. Ich komme mit.
place-private = Dann bleiben wir in den privaten Chats.
place-bound = Eure Gruppe ist unser gemeinsamer Ort. Soll ich sie wieder verlassen?
    .leave = Gruppe verlassen
    .stay = Bleiben
place-left = Erledigt. Ab jetzt spreche ich in den beiden privaten Chats.
place-stays = Es bleibt, wie es ist.
