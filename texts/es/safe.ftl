### La pregunta a solas, otra vez.

safe-again =
    Una pregunta, solo para ti.
    ¿Puedes decirle que no a tu pareja sin correr peligro? No guardo ninguna respuesta, y no cambia nada.
    .yes = Sí
    .no = No
    .not_sure = No lo sé
safe-heard =
    Gracias.
    No he guardado ninguna respuesta. Si quieres hablar con alguien, hay quien responde a cualquier hora.
