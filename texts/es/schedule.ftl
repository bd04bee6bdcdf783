### Lo que se enviará.

schedule-door = Lo de esta semana
schedule-week =
    Lo que envío en los próximos siete días:
    { $lines }
    Al mediodía limpio nuestros chats privados. De vez en cuando llega una pregunta solo para ti; aparte de esto, nada llega por sí solo.
schedule-nothing = No hay nada previsto para los próximos siete días. Al mediodía limpio nuestros chats privados.
schedule-evening = { $day }, { $time }: los diez minutos
schedule-weekly = { $day }, { $time }: el repaso
schedule-nudge = { $day }, { $time }: si hay algo que contar
schedule-journal = { $day }, { $time }: una línea para tu diario
schedule-own = { $day }, { $time }: algo que dejaste anotado
schedule-offers = { $day }, { $time }: de vez en cuando, algo que tomar o dejar
