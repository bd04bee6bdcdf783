### Lo que uno le da a leer al otro.

given-read = Algo de { $name }, para ti. Espera hasta que quieras.
    .read = Leerlo
given-here = Algo de { $name }, para leerlo cuando estén aquí ustedes dos.
    .here = Aquí estoy
given-words =
    { $name } escribió:
    { $lines }
given-heard = No hace falta responder. Por si quieres decir algo:
    .heard = Lo oí
    .not_yet = Todavía no
given-was-heard = De { $name }: lo oí.
given-was-not-yet = De { $name }: todavía no.
given-yours = No hace falta responder.
    .heard = Lo oí
given-stay = No hace falta responder ni arreglar nada. Basta con estar.
    .heard = Lo oí
