### Words without a question.

belongs-where = Where does this belong?
    .note = Keep it, only for me
    .nowhere = Nowhere
belongs-noted = Kept, only for you. /kept reads it back.
belongs-nowhere = All right. I keep nothing of it.
