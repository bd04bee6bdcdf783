"""The program: what holds for all of its commands, and `evenfall run`, which is light because it lives for months."""

import asyncio
import ctypes
import faulthandler
import gc
import os
import resource
import ssl
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from bot.stop import Stop

NOT_DUMPABLE = 4  # PR_SET_DUMPABLE of prctl(2)


def main() -> None:
    """The program, from a command line."""
    shut()
    faulthandler.enable()  # places only, no values
    stays = sys.argv[1:] == ["run"]
    with light() if stays else nullcontext():
        from bot import logs
    logs.setup("WARNING")
    try:
        if stays:  # nothing to parse: typer, and pydantic for it, are 10 MB
            run()
        else:
            from bot.commands import app

            app()
    except Stop as stop:
        print(stop.sentence, file=sys.stderr)
        sys.exit(stop.code)
    except Exception as error:  # typer's own hook would print what people wrote
        logs.logger(__name__).critical("crashed", error=error)
        sys.exit(1)


def run(webhook: str = "") -> None:
    """The bot on Telegram, until it is told to stop."""
    with light():
        from bot import config, logs, run
    settings = config.complete(config.load())
    logs.setup(settings.log_level, settings.log_format, (settings.token,))
    asyncio.run(run.run(settings, webhook))


@contextmanager
def light() -> Iterator[None]:
    """Import for a life of months. httpx brings a command line along, structlog coloured tracebacks: both do without
    where the libraries of these are missing, and 5 MB with them. Dead objects are looked for among the youngest only,
    and what is imported is looked through no more: to do so again and again was a tenth of a start. aiohttp makes a
    context that verifies nobody; the certificates are not read for it, which is 1 MB and a thirtieth of a start."""
    before = gc.get_threshold()
    gc.set_threshold(5_000, 1_000)
    missing = [name for name in ("click", "rich") if name not in sys.modules]
    sys.modules.update(dict.fromkeys(missing))  # type: ignore[arg-type]
    read = ssl.SSLContext.set_default_verify_paths

    def read_to_verify(context: ssl.SSLContext) -> None:
        if context.verify_mode != ssl.CERT_NONE:
            read(context)

    ssl.SSLContext.set_default_verify_paths = read_to_verify  # type: ignore[assignment,method-assign]
    try:
        yield
    finally:
        ssl.SSLContext.set_default_verify_paths = read  # type: ignore[assignment,method-assign]
        for name in missing:
            del sys.modules[name]
        gc.freeze()
        gc.set_threshold(*before)


def shut() -> None:
    """What is written is for its owner alone, and nothing of the memory reaches the disk or another process."""
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        ctypes.CDLL(None).prctl(NOT_DUMPABLE, 0, 0, 0, 0)
    except (AttributeError, OSError):
        pass  # not Linux: there are no core files either, by the line above


if __name__ == "__main__":
    main()
