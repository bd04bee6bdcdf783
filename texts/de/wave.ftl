### Ein schwerer Moment.

wave-door = 90 Sekunden
wave-begin =
    Ich bin da. Neunzig Sekunden, nichts zu tun als atmen.
    { $line }
wave-breath =
    Ein … und ganz lang aus.
    { $bar }
wave-still = Still. Du kannst bleiben, so lange du magst.
    .again = Noch einmal
    .enough = Genug
wave-done = Das ist genug für jetzt.
