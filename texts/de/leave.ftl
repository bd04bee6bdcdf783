### Gehen.

leave-door = Aussteigen
leave-alone = Du bist für dich hier, da gibt es nichts zu verlassen. /erase vernichtet, was du geschrieben hast.
leave-when = Damit endet das hier für euch beide. Deine Worte bleiben deine. Wann soll ich es sagen?
    .now = Jetzt
    .tomorrow = Morgen um { $until }
    .rest = Nur Ruhe, ohne Nachricht
    .never_mind = Doch nicht
leave-waiting = Für dich ist es zu Ende. Morgen um { $until } Uhr sage ich es; bis dahin sieht nichts anders aus.
    .now = Jetzt schon sagen
leave-left = Es ist zu Ende. Deine eigenen Worte bleiben deine; was geteilt war, liegt noch sieben Tage bereit. /start fängt neu an, mit wem du magst oder allein.
farewell-ended = Die gemeinsamen Abende sind zu Ende. Von dir wird nichts erwartet. Deine eigenen Worte bleiben deine, und was geteilt war, liegt noch sieben Tage bereit. Ein Tippen genügt, um jemanden zum Reden zu finden.
talk-left = Das ist zu Ende. Deine eigenen Worte stehen in /kept.
