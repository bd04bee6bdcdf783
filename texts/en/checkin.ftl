### The evening's ten minutes.

checkin-door = Begin now
checkin-here = Your ten minutes.
    .here = I'm here
    .aloud = In person, phones down
checkin-here-again = Here, or in person? It begins when you've both tapped the same.
    .here = I'm here
    .aloud = In person, phones down
checkin-opening = Your ten minutes.
checkin-room = { $line }
    .little = A little room
    .sunday = Keep it for { $day }
    .only_me = Only for me
    .no = No
    .later = Later
    .not_tonight = Not tonight
checkin-only-mine = Write it here, or don't. Nobody but you reads it.
    .skip = Skip
checkin-for-review = Kept for { $day }. A few words to find it by? Only you see them until then.
    .leave_it = No words
checkin-something = Something I'd like room for
checkin-slot = { $line }
    .skip = Skip
    .later = Later
    .not_tonight = Not tonight
    .room_after_all = A little room
checkin-feeling = What is the weather in you tonight?
checkin-feelings = { $line }
    .calm = calm
    .warm = warm
    .hopeful = hopeful
    .tired = tired
    .sad = sad
    .lonely = lonely
    .afraid = afraid
    .angry = angry
    .ashamed = ashamed
    .numb = numb
    .tense = tense
    .unsure = unsure
    .skip = Skip
    .later = Later
    .not_tonight = Not tonight
    .room_after_all = A little room
checkin-done = Kept. You're done for tonight. If words are shown, it happens tonight, with you here. Nothing to watch for.
    .change = Change something
checkin-done-unkept = You're done for tonight. If words are shown, it happens tonight, with you here. Nothing is stored after that.
    .change = Change something
checkin-done-alone = Kept. You're done for tonight.
    .change = Change something
checkin-which = Which one?
    .back = ‹ Back
checkin-waiting = Later, then. I come back in a quarter of an hour.
    .now = Now after all
    .not_tonight = Not tonight
checkin-out = Not tonight. That's allowed. Shall I say so?
    .say_so = Say so for me
    .quietly = Quietly
    .back = Back
checkin-out-alone = Not tonight. That's allowed.
    .quietly = All right
    .back = Back
checkin-quietly = Quietly, then. Nobody is told.
checkin-not-tonight = { $line }
checkin-both-in = Both are in.
checkin-room-asked = { $name } asked for a little room. You needn't find the right words. Stay, listen, say back one thing you heard.
checkin-words = { $name }: { $words }
checkin-said-aloud = said aloud, above
checkin-only-room = a little room, without words
checkin-shown =
    { $words }

    { $minutes } minutes, phones down. A small sound half-way.
checkin-shown-anyway =
    { $words }

    Left here for you. Tonight's ten minutes are over.
checkin-five = Half-way. The other one now, if you like.
checkin-good-night = That was { $minutes } minutes. Thank you both.
    .good_night = Good night
checkin-aloud =
    { $lines }

    { $minutes } minutes, phones down. I write nothing down. A small sound half-way.
checkin-over = Tonight's ten minutes are over.

checkin-together =
    Your ten minutes. { $name } begins, { $minutes } minutes:
    { $lines }
    .here = I'm here
checkin-not-now = { "" }
    .not_tonight = Not tonight
checkin-little-room = { $line }
    .little = A little room
    .sunday = Keep it for { $day }
    .only_me = Only for me
    .no = No
checkin-heard = Good. You needn't say more than you want to.
checkin-floor-of =
    { $name }, { $minutes } minutes are yours. Speaking is enough; a reply to this card is kept.
    { $lines }
    .now_you = Now you
checkin-floor-next =
    { $name }, now you. { $minutes } minutes.
    { $lines }
    .now_you = That's enough
checkin-jar = { "" }
checkin-jar-label = Into the jar: { $words }
