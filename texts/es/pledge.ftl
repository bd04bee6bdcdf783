### Transparencia ofrecida por voluntad propia, por treinta días.

pledge-door = Ofrecer apertura
pledge-what = Algo que abres por tu propia voluntad, por treinta días. Elige una, o escribe la tuya.
    .never_mind = Mejor no
pledge-watching = Eso sería vigilar. ¿Hay algo que haces tú y que quieras abrir? Toma uno, o escribe lo tuyo.
    .never_mind = Mejor no
pledge-offer-calendar = Mi agenda está abierta para ti.
pledge-offer-late = Llamo si voy a llegar tarde.
pledge-offer-money = Puedes ver lo que gasto.
pledge-offer-plans = Aviso cuando cambian mis planes.
pledge-sure = «{ $what }» Tu pareja lo lee, por treinta días. Solo tú puedes terminarlo, cualquier día.
    .offer = Ofrecerlo
    .never_mind = Mejor no
pledge-sure-alone = «{ $what }» Por treinta días, como palabra contigo. Puedes terminarlo cualquier día.
    .offer = Ofrecerlo
    .never_mind = Mejor no
pledge-told =
    De { $name }, por voluntad propia.
    «{ $what }» Hasta el { $day }.
pledge-offered =
    { $line }
    Termina por sí mismo. Con /pledge, también antes.
pledge-line = «{ $what }» · hasta el { $day }
pledge-theirs = { $name }:
pledge-chosen =
    Lo que está ofrecido.
    { $lines }
    .offer = Ofrecer algo
    .close = Cerrar
pledge-change = { $line }
    .renew = Treinta días más
    .end = Terminarlo
    .back = ‹ Atrás
pledge-renewed = { $line }
pledge-ended = Terminado. No se dice nada de ello.
pledge-end-again =
    Hoy termina algo; solo lo sabes tú.
    «{ $what }»
    .renew = Treinta días más
    .let_end = Dejarlo terminar
pledge-end-renewed = { $line }
pledge-end-ended = Terminado. No se dice nada de ello.
kept-kind-pledge = Ofrecido
