### No contact.

nocontact-door = No contact
nocontact-not-yours = This is a word people give about themselves. It can't be asked for, changed or looked up by anyone else.
nocontact-statement = In your own words: that it is over, and what you do so that it stays over. No name; “that person” is enough. Nobody checks it.
    .never_mind = Never mind
nocontact-no-names = I, Monday, Tuesday, Wednesday, Thursday, Friday, Saturday, Sunday, January, February, March, April, May, June, July, August, September, October, November, December, Telegram, WhatsApp, Instagram, Facebook, Signal, I'm, I've, I'll, I'd, SMS
nocontact-name-found = That seems to name somebody. I keep no name of a third person; “that person” is enough. Write it once more?
    .never_mind = Never mind
nocontact-within-a-day = If they contact me, I will tell you within 24 hours.
nocontact-promised = Would you like to add one sentence? “If they contact me, I will tell you within 24 hours.”
    .add = Add it
    .without = Without it
nocontact-what =
    Yours, since { $day }:
    { $lines }
    .renew = It still holds
    .show = Let { $name } read it
    .change = Change it
    .end = Take it away
    .close = Close
nocontact-renewed = It holds, from { $day } on.
nocontact-sure = { $name } reads it as it stands and can't change it or ask about it here. Give it?
    .yes = Yes, give it
    .no = No
nocontact-on-hold = Everything is on hold just now. It's kept, only for you; /nocontact brings it back.
nocontact-shown = It's with { $name } now.
nocontact-ended = It's gone.
kept-kind-nocontact = No contact, in my words
nocontact-renew-still =
    Thirty days have gone by; this is for you alone.
    { $lines }
    .still = It still holds
    .not_again = Don't ask again
nocontact-renew-renewed = It holds, from { $day } on.
nocontact-renew-not-again = I won't ask again. /nocontact has it.
