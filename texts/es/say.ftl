### Decirlo bien.

say-door = Decirlo bien
mirror-door = Una mirada a mí
say-draft = ¿Qué quieres decir? Tal como salga; nadie más lo ve y nada se envía por sí solo.
    .patterns = Primero, una mirada a mí
    .never_mind = Mejor no
say-other-words =
    Tus palabras:
    «{ $words }»

    { $lines }

    Por ejemplo: { $line }
    Una forma para llenar: Cuando …, me siento …. Me gustaría ….
    Escríbelo de nuevo, o déjalo como está.
    .give = Dárselo a { $name }
    .keep = Guardarlo para mí
    .never_mind = Dejarlo sin decir
say-pair = «{ $before }» → «{ $after }»
say-clear =
    «{ $words }»

    Mis pocas reglas no encuentran nada ahí. ¿Es lo que quieres decir?
    .give = Dárselo a { $name }
    .keep = Guardarlo para mí
    .never_mind = Dejarlo sin decir
say-hint-always = · «{ $words }»: eso es todas las veces, y basta una excepción para discutir. ¿Cuál vez quieres decir?
say-hint-names = · «{ $words }»: un nombre para una persona cierra los oídos. ¿Qué pasó, y qué te hizo?
say-hint-mind = · «{ $words }»: eso está dentro de alguien más. ¿Qué viste u oíste, y qué entendiste de ello?
say-hint-attack = · «{ $words }»: empieza por tu pareja. ¿Cómo empieza por «yo»?
say-sure =
    Así lo leerá { $name }:
    «{ $words }»
    .give = Dárselo
    .back = ‹ Atrás
say-kept = Guardado, solo para ti. /kept lo vuelve a leer.
say-given = Ya lo tiene { $name }.
say-on-hold = Ahora todo está en pausa. Queda guardado, solo para ti.
say-pattern = Solo sobre ti: ¿cuál de estas cosas apareció en ti últimamente? Nada de esto se guarda.
    .criticism = Juzgué a la persona
    .contempt = Me burlé
    .defence = Me defendí enseguida
    .silence = Me cerré
    .none = Ninguna
    .back = A las palabras
say-criticism = En vez de un juicio, un momento: «Cuando …, me siento …. Me gustaría ….» Un deseo se puede responder; un juicio, solo pelear.
    .back = Otra
    .enough = Con eso basta
say-contempt = Antes de la próxima frase dura, nombra para ti algo que hizo tu pareja y que echarías de menos. Dilo en voz alta en algún momento de hoy.
    .back = Otra
    .enough = Con eso basta
say-defence = Busca el cinco por ciento que es cierto y di primero esa parte: «Es cierto que yo ….» Lo demás puede esperar.
    .back = Otra
    .enough = Con eso basta
say-silence = Cuando sea demasiado, dilo antes de callar: «Necesito veinte minutos, y vuelvo.» Y vuelve. ✋ lo hace por ti.
    .back = Otra
    .enough = Con eso basta
say-none = Entonces, que el día quede así.
kept-kind-say = Dicho con cuidado
