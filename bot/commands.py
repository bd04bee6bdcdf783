"""The command line: run, play, demo, backup, restore, keys, open-export, doctor, capacity, version."""

import asyncio
from collections.abc import Coroutine
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from bot import logs

if TYPE_CHECKING:
    from bot.config import Config

app = typer.Typer(
    name="evenfall",
    help="A companion for couples: an evening for two, a weekly review, and a pause that stops everything at once.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

keys = typer.Typer(help="Change the keys, and see whether everything opens.", no_args_is_help=True)
app.add_typer(keys, name="keys")


def _live(work: Coroutine[Any, Any, int | None]) -> None:
    code = asyncio.run(work)
    if code:
        raise typer.Exit(code)


@app.command()
def run(
    webhook: str = typer.Option("", help="Your public https address: Telegram calls it, instead of being asked."),
) -> None:
    """Run the bot on Telegram (settings: .env.example)."""
    from bot.main import run

    run(webhook)


@app.command()
def play(
    port: int = typer.Option(8765, help="Where the page is served."),
    host: str = typer.Option("127.0.0.1", help="Loopback, unless you know why not."),
    fresh: bool = typer.Option(False, "--fresh", help="Begin anew: what was played before is deleted."),
    data: Path = typer.Option(Path("playground-data"), help="Where the playground keeps its data."),
) -> None:
    """Open the playground: two phones in your browser, no token needed."""
    from bot import play

    _live(play.play(data, host, port, fresh))


@app.command()
def demo() -> None:
    """Watch pairing, two evenings and a weekly review in the terminal."""
    from bot import demo

    _live(demo.demo())


@app.command()
def backup(
    directory: Path | None = typer.Argument(None, metavar="DIR", help="Where to; EVENFALL_BACKUPS without it."),
) -> None:
    """Copy the database while it is in use: the content, and apart from it the wrapped keys."""
    from bot import backup

    _live(backup.backup(_quietly(), directory))


@app.command()
def restore(
    content: Path = typer.Argument(metavar="CONTENT", help="evenfall-…-content.sqlite, or .pgdump"),
    keys: Path = typer.Argument(metavar="KEYS", help="evenfall-…-keys.json of the same backup, or of a later one."),
) -> None:
    """Put a backup into an empty place; the erased stay erased, and nothing old is sent."""
    from bot import restore

    _live(restore.restore(_quietly(), content, keys))


@keys.command()
def rotate() -> None:
    """Use a new master key: every data key is wrapped anew, also while the companion runs."""
    from bot import keys

    _live(keys.rotate(_quietly()))


@keys.command("rotate-data")
def rotate_data(
    owner: str = typer.Option(..., "--owner", metavar="OWNER", help="member:…, couple:… or all"),
) -> None:
    """Give one owner, or all, a new data key, and seal their words with it."""
    from bot import keys

    _live(keys.rotate_data(_quietly(), owner))


@keys.command("drop-old")
def drop_old() -> None:
    """Take old master keys out of the key file, once nothing needs them."""
    from bot import keys

    _live(keys.drop_old(_quietly()))


@keys.command()
def verify() -> None:
    """See whether the master key opens every data key, and these every word."""
    from bot import keys

    _live(keys.verify(_quietly()))


def _quietly() -> "Config":
    from bot import config

    settings = config.load()
    logs.setup("CRITICAL", settings.log_format, (settings.token,))
    return settings


@app.command("open-export")
def open_export(
    file: Path = typer.Argument(metavar="FILE", help="my-words.evenfall, as /export sends it behind a passphrase."),
    to: Path = typer.Option(Path(), help="The folder where what is in it is put."),
) -> None:
    """Open a locked export with its passphrase (docs/export.md)."""
    from bot import locked

    locked.open_here(file, to)


@app.command()
def doctor(quick: bool = typer.Option(False, "--quick", help="Only whether the running bot is well.")) -> None:
    """See whether everything is in order, and how to mend what is not."""
    from bot import doctor

    settings = _quietly()
    _live(doctor.quick(settings) if quick else doctor.doctor(settings))


@app.command()
def capacity(
    couples: int = typer.Option(..., min=1, help="How many couples."),
    share_of_one_zone: float = typer.Option(0.6, min=0, max=1, help="Of them, in the fullest time zone."),
    share_of_one_minute: float = typer.Option(0.25, min=0, max=1, help="Of those, at the same minute."),
    minutes: float = typer.Option(15, min=1, help="Within which the last prompt of that minute must have come."),
) -> None:
    """What so many couples need, on paper (docs/scale.md)."""
    from bot.capacity import need, told

    print("\n".join(told(need(couples, share_of_one_zone, share_of_one_minute, patience=minutes * 60))))


@app.command()
def version() -> None:
    """Print the version."""
    print(metadata.version("evenfall"))
