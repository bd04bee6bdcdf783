"""Starts subjects: a process that has everything imported and forks one for each line it is told, so that two hundred
starts cost no two hundred imports. What runs in the fork is the program itself, `evenfall run`, from its `main` on.

Faults and mutants (tests/campaign/mutants.py) are put in here, from outside: the program knows nothing of them.
"""

import json
import os
import select
import signal
import sys

import bot.backup
import bot.companion
import bot.config
import bot.main
import bot.run
from tests.campaign import mutants


def main() -> None:
    told, woken = os.pipe()
    os.set_blocking(told, False)
    os.set_blocking(woken, False)
    signal.set_wakeup_fd(woken, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    line = b""
    tell({"ready": os.getpid()})
    while True:
        ready, _, _ = select.select([0, told], [], [])
        if told in ready:
            os.read(told, 4096)
            reap()
        if 0 in ready:
            read = os.read(0, 65536)
            if not read:
                return
            *orders, line = (line + read).split(b"\n")
            for order in orders:
                begin(json.loads(order), told, woken)


def reap() -> None:
    while True:
        try:
            process, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if process == 0:
            return
        tell({"ended": process, "code": os.waitstatus_to_exitcode(status)})


def begin(order: dict[str, object], *pipes: int) -> None:
    process = os.fork()
    if process:
        tell({"begun": process, "order": order["number"]})
        return
    for one in pipes:
        os.close(one)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    become(order)


def become(order: dict[str, object]) -> None:
    """The child: an environment of its own, a log of its own, then the program."""
    log = os.open(str(order["log"]), os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(log, 1)
    os.dup2(log, 2)
    os.environ.clear()
    os.environ.update(order["env"])  # type: ignore[call-overload]
    os.chdir(str(order["folder"]))
    sys.argv = ["evenfall", *order["words"]]  # type: ignore[misc]
    mutants.install(order["faults"])  # type: ignore[arg-type]
    code = 0
    try:
        bot.main.main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1 if end.code else 0
    except BaseException:
        code = 70
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def tell(what: dict[str, object]) -> None:
    os.write(1, json.dumps(what).encode() + b"\n")


if __name__ == "__main__":
    main()
