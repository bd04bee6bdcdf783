### Beside somebody in a hard moment.

beside-words =
    If words come, now or later: finish one of these in your own. Being there is enough without any.
    { $lines }
    .leave = Just being there
beside-unfinished = That's the beginning as it stood. Put in what is yours, two or three words of your own, and no gap.
    .leave = Just being there
beside-sure =
    As { $name } will read it:
    { $words }
    .send = Send it
    .leave = Leave it
beside-said = { $name }: { $words }
beside-sent = It's with { $name }.
beside-on-hold = Everything is on hold just now. It wasn't sent, and I haven't kept it.
