"""What may be logged: never a word anybody wrote, never a token, never an id of a person.

Our own records are event names with fields from a short list. Other libraries' records are shown as their template
without arguments, because the arguments are what people wrote; exceptions as a chain of classes and places.
"""

import asyncio
import json
import logging
import re
import sys
import threading
from collections.abc import Iterator, MutableMapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog

FIELDS = frozenset(("attempt", "error", "grade", "kind", "number", "reason"))
TOKEN = re.compile(r"\d{5,12}:[A-Za-z0-9_-]{30,}")
WORDY = ("aiosqlite", "alembic", "apscheduler", "asyncio", "httpcore", "httpx", "telegram", "tzlocal", "uvicorn")


def chain(error: BaseException) -> str:
    """An exception as classes and places, from the first cause on; its words stay where they are."""
    return " > ".join(reversed(list(_links(error))))


def _links(error: BaseException | None) -> Iterator[str]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        place = ""
        trace = error.__traceback__
        while trace is not None:
            place = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
            trace = trace.tb_next
        yield f"{type(error).__module__}.{type(error).__qualname__}{place}"
        error = error.__cause__ or error.__context__


def _allowed(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Only fields of the list, only plain values."""
    kept: dict[str, Any] = {"event": str(event["event"])}
    for name in sorted(FIELDS & event.keys()):
        value = event[name]
        if isinstance(value, BaseException):
            kept[name] = chain(value)
        elif value is None or isinstance(value, (int, float)):
            kept[name] = value
        else:
            kept[name] = str(value)[:80]
    return kept


def logger(name: str) -> Any:
    """Our own logger: `log.info("turn_failed", error=error)`."""
    return structlog.wrap_logger(
        logging.getLogger(name),
        processors=[
            structlog.stdlib.filter_by_level,
            _allowed,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
    )


class Formatter(logging.Formatter):
    """The one formatter, on the root handler."""

    def __init__(self, style: str = "console", hidden: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.json = style == "json"
        self.hidden = hidden

    def format(self, record: logging.LogRecord) -> str:
        fields = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            **self._said(record),
        }
        if record.exc_info and record.exc_info[1] is not None:
            fields["error"] = chain(record.exc_info[1])
        if self.json:
            line = json.dumps(fields)
        else:
            start = f"{fields.pop('at')} {fields.pop('level'):<8} {fields.pop('from')} {fields.pop('event')}"
            line = " ".join([start, *(f"{name}={value}" for name, value in fields.items())])
        for secret in self.hidden:
            line = line.replace(secret, "[hidden]")
        return TOKEN.sub("[hidden]", line)

    def _said(self, record: logging.LogRecord) -> dict[str, Any]:
        if isinstance(record.msg, dict) and hasattr(record, "_logger"):
            return dict(record.msg)
        if isinstance(record.msg, str) and record.args:
            return {"event": " ".join(record.msg.split())[:120]}
        return {"event": f"{record.funcName}:{record.lineno}"}  # a finished sentence may hold anything


def setup(level: str = "INFO", style: str = "console", hidden: tuple[str, ...] = ()) -> None:
    """Route everything that this process may say about itself through the one formatter."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Formatter(style, tuple(secret for secret in hidden if secret)))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.raiseExceptions = False  # a handler that fails would print the record with its arguments
    for name in WORDY:
        logging.getLogger(name).setLevel(logging.DEBUG if level == "DEBUG" else logging.WARNING)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    logging.captureWarnings(True)
    sys.excepthook = _crashed
    threading.excepthook = lambda args: _crashed(args.exc_type, args.exc_value, args.exc_traceback)
    sys.unraisablehook = lambda args: _crashed(args.exc_type, args.exc_value, args.exc_traceback)


def _crashed(cls: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if not issubclass(cls, KeyboardInterrupt):
        logger("bot").critical("crashed", error=error or cls())


def loop_handler(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """What asyncio would print with a repr of everything."""
    error = context.get("exception")
    logger("bot").error("task_failed", **({"error": error} if error is not None else {}))
