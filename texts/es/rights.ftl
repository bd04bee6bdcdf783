### Derechos.

rights-door = Mis derechos
rights-rights =
    Es tu derecho, en cualquier momento y sin motivo: pausa, descanso, salida. Basta una palabra para irte; nadie tiene que estar de acuerdo.
    Lee tus propias palabras, llévatelas, destrúyelas. Nadie se entera.
    Nadie puede usarme para vigilar, puntuar o presionar a su pareja. Nunca digo quién calló, quién se saltó algo ni a qué hora llegó una respuesta.
    Lo que cada quien guarda en privado sigue siendo privado; aquí nadie debe explicaciones por ello.
    { $lists }
    .name_one = Nombrar lo que es mío
rights-stays-private = · { $name }: { $things }
rights-thing = ¿Qué sigue siendo tuyo, sin dar cuentas? Una cosa, pocas palabras; hasta tres. Ustedes leen la misma lista.
    .back = ‹ Volver
export-door = Llevarme mis palabras
export-coming = Aquí van: un archivo para leer, otro para máquinas. Al mediodía los retiro.
erase-door = Destruir mis palabras
erase-sure = Todo lo que escribiste deja de ser legible al instante, para todo el mundo, y se borra. Lo que tiene más de 48 horas lo conserva Telegram en tu propio historial; eso solo puedes borrarlo tú. ¿Quieres hacerlo?
    .destroy = Destruirlo todo
    .never_mind = Mejor no
erase-both = Todo lo que escribiste deja de ser legible al instante, para todo el mundo, y se borra. Con esto terminan también las noches compartidas. Lo que tiene más de 48 horas lo conserva Telegram en tu propio historial; eso solo puedes borrarlo tú. ¿Quieres hacerlo?
    .destroy = Destruirlo todo
    .never_mind = Mejor no
erase-done = Hecho. No queda nada tuyo conmigo. /start empieza de nuevo, si algún día quieres.
