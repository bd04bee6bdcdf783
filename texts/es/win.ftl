### Pequeños logros.

win-door = Un pequeño logro
win-what = ¿Qué salió un poco mejor de lo que pudo salir?
    .never_mind = Mejor no
win-kept = Guardado para el { $day }. Se muestra como algo de ustedes dos.
win-kept-alone = Guardado. Con /kept lo relees.
