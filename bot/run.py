"""`evenfall run`: the companion on Telegram, in one process."""

import asyncio
import fcntl
import gc
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from bot import ledger, logs
from bot.companion import HEALTH, Companion, introduce
from bot.config import Config
from bot.front import connect
from bot.sender import Pace
from bot.stop import AGAIN, CONFIGURATION, Stop
from dialogue import danger
from dialogue.clock import Clock
from models import KeyCheck
from models.database import Database, Refused, open_database

log = logs.logger(__name__)

LOCK = "instance.lock"
OFFICIAL = "https://api.telegram.org"
BACKUP_AGE = ("backup_age_seconds", "Age of the newest whole backup in EVENFALL_BACKUPS")


async def run(config: Config, webhook: str = "") -> None:
    """Open everything, live until a signal, close everything. With `webhook`, Telegram calls us at that address."""
    if webhook:
        from bot.webhook import check_base

        check_base(webhook, config.url == OFFICIAL)
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(logs.loop_handler)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    make_folder(config.data)
    with alone(config.data / LOCK) if config.on_sqlite else nullcontext():
        known = _exists(config.keys_file)
        database = await open_or_refuse(config.database, config.keys_file, config.data)
        if not known:
            await _tell_of_key(database, config.keys_file)
        bot = connect(config.token, config.url)
        try:
            await ledger.follow(database, config)
            await _unless(stop, bot)
            if not stop.is_set():
                companion = Companion(database, bot, Clock(), config.operator, Pace(), config.flood_limits)
                if webhook:
                    _be_called(companion, webhook, config)
                if config.health_listen:
                    _be_asked(companion, config)
                log.info("running")
                loop.call_later(1, loop.run_in_executor, None, _ready)
                await companion.serve(stop, config.data / HEALTH)
                await companion.poller.close()
        finally:
            await bot.shutdown()
            await database.close()
            log.info("stopped")


def _ready() -> None:
    """The first words do not wait for the lists of danger, nor does anything meanwhile: they are read in a thread. And
    what is there by now stays: to look through it again and again took a tenth of a turn."""
    danger.languages()
    gc.freeze()


def _be_called(companion: Companion, webhook: str, config: Config) -> None:
    """Telegram calls us. A web server is imported only where one is wanted: it and what it needs take 3 MB."""
    from bot.webhook import Webhook, secret_of

    secret = secret_of(config.keys_file)
    companion.way_in = Webhook(companion.door, webhook, secret, config.webhook_listen, Clock())


def _be_asked(companion: Companion, config: Config) -> None:
    """A supervisor asks how it is."""
    from bot.health import Health

    companion.health = Health(companion, config.url, config.data, config.health_listen)
    companion.health.extra.append(BACKUP_AGE + (partial(_backup_age, config.backups),))


def _backup_age(folder: Path | None) -> float | None:
    from bot.backup import newest

    made = newest(folder) if folder is not None else None
    return (Clock().now() - made).total_seconds() if made is not None else None


async def _unless(stop: asyncio.Event, bot: object) -> None:
    """Learn the bot's name, unless told to stop meanwhile."""
    waiting = {asyncio.create_task(introduce(bot)), asyncio.create_task(stop.wait())}  # type: ignore[arg-type]
    done, rest = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
    for task in done:
        task.result()


def make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Stop(
            CONFIGURATION, f"The data directory {path} cannot be made ({error.strerror}): set EVENFALL_DATA."
        ) from None


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the directory for this process; a second one goes away and may come back later."""
    try:
        handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as error:
        raise Stop(
            CONFIGURATION, f"{path.parent} cannot be written to ({error.strerror}): mend its owner or mode."
        ) from None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise Stop(AGAIN, f"Evenfall is already running on {path.parent}: stop that process first.") from None
    try:
        yield
    finally:
        os.close(handle)


async def open_or_refuse(url: str, keys_file: Path, data: Path | None) -> Database:
    """The database with its key; what cannot be opened is one sentence."""
    try:
        return await open_database(url, keys_file, data)
    except Refused as refused:
        raise Stop(CONFIGURATION, str(refused)) from None
    except DBAPIError:
        if url.startswith("sqlite"):
            raise Stop(CONFIGURATION, "The database file cannot be opened: see that its folder is yours.") from None
        raise Stop(AGAIN, "The database does not answer: see DATABASE_URL, and that the server runs.") from None
    except OSError as error:
        sentence = f"The database or its key cannot be opened ({error.strerror}): see EVENFALL_DATA and its owner."
        raise Stop(CONFIGURATION if url.startswith("sqlite") else AGAIN, sentence) from None


async def _tell_of_key(database: Database, keys_file: Path) -> None:
    """Once, when the key was made; never the key itself."""
    async with database.session() as db:
        fingerprint = await db.scalar(select(KeyCheck.fingerprint))
    print(
        f"A new key was made: {keys_file} (fingerprint {fingerprint}).\n"
        "Back it up, apart from the database: without it nothing can be read.",
        flush=True,
    )


def _exists(path: Path) -> bool:
    return path.exists()
