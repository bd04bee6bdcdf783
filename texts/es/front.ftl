### Lo que el bot dice por sí mismo, sin base de datos ni charla: cómo se presenta, /help y /sos.

front-description = Diez minutos de calma cada noche para dos personas que reconstruyen la confianza. No es terapia, ni una prueba, ni un detector de mentiras.
front-short-description = Diez minutos de calma cada noche, para dos.

front-command-checkin = Empezar los diez minutos de la noche
front-command-review = Empezar el repaso de la semana
front-command-pause = Pararlo todo al instante
front-command-park = Apartar un tema para el repaso
front-command-menu = Todo lo que hay
front-command-win = Guardar un pequeño logro
front-command-promise = Prometer algo pequeño
front-command-journal = Escribir algo para ti
front-command-wave = Noventa segundos para respirar
front-command-kept = Leer tus palabras, borrar alguna
front-command-schedule = Lo que llega esta semana
front-command-quiet = Descansar unos días
front-command-group = Usar un grupo propio
front-command-rights = Lo que es tuyo en todo momento
front-command-sos = A quién llamar
front-command-settings = Horas, idiomas, nombres
front-command-pro = Quién se dedica a esto, y dónde buscar
front-command-about = Qué es esto, y quién me lleva
front-command-export = Llevarte tus palabras
front-command-erase = Destruir tus palabras
front-command-pin = Un PIN antes de tus archivos
front-command-leave = Salir de esto, solo por tu parte
front-command-say = Encontrar palabras para algo difícil
front-command-talk = Hablar por turnos, hasta entenderse
front-command-rules = Acuerdos sobre cómo se hablan
front-command-consents = Lo que aceptaste
front-command-help = Lo que puedes enviar

front-help =
    Esto es lo que puedes enviar.

    { $commands }

    /p o ✋ para cualquier charla en cualquier momento, sin motivo. /sos dice a quién llamar.
    En un grupo solo oigo lo que responde a un mensaje mío, nada más.
front-help-command = /{ $name } · { $does }

# La primera línea es todo lo que muestra una pantalla bloqueada (R37).
front-sos =
    Un mensaje para ti.

    Si esta noche no se siente segura, aquí hay quien responde. Si hay peligro ahora mismo: el número de emergencias de tu lugar, antes que nada.

    { $lines }

    Si te da miedo tu propia rabia: primero sal del cuarto, luego llama. Puedes decirlo tal cual.
    Si alguien puede revisar tu teléfono, usa otro aparato.
front-sos-line = { $name }: { $number }
front-sos-line-text = { $name }: { $number }, { $text }
front-sos-directory = Estés donde estés: { $name }, { $url }
front-sos-suicide = Pensamientos de quitarte la vida
front-sos-domestic-abuse = Violencia o miedo en casa
front-sos-perpetrator = Miedo de hacerle daño a alguien
front-sos-emergency = Emergencia
