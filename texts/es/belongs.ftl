### Palabras sin pregunta.

belongs-where = ¿Dónde va esto?
    .note = Guardar, solo para mí
    .nowhere = En ningún sitio
belongs-noted = Guardado, solo para ti. Con /kept lo vuelves a leer.
belongs-nowhere = De acuerdo. No guardo nada de esto.
