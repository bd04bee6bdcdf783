### El menú.

menu-door = Menú
menu-room = ¿Qué necesitas?
    .hard = Un momento difícil
    .tonight = Esta noche
    .right = Repararlo
    .sunday = El repaso
    .ours = Lo nuestro
menu-hard = Un momento difícil.
    .back = ‹ Volver
menu-tonight = Esta noche.
    .back = ‹ Volver
menu-right = Repararlo.
    .back = ‹ Volver
menu-sunday = El repaso.
    .back = ‹ Volver
menu-ours = Lo de ustedes.
    .back = ‹ Volver
sos-door = A quién llamar
