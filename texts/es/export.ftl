### La página que envía /export: las propias palabras, para leer y guardar.

export-page-title = Tus palabras
export-page-made = Preparado: { $day }, { $time }. Las horas son las tuyas; pasa el ratón por encima para ver la UTC.
export-page-you = Tú
export-page-couple = De ustedes dos
export-page-own = Lo que escribiste
export-page-private = solo tú
export-page-shared = lo vieron ustedes dos
export-page-theirs = Lo que se te mostró
export-page-none = Aquí no hay nada guardado.
export-page-name = Nombre
export-page-username = Nombre de la cuenta
export-page-role = Papel
export-page-language = Idioma
export-page-zone = Zona horaria
export-page-adult = Dijo tener 18 años o más
export-page-since = Aquí desde
export-page-setting-style = Modo de la noche
export-page-setting-minutes = Minutos
export-page-setting-retention = Días que se guardan las respuestas
export-page-setting-evening = Noche
export-page-setting-weekend = Noche en fin de semana
export-page-setting-days = Días de la semana, 1 es lunes
export-page-setting-review = Repaso, día y hora
export-page-setting-anyway = Mostrar mis palabras al cierre en todo caso
export-page-setting-apart = Mostrar en cuanto haya algo de cada parte
export-page-setting-pause-word = Palabra para la pausa
