"""What is counted while it runs: numbers only. No id of a person, a chat or a message is ever a label."""

import time

from prometheus_client import CollectorRegistry, Counter, Histogram
from telegram.error import RetryAfter, TelegramError

from bot.front import Json, TelegramFront

REGISTRY = CollectorRegistry()  # our own: nothing of the process or the interpreter is told

SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
SENT = Histogram("evenfall_send_seconds", "Calls that put or change something in a chat", ["kind"], registry=REGISTRY,
                 buckets=SECONDS)  # fmt: skip
FAILED = Counter("evenfall_send_failures", "Calls of the same kinds that failed", ["kind"], registry=REGISTRY)
TOO_MANY = Counter("evenfall_too_many_requests", "Calls that the Bot API answered with 429", registry=REGISTRY)
REFUSED = Counter("evenfall_updates_refused", "Updates beyond what one account may send", registry=REGISTRY)
OVERFLOWED = Counter("evenfall_updates_overflowed", "Updates put away from too long a queue", registry=REGISTRY)
WEBHOOK = Counter("evenfall_webhook_answers", "Answers of the webhook by status", ["status"], registry=REGISTRY)
LEASES = Counter("evenfall_lease_changes", "Times that this process took or lost a lease", registry=REGISTRY)


class MeasuredFront(TelegramFront):
    """The front, with a watch in its hand."""

    async def deliver(self, kind: str, chat: int, body: Json, message_id: int | None = None) -> int | None:
        begun = time.monotonic()
        try:
            sent = await super().deliver(kind, chat, body, message_id)
        except Exception as error:
            FAILED.labels(kind).inc()
            if isinstance(error, RetryAfter) or (
                isinstance(error, TelegramError) and "too many requests" in str(error).lower()
            ):
                TOO_MANY.inc()
            raise
        SENT.labels(kind).observe(time.monotonic() - begun)
        return sent
