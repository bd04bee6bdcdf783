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
export-how = Tus palabras en dos archivos, uno para leer y otro para máquinas. Llegan a este chat.
    .plain = Tal cual
    .locked = Con una contraseña
    .never_mind = Mejor no
export-passphrase =
    Una contraseña de doce signos o más; cinco palabras corrientes van bien. No la guardo en ningún sitio: quien no la tenga no abre el archivo, yo tampoco.
    Lo que escribas, lo quito del chat.
    .never_mind = Mejor no
export-short = Un poco más larga, por favor: doce signos o más.
    .never_mind = Mejor no
export-coming = Aquí van: un archivo para leer, otro para máquinas. Al mediodía los retiro.
export-coming-locked = Aquí va, un archivo cerrado. Se abre en un ordenador con Evenfall: evenfall open-export y tu contraseña. Al mediodía lo retiro.
erase-door = Destruir mis palabras
erase-sure = Todo lo que escribiste deja de ser legible al instante, para todo el mundo, y se borra. Lo que tiene más de 48 horas lo conserva Telegram en tu propio historial; eso solo puedes borrarlo tú. ¿Quieres hacerlo?
    .destroy = Destruirlo todo
    .never_mind = Mejor no
erase-both = Todo lo que escribiste deja de ser legible al instante, para todo el mundo, y se borra. Con esto terminan también las noches compartidas. Lo que tiene más de 48 horas lo conserva Telegram en tu propio historial; eso solo puedes borrarlo tú. ¿Quieres hacerlo?
    .destroy = Destruirlo todo
    .never_mind = Mejor no
erase-done = Hecho. No queda nada tuyo conmigo. /start empieza de nuevo, si algún día quieres.
