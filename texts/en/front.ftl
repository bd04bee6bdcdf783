### What the front says itself, without database and engine: how the bot introduces itself, /help and /sos.

front-description = Ten quiet minutes an evening for two people repairing trust. Not therapy, not evidence, not a lie detector.
front-short-description = Ten quiet minutes an evening, for two.

front-command-checkin = Begin the evening's ten minutes
front-command-review = Begin the weekly review
front-command-pause = Pause everything at once
front-command-park = Keep a topic for the review
front-command-menu = Everything there is
front-command-win = Keep a small win
front-command-promise = Promise something small
front-command-journal = Write something for yourself
front-command-wave = Ninety seconds to breathe
front-command-kept = Read your own words, delete one
front-command-schedule = What comes this week
front-command-quiet = Rest for some days
front-command-group = Use a group of your own
front-command-rights = What is yours at any moment
front-command-sos = Who to call
front-command-settings = Times, languages, names
front-command-pro = Who is trained for this, and where to look
front-command-about = What this is, and who runs it
front-command-export = Take your words along
front-command-erase = Destroy your words
front-command-pin = A PIN before your files
front-command-leave = End it, from your side alone
front-command-say = Find the words for something hard
front-command-talk = Talk in turns, until both feel understood
front-command-rules = Agreements about how you talk
front-command-consents = What you said yes to
front-command-help = What you can send

front-help =
    This is what you can send.

    { $commands }

    /p or ✋ stops any talk at any moment, without a reason. /sos names who to call.
    In a group, answer me by replying to my message: I don't hear anything else there.
front-help-command = /{ $name } · { $does }

# The first line is all that a locked screen shows (R37).
front-sos =
    A message from the companion.

    If tonight feels unsafe, these people answer. In danger right now: your local emergency number, before anything else.

    { $lines }

    If you are afraid of your own anger: leave the room first, then call. You can say exactly that.
    If your phone may be checked, use another device.
front-sos-line = { $name }: { $number }
front-sos-line-text = { $name }: { $number }, { $text }
front-sos-directory = Wherever you are: { $name }, { $url }
front-sos-suicide = Thoughts of ending your life
front-sos-domestic-abuse = Violence or fear at home
front-sos-perpetrator = Afraid of hurting someone
front-sos-emergency = Emergency
