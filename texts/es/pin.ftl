### El PIN, antes de que las propias palabras salgan en archivos o se destruyan.

pin-door = Un PIN
pin-new =
    Un PIN, de cuatro a ocho cifras. Te lo pediría antes de enviar tus palabras en archivos y antes de destruirlas. Antes de irte, nunca.
    No bloquea este chat; eso lo hace tu teléfono. Lo que escribas aquí, lo quito del chat.
    .never_mind = Mejor no
pin-digits = Solo cifras, de cuatro a ocho.
    .never_mind = Mejor no
pin-plain = Ese se adivina rápido. De cuatro a ocho cifras que nadie cercano probaría primero.
    .never_mind = Mejor no
pin-once-more = Otra vez, por favor.
    .never_mind = Mejor no
pin-differs = No coincidían. Desde el principio: ¿tu PIN?
    .never_mind = Mejor no
pin-set = Ya está. Si lo olvidas, deja de valer a los tres días, y solo lo sabes tú.
pin-what = Hay un PIN antes de tus archivos y antes de destruir.
    .change = Otro PIN
    .away = Ya sin PIN
    .never_mind = Mejor no
pin-gone = Ya no hay PIN.

pin-asked-pin = ¿Tu PIN?
    .forgotten = Lo olvidé
    .never_mind = Mejor no
pin-asked-wrong = No era ese. ¿Tu PIN?
    .forgotten = Lo olvidé
    .never_mind = Mejor no
pin-asked-later = Algunos no coincidían; descanso hasta las { $time }. Para irte no hace falta PIN.
    .forgotten = Lo olvidé
    .never_mind = Mejor no

pin-wait-wait =
    Tu PIN deja de valer el { $day } a las { $time }. Hasta entonces no sale nada en archivos ni se destruye nada.
    Si no lo has pedido tú, consérvalo. Para irte no hace falta PIN.
    .keep = Conservar mi PIN
pin-wait-kept = Se queda.
pin-wait-over = Ya no hay PIN.
