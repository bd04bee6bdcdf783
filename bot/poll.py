"""Long polling: an update is confirmed only once it is stored.

Telegram keeps what is not confirmed, so a crash between two lines here loses nothing. Updates come raw: one that cannot
be read is a dead letter of its own, never a stop for the others.
"""

import asyncio
import time
from typing import Any

from telegram.error import Conflict, InvalidToken
from telegram.request import BaseRequest, RequestData

from bot import logs
from bot.front import LONG_POLL, READ, TelegramFront
from bot.stop import AGAIN, Rejections, Stop
from bot.worker import Worker

log = logs.logger(__name__)

KINDS = '["message", "callback_query", "my_chat_member"]'
BACK_OFF = (0.5, 1, 2, 5, 10, 30)  # seconds
CONFLICTS = 3  # in a row: the one before us may still be about to end


class Arguments(RequestData):
    """What getUpdates is asked, as PTB's requests read it."""
