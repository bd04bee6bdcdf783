### Was das hier ist.

about-door = Was das hier ist
about-about =
    Ich halte zehn Minuten am Abend für zwei Menschen frei, und etwas Zeit in der Woche.
    Ich bin keine Therapie und kein Lügendetektor, und nichts hier ist ein Beweis. { $operator } betreibt mich und könnte lesen, was du schreibst.
    Niemand kann mich benutzen, um jemanden zu überwachen, zu bewerten oder unter Druck zu setzen. Bot-Chats sind nicht Ende-zu-Ende-verschlüsselt.
    Ich bin nur { $bot }. Wer dich anderswo bittet, dich neu zu verbinden, bin nicht ich.
