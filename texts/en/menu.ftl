### The menu.

menu-door = Menu
menu-room = What do you need?
    .hard = A hard moment
    .tonight = Tonight
    .right = Make it right
    .sunday = The review
    .ours = Ours
menu-hard = A hard moment.
    .back = ‹ Back
menu-tonight = Tonight.
    .back = ‹ Back
menu-right = Make it right.
    .back = ‹ Back
menu-sunday = The review.
    .back = ‹ Back
menu-ours = Ours.
    .back = ‹ Back
sos-door = Who to call
