### Volver a leer las propias palabras.

kept-door = Mis palabras
kept-nothing = Ahora mismo no hay nada tuyo guardado.
kept-private =
    { $number } de { $all }, { $day }. Solo tú puedes leerlo.
    { $words }
    .newer = Más reciente
    .older = Más antiguo
    .delete = Borrar esto
    .close = Cerrar
kept-shared =
    { $number } de { $all }, { $day }. Pueden leerlo ustedes dos.
    { $words }
    .newer = Más reciente
    .older = Más antiguo
    .delete = Borrar esto
    .close = Cerrar
kept-kind-evening = De una noche
kept-kind-review = De un repaso
kept-kind-pulse = Cómo se sentía, de 0 a 10
kept-kind-parked = Apartado
kept-kind-win = Un pequeño logro
kept-kind-note = Una nota
kept-kind-private = Sigue siendo mío
