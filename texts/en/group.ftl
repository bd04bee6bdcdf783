### The couple's group.

group-held = I've stopped speaking in the group: somebody else may be in it. What is open is here, in both private chats. When it is just the two of you again, each send /menu there once.
group-removed = I'm no longer in the group. From now on I speak in both private chats.
gathering-here = Hello. Each of you tap once, then this is our shared place. I hear buttons, replies to me and commands here, nothing else.
    .here = I'm here
group-door = A group
place-alone = A group is for two. /start invites your partner.
place-none = I can speak in a group of your own: you two and me, nobody else. Make it in the app, or choose one. Until then both private chats are our place, and that's fine too.
    .choose = Choose a group
    .pick = Pick from my chats
    .stay = Stay here
place-picked = Pick the group. I come along.
place-private = Then we stay in the private chats.
place-bound = Your group is our shared place. Leave it again?
    .leave = Leave the group
    .stay = Stay
place-left = Done. From now on I speak in both private chats.
place-stays = It stays as it is.
