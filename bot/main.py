"""The program: what holds for all of its commands, and `evenfall run`, which is light because it lives for months."""

import asyncio
import ctypes
import faulthandler
import gc
import os
import resource
import sys

from bot import logs
from bot.stop import Stop

NOT_DUMPABLE = 4  # PR_SET_DUMPABLE of prctl(2)


def main() -> None:
    """The program, from a command line."""
    shut()
    faulthandler.enable()  # places only, no values
    logs.setup("WARNING")
    try:
        if sys.argv[1:] == ["run"]:  # nothing to parse: typer, and pydantic for it, are 10 MB
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
    gc.disable()  # to look through what is just being imported, and stays, again and again was a tenth of a start
    from bot import config, run

    gc.enable()
    settings = config.complete(config.load())
    logs.setup(settings.log_level, settings.log_format, (settings.token,))
    asyncio.run(run.run(settings, webhook))


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
