### El frasco.

jar-door = El frasco
jar-empty = El frasco está vacío por ahora. Cuando una noche se muestran las palabras, entra lo que tocan ustedes dos.
jar-empty-alone = El frasco es para dos. /kept te vuelve a leer tus propios buenos momentos.
jar-drawn =
    { $day }
    «{ $words }»
    .another = Otro
    .take_out = Sacarlo
    .close = Cerrar
jar-out = Ya no está en el frasco.
kept-kind-jar = En el frasco
