### What one gives the other to read.

given-read = Something from { $name }, for you. It waits until you like.
    .read = Read it
given-here = Something from { $name }, to be read with both of you here.
    .here = I'm here
given-words =
    { $name } wrote:
    { $lines }
given-heard = You owe no answer. If you want to say something:
    .heard = Heard
    .not_yet = Not yet
given-was-heard = From { $name }: heard.
given-was-not-yet = From { $name }: not yet.
given-yours = You needn't answer.
    .heard = I've heard it
given-stay = You needn't answer, and nothing here wants to be fixed. Being there is enough.
    .heard = I've heard it
