### Apartar un tema para el repaso.

park-door = Apartar un tema
park-title = ¿Qué puede esperar al repaso? Unas pocas palabras.
    .never_mind = Mejor no
park-shown = «{ $title }». ¿Quién puede ver el título hasta entonces?
    .both = Mi pareja y yo
    .only_me = Solo yo
    .never_mind = Mejor no
park-kept-for-me = Apartado. Vuelve el { $day }; hasta entonces solo tú lo ves.
parked-done = Apartado. Vuelve el { $day }.
park-evening-of = La noche del { $day }
park-evening-named = La noche queda apartada. ¿Unas palabras para reconocerla? Las ven ustedes dos.
    .leave_it = Solo el día
park-evening-parked = Apartado: «{ $title }».
