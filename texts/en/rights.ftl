### Rights.

rights-door = Rights
rights-rights =
    Yours, at any moment, without a reason: pause, rest, leave. You can leave with one word; nobody has to agree.
    Read your own words, take them with you, destroy them. Nobody is told.
    Nobody can use me to watch, score or press the other. I never say who was silent, who skipped, or when anyone answered.
    What each of you keeps private stays private; nobody owes an account of it here.
    { $lists }
    .name_one = Name what stays mine
rights-stays-private = · { $name }: { $things }
rights-thing = What stays your own, without an account of it? One thing, a few words; up to three. Both of you read the list.
    .back = ‹ Back
export-door = Take my words along
export-how = Your words as two files, one to read and one for machines. They come into this chat.
    .plain = As they are
    .locked = Behind a passphrase
    .never_mind = Never mind
export-passphrase =
    A passphrase, twelve signs or more; five ordinary words are good. I keep it nowhere: without it nobody opens the file, not even I.
    What you type, I take out of the chat.
    .never_mind = Never mind
export-short = A little longer, please: twelve signs or more.
    .never_mind = Never mind
export-coming = Here they come: one file to read, one for machines. I tidy them away at noon.
export-coming-locked = Here it comes, one locked file. It opens on a computer that has Evenfall: evenfall open-export, and your passphrase. I tidy it away at noon.
erase-door = Destroy my words
erase-sure = Everything you wrote becomes unreadable at once, for everyone, and is deleted. Telegram keeps what is older than 48 hours in your own history; only you can delete that. Sure?
    .destroy = Destroy it all
    .never_mind = Never mind
erase-both = Everything you wrote becomes unreadable at once, for everyone, and is deleted. This also ends the shared evenings. Telegram keeps what is older than 48 hours in your own history; only you can delete that. Sure?
    .destroy = Destroy it all
    .never_mind = Never mind
erase-done = Done. Nothing of yours is left with me. /start begins anew, if ever you like.
