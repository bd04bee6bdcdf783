### La tarjeta callada que siempre está.

house-times = Noches a las { $evening } · { $day } a las { $review }
house-alone = Noches a las { $evening }
house-resting = Días de descanso. No se pregunta nada.
house-nothing = Nada pendiente.
