### Un momento difícil.

wave-door = 90 segundos
wave-begin =
    Aquí estoy. Noventa segundos, nada que hacer más que respirar.
    { $line }
wave-breath =
    Adentro … y afuera, muy despacio.
    { $bar }
wave-still = Quietud. Puedes quedarte el tiempo que quieras.
    .again = Otra vez
    .enough = Ya está
wave-done = Por ahora es suficiente.
