### A quién llamar, después de palabras que suenan a peligro. La primera línea es la de /sos.

kit-meant =
    { $sos }

    No he guardado nada de lo que acabas de escribir, y nadie se entera. No tienes que explicar nada.
    .not_meant = No quería decir eso
kit-stays =
    { $sos }

    De acuerdo. Esto se queda aquí de todos modos, por si un día sirve.
kit-trained =
    Algo para un momento de calma, solo para ti.
    Hay personas que han aprendido lo que ayuda cuando pesa tanto. Qué hace cada una, y qué preguntar antes, está aquí.
