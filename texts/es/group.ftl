### El grupo de la pareja.

group-held = Dejé de hablar en el grupo: puede que haya alguien más. Lo que está abierto sigue aquí, en cada chat privado. Cuando vuelvan a ser solo ustedes dos, que cada persona envíe /menu allí una vez.
group-removed = Ya no estoy en el grupo. Desde ahora hablo en los chats privados.
gathering-here = Hola. Cuando cada quien toque una vez, este será nuestro lugar compartido. Aquí oigo botones, respuestas a mis mensajes y comandos, nada más.
    .here = Aquí estoy
group-door = Un grupo
place-alone = Un grupo es para dos. Con /start invitas a tu pareja.
place-none = Puedo hablar en un grupo propio: ustedes dos y yo, nadie más. Créalo en la app o elige uno. Hasta entonces los chats privados son nuestro lugar, y así también está bien.
    .choose = Elegir un grupo
    .pick = De mis chats
    .stay = Seguir aquí
place-picked = Elige el grupo. Yo voy también.
place-private = Entonces seguimos en los chats privados.
place-bound = El grupo de ustedes es nuestro lugar compartido. ¿Salgo de ahí?
    .leave = Dejar el grupo
    .stay = Seguir ahí
place-left = Hecho. Desde ahora hablo en los chats privados.
place-stays = Queda como está.
