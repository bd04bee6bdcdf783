### The private question, again.

safe-again =
    A question, for you alone.
    Can you say no to your partner and stay safe? I keep no answer, and nothing changes by it.
    .yes = Yes
    .no = No
    .not_sure = I'm not sure
safe-heard =
    Thank you.
    I've kept no answer. If you'd like to talk to somebody, they are there at any hour.
