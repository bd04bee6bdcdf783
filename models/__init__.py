"""The tables, and the rules that need only a row."""

from models.base import Base, new_id
from models.keys import DataKey, KeyCheck, Keys, Sealed
from models.people import Couple, Erasure, Invitation, Person
from models.post import Inbox, Lease, Message, Outbox
from models.talks import Alarm, Answer, Card, Conversation, Question, Ring, Shown
from models.words import Entry

__all__ = [
    "Alarm",
    "Answer",
    "Base",
    "Card",
    "Conversation",
    "Couple",
    "DataKey",
    "Entry",
    "Erasure",
    "Inbox",
    "Invitation",
    "KeyCheck",
    "Keys",
    "Lease",
    "Message",
    "Outbox",
    "Person",
    "Question",
    "Ring",
    "Sealed",
    "Shown",
    "new_id",
]
