### La pausa.

pause-door = ✋ Pausa
pause-length = En pausa. ¿Hasta las { $until }?
    .twenty = 20 min
    .thirty = 30
    .hour = Una hora
    .tomorrow = Mañana
pause-length-tomorrow = En pausa. ¿Hasta mañana a las { $until }?
    .twenty = 20 min
    .thirty = 30
    .hour = Una hora
    .tomorrow = Mañana
pause-another =
    Todo está en pausa; también vale. No hay nada que preparar.
    { $line }
    .another = Otra
pause-ready = ¿Seguimos?
    .ready = Por mí, sí
pause-not-yet = { "" }
    .longer = Un poco más
    .park = Apartarlo
pause-longer = Un poco más, entonces. Hasta las { $until }.
pause-over = Seguimos donde estaba.
pause-parked = Apartado. Vuelve en el próximo repaso; no se pierde nada.
pause-put-down = Dejado por ahora. /park guarda un tema para el repaso, si lo hay.
pause-reminder = Todo está en pausa. Vuelvo cuando sea la hora.
