### Pequeños logros.

win-door = Un pequeño logro
win-what = { $line }
    .never_mind = Mejor no
win-kept = Guardado para el { $day }. Se muestra como algo de ustedes dos.
win-kept-alone = Guardado. Con /kept lo relees.
