### Días y lugares que duelen.

tender-door = Días delicados
tender-none = Días y lugares que duelen. Aquí solo los conoces tú. Ese día te pregunto qué ayudaría.
    .add = Nombrar uno
    .close = Cerrar
tender-days =
    Esto solo lo sabes tú:
    { $lines }
    .add = Nombrar uno
    .take_out = Quitar uno
    .close = Cerrar
tender-what = ¿Qué es? Unas palabras que solo tú necesitas entender.
    .back = ‹ Volver
tender-when = ¿Cuándo? Escríbelo como lo dirías: «12 de mayo», «el próximo viernes».
    .no_date = Un lugar, sin fecha
    .back = ‹ Volver
tender-when-again = No pude leer ahí un día que esté por venir. Por ejemplo: «12 de mayo».
    .no_date = Un lugar, sin fecha
    .back = ‹ Volver
tender-how-often = { $day }: «{ $line }». ¿Una vez, o cada año?
    .once = Una vez
    .every_year = Cada año
    .other_day = Otro día
tender-out = ¿Cuál?
    .back = ‹ Volver
tender-helps = Un día delicado: «{ $line }». ¿Qué ayudaría?
    .tell = Decirle algo a { $name }
    .just_know = Me basta saberlo
tender-told = ¿Qué puede leer { $name }? Tus palabras, o solo que hoy es un día delicado. De qué se trata se queda contigo.
    .only_that = Solo eso
    .back = ‹ Volver
tender-today = De { $name }: hoy es un día delicado. No hay nada que arreglar; basta una amabilidad callada.
tender-today-with =
    De { $name }: hoy es un día delicado.
    «{ $words }»
tender-said = { $name } sabe eso, y nada más.
kept-kind-tender = Un día o un lugar delicado
