### Dónde están ustedes dos.

phase-door = Dónde estamos
phase-here =
    Dónde están ustedes dos: { $line }
    Cada tramo dura lo que dura. Cambia lo que pregunto por la noche, nada más.
    .forward = Un tramo más
    .back = Un tramo atrás
    .stay = Quedarse aquí
phase-alone = Esto es para dos. Tus noches siguen como están.
phase-names = { "" }
    .one = primero, suelo firme.
    .two = entenderse otra vez.
    .three = construir algo propio.
phase-noted = Anotado, solo para ti. Cambia cuando quienes tienen la palabra hayan tocado lo mismo, cada quien a solas.
phase-stays = Se queda como está.
phase-moved-now =
    Desde ahora, por la noche pregunto por esto: { $line }
    En un punto así también puede servir una hora con alguien que se dedique a esto.
kept-kind-stood = Dónde estaba yo en esto
