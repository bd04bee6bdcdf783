### Lo que se ofrece según el calendario.

offer-own =
    Solo para ti, y solo si quieres.
    ¿Hay algo de lo que quieras hacerte cargo? Cuatro pasos serenos buscan las palabras; son tuyas hasta que las des.
    .not_again = No ofrecerlo más
offer-phase =
    Cada cuatro semanas, una mirada al camino.
    Dónde están ustedes dos: { $line } Cambia solo si tú quieres.
    .not_again = No ofrecerlo más
offer-declined = No lo vuelvo a mencionar. Sigue en /menu.
kept-kind-declined = Para no ofrecer más
