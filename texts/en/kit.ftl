### Who to call, after words of danger. The first line is the first line of /sos: neutral on a locked screen.

kit-meant =
    { $sos }

    I kept none of what you just wrote, and nobody is told. You needn't explain anything.
    .not_meant = That's not what I meant
kit-stays =
    { $sos }

    All right. This stays here all the same, in case it is of use one day.
kit-trained =
    Something for a quiet moment, for you alone.
    There are people who have learned what helps when it is this heavy. What each of them does, and what to ask first, is here.
