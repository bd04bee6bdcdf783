### Qué es esto.

about-door = Qué es esto
about-about =
    Cuido diez minutos de la noche para dos personas, y un rato cada semana.
    No soy terapia ni detector de mentiras, y nada de aquí es una prueba. { $operator } me mantiene en marcha y podría leer lo que escribes.
    Nadie puede usarme para vigilar, puntuar o presionar a su pareja. Los chats con bots no están cifrados de extremo a extremo.
    Solo { $bot } soy yo. Quien te pida vincularte de nuevo en otro sitio, no.
