"""What can happen, in words that are no chat system's own."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "command",  # words: what follows it; name: which one
    "text",  # words typed, a reply or not
    "aloud",  # a voice or video note: only where it lies is known
    "other",  # a picture, a sticker: refused with one line
    "tap",  # data: what the button carries; tap: what to answer
    "ring",  # alarm: which one
    "added",  # the companion was added to a group by `user`
    "removed",  # the companion is no longer in the group
    "joined",  # somebody joined a group; count may tell how many are there
    "left",  # somebody left it
    "moved",  # the group got a new id: `to`
    "danger",  # what somebody typed holds words of danger; the words are not handed on
    "counted",  # the group holds `count` accounts, the companion included
    "chosen",  # a group was picked for sharing: `to`
    "blocked",  # `user` no longer wants to hear from the companion
    "unblocked",
]


@dataclass(frozen=True)
class Event:
    """One thing that happened. `user`, `chat` and `message` are the chat system's numbers."""

    kind: Kind
    system: str = "telegram"
    user: int | None = None
    chat: int = 0
    private: bool = True
    message: int | None = None
    reply_to: int | None = None
    command: str = ""
    words: str = ""
    data: str = ""
    tap: str = ""
    alarm: str = ""
    to: int = 0
    count: int = 0
    name: str = ""
    username: str | None = None
    language: str = "en"
