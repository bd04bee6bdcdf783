### La tarjeta callada que siempre está.

house-times = Noches a las { $evening } · { $day } a las { $review }
house-alone = Noches a las { $evening }
house-resting = Días de descanso. No se pregunta nada.
house-nothing = Nada pendiente.
idle-notice = Aquí ha habido silencio durante un año. Escribe lo que sea y todo queda como está. Si no, el { $until } lo borro todo; hasta entonces puedes llevarte tus palabras.
