### Una voz para los momentos difíciles.

voice-door = Su voz
voice-alone = Esto es para dos. /wave está para ti.
voice-what = Una frase de { $name }, para oírla cuando se pone difícil.
    .hear = Oírla
    .ask_for = Pedir una frase
    .take_back = Retirar la mía
    .close = Cerrar
voice-sentence = ¿Qué frase te gustaría oír de { $name }? Escríbela palabra por palabra.
    .never_mind = Mejor no
voice-sure = { $name } lee: «{ $line }», y puede decirla o no. ¿La envío?
    .yes = Enviarla
    .no = No
voice-asked = Ya la tiene { $name }. Puede llegar, o no.
voice-taken-back = Retirada. Desde aquí ya no se puede oír.
voice-wish-said = Para los momentos difíciles, a { $name } le gustaría tener una frase con tu voz: «{ $line }» Dila aquí en un mensaje de voz, o escríbela. Si prefieres no hacerlo, nadie se entera.
    .rather_not = Mejor no
voice-wish-give = { $name } podrá oírla desde ahora, cuantas veces haga falta. Con /voice la retiras cualquier día.
    .yes = Sí, es para { $name }
    .again = Otra vez
    .no = No
voice-wish-there = Hay una frase de { $name } para ti. /wave la trae cuando quieras.
voice-wish-kept = Ahí está. Cuántas veces se oye, nadie lo sabe.
voice-heard-words = { $name }: «{ $line }»
kept-kind-voice = Una frase dicha para los momentos difíciles
