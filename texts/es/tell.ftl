### Dicho antes de que nadie pregunte.

tell-door = Contar algo
tell-alone = Esto es para dos. /journal es solo para ti.
tell-which = ¿Algo que quieras contarle a { $name } sin que lo pregunte?
    .something = Contarle algo
    .plan = Un plan para esta noche
    .never_mind = Mejor no
tell-something = Escríbelo como lo dirías. Una sola cosa basta.
    .never_mind = Mejor no
tell-when = «{ $what }» ¿Cuándo se lee?
    .now = Ahora
    .with_the_evening = Con los diez minutos
    .never_mind = Mejor no
tell-told =
    De { $name }:
    «{ $what }»
tell-sent = Enviado.
tell-on-hold = Ahora todo está en pausa. No se envió nada.
tell-sent-later = Sale con los diez minutos, el { $day }. Hasta entonces, /kept lo retira.
tell-waiting-told =
    De { $name }:
    «{ $what }»
tell-tonight = El plan, en una línea. A medianoche desaparece.
    .never_mind = Mejor no
tell-sure = «{ $what }» ¿Lo envío? Después nadie pregunta si fue así.
    .send = Enviar
    .never_mind = Mejor no
plan-shown =
    De { $name }, para esta noche:
    «{ $what }»
plan-take-back = «{ $what }» Queda hasta medianoche.
    .take_back = Retirarlo
tell-nudge-anything = ¿Hay algo que quieras contarle a { $name } sin que lo pregunte? También puede esperar.
kept-kind-tell = Contado
