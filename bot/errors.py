"""One table from how a call to the Bot API failed to what is to be done.

What matters most is whether the message may have arrived: sendMessage cannot be repeated without asking that.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

import aiohttp
import httpx
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter

FLOOD = 5.0  # seconds, where Telegram names none

SURELY_NOT = (
    aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL,
    httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol, httpx.ProxyError,
)  # fmt: skip
DONE = (
    "message is not modified",
    "message to delete not found",
    "message to edit not found",
    "message can't be deleted",
    "message_id_invalid",
    "query is too old",
    "query id is invalid",
)
NO_VOICES = "voice messages"  # what their settings refuse, while words still reach them
GONE = ("kicked", "not a member", "deactivated", "deleted", "chat not found")


@dataclass(frozen=True)
class Action:
    """What to do with a row.

    again: it surely did not arrive, so try until its time is over. hold: the same, and its chat waits `seconds`.
    unknown: it may have arrived. done: what it wanted is so. dead: it never will be.
    moved: the group is `to` now. blocked: the person does not want to hear from us. removed: we are not in the group.
    token: Telegram does not know us.
    """

    kind: Literal["again", "hold", "unknown", "done", "dead", "moved", "blocked", "removed", "token"]
    seconds: float = 0
    to: int = 0


def action(error: BaseException, kind: str, private: bool) -> Action:
    """`kind` is the outbox row's; `private` tells whether its chat is one person's."""
    said = str(error).lower()
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        return Action("hold", wait.total_seconds() if isinstance(wait, timedelta) else float(wait))
    if isinstance(error, ChatMigrated):
        return Action("moved", to=error.new_chat_id)
    if isinstance(error, InvalidToken):
        return Action("token")
    if isinstance(error, Forbidden):
        return _forbidden(said, kind, private)
    if isinstance(error, BadRequest):
        return Action("done" if kind in ("edit", "delete", "answer") and any(one in said for one in DONE) else "dead")
    if isinstance(error.__cause__, SURELY_NOT):
        return Action("again")
    if isinstance(error, NetworkError) and "too many requests" in said:
        return Action("hold", FLOOD)
    if isinstance(error, NetworkError) and ("too large" in said or "(413)" in said):
        return Action("dead")
    return Action("unknown")  # also what escapes on odd bodies: KeyError, AttributeError, a bare TelegramError


def _forbidden(said: str, kind: str, private: bool) -> Action:
    if private:
        return Action("dead" if kind == "copy" and NO_VOICES in said else "blocked")
    if kind == "leave":
        return Action("done")
    return Action("removed" if any(one in said for one in GONE) else "dead")
