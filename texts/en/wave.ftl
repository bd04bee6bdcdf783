### A hard moment.

wave-door = 90 seconds
wave-begin =
    I'm here. Ninety seconds, nothing to do but breathe.
    { $line }
wave-breath =
    In … and a long way out.
    { $bar }
wave-still = Still. You can stay as long as you like.
    .again = Once more
    .enough = Enough
wave-done = That's enough for now.
