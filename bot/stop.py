"""Reasons to end the process, each with the exit code that tells a supervisor whether to try again."""

import time
from collections import deque

WRONG = 65  # a file, or the word for it, is not the right one
MISSING = 66  # there is no such file
NO_ROOM = 73  # what is to be written cannot be
AGAIN = 75  # somebody else is at work: try later
CONFIGURATION = 78  # trying again changes nothing

REJECTIONS, WITHIN = 3, 60.0


class Stop(BaseException):
    """The process ends with one sentence. Not an Exception: nothing on the way may take it for an ordinary failure."""

    def __init__(self, code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code
        self.sentence = sentence


class Rejections:
    """Telegram says that it does not know this token; once may be a mishap, three times in a minute is not."""

    def __init__(self) -> None:
        self._at: deque[float] = deque(maxlen=REJECTIONS)

    def add(self) -> None:
        now = time.monotonic()
        self._at.append(now)
        if len(self._at) == REJECTIONS and now - self._at[0] < WITHIN:
            raise Stop(
                CONFIGURATION,
                "The Bot API rejects TELEGRAM_BOT_TOKEN: copy it again from BotFather, "
                "and see that TELEGRAM_BASE_URL is the server it belongs to.",
            )
