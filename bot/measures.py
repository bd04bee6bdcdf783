"""What is counted while it runs: numbers only. No id of a person, a chat or a message is ever a label.

They are kept as plain numbers, because most never ask for them; bot/health.py tells them to whoever does.
"""

import time
from bisect import bisect_left
from collections import Counter, defaultdict

from telegram.error import RetryAfter, TelegramError

from bot.front import Json, TelegramFront

SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)  # up to which calls are counted together


class Count:
    """A number that only grows, for each value of its label where it has one."""

    def __init__(self, name: str, says: str, label: str = "") -> None:
        self.name, self.says, self.label = f"evenfall_{name}", says, label
        self.by: Counter[str] = Counter() if label else Counter({"": 0})

    def add(self, number: int = 1, of: str = "") -> None:
        self.by[of] += number


class Times:
    """How long things took (seconds): how many up to each of SECONDS and beyond, and all together."""

    def __init__(self, name: str, says: str, label: str) -> None:
        self.name, self.says, self.label = f"evenfall_{name}", says, label
        self.by: defaultdict[str, list[int]] = defaultdict(lambda: [0] * (len(SECONDS) + 1))
        self.sums: defaultdict[str, float] = defaultdict(float)

    def add(self, seconds: float, of: str) -> None:
        self.by[of][bisect_left(SECONDS, seconds)] += 1
        self.sums[of] += seconds


SENT = Times("send_seconds", "Calls that put or change something in a chat", "kind")
FAILED = Count("send_failures", "Calls of the same kinds that failed", "kind")
TOO_MANY = Count("too_many_requests", "Calls that the Bot API answered with 429")
REFUSED = Count("updates_refused", "Updates beyond what one account may send")
OVERFLOWED = Count("updates_overflowed", "Updates put away from too long a queue")
WEBHOOK = Count("webhook_answers", "Answers of the webhook by status", "status")
LEASES = Count("lease_changes", "Times that this process took or lost a lease")
COUNTS = (FAILED, TOO_MANY, REFUSED, OVERFLOWED, WEBHOOK, LEASES)


class MeasuredFront(TelegramFront):
    """The front, with a watch in its hand."""

    async def deliver(self, kind: str, chat: int, body: Json, message_id: int | None = None) -> int | None:
        begun = time.monotonic()
        try:
            sent = await super().deliver(kind, chat, body, message_id)
        except Exception as error:
            FAILED.add(of=kind)
            if isinstance(error, RetryAfter) or (
                isinstance(error, TelegramError) and "too many requests" in str(error).lower()
            ):
                TOO_MANY.add()
            raise
        SENT.add(time.monotonic() - begun, kind)
        return sent
