### Sitio en el papel.

process-door = Escribirlo
process-written = Escribe lo que hay, como venga. Nadie se entera de que escribiste.
    .never_mind = Ahora no
process-feelings =
    ¿Qué palabras encajan? Pueden ser varias a la vez.
    { $words }
    .angry = rabia
    .sad = tristeza
    .afraid = miedo
    .ashamed = vergüenza
    .lonely = soledad
    .numb = vacío
    .humiliated = humillación
    .longing = añoranza
    .tired = cansancio
    .confused = confusión
    .relieved = alivio
    .tender = ternura
    .enough = Eso es
process-where = ¿Dónde va?
    .keep = Guardarlo, solo para mí
    .share = Dárselo a { $name }
    .park = Guardarlo para el { $day }
    .delete = Tirarlo
process-where-alone = ¿Dónde va?
    .keep = Guardarlo, solo para mí
    .delete = Tirarlo
process-title = ¿Unas palabras para reconocerlo ese día? Hasta entonces solo tú las ves; lo que escribiste se queda contigo.
    .no_words = Sin palabras
process-untitled = Algo que escribí
process-sure =
    { $name } leería esto, tal como está:
    { $lines }
    .yes = Dárselo
    .no = Volver
process-kept = Guardado, solo para ti. /kept lo vuelve a leer.
process-parked = Espera al { $day }. Ahí decides si llega a la mesa.
process-on-hold = Ahora todo está en pausa. Queda guardado, solo para ti.
process-shared = Ya lo tiene { $name }.
process-deleted = Ya no está.
kept-kind-process = Lo que escribí
