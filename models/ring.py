"""The master keys: a file beside the data, never in the database. The first one wraps, every one of them opens."""

import os
import stat
from collections.abc import Sequence
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class Refused(Exception):
    """The database or its key cannot be used as things are; the message says what to do."""


class Ring:
    """What the key file holds. It is read again when it has changed under a running process (`follow`)."""

    def __init__(self, path: Path, keys: Sequence[str]) -> None:
        self.path = path
        self.keys = tuple(keys)
        self._all = MultiFernet([Fernet(key) for key in keys])
        self._seen = _stamp(path)

    @property
    def fingerprint(self) -> str:
        """Names the key that wraps, and tells nothing about it."""
        return fingerprint(self.keys[0])

    def encrypt(self, secret: bytes) -> bytes:
        return self._all.encrypt(secret)

    def decrypt(self, wrapped: bytes) -> bytes:
        return self._all.decrypt(wrapped)

    def by_the_first(self, wrapped: bytes) -> bool:
        """Whether the key that wraps now has wrapped this; if not, an older one is still needed."""
        try:
            Fernet(self.keys[0]).decrypt(wrapped)
        except InvalidToken:
            return False
        return True

    def made(self, wrapped: bytes) -> datetime:
        """When this was wrapped: of the key check, that is since when the key is used."""
        return datetime.fromtimestamp(next(at for key in self.keys if (at := _time_of(key, wrapped)) is not None), UTC)

    def follow(self, check: bytes) -> None:
        """Take over a file that has changed, if its keys are this database's; anything else in it is not for us."""
        if _stamp(self.path) == self._seen:
            return
        try:
            there = read(self.path)
            there.decrypt(check)
        except (Refused, InvalidToken, OSError):
            return
        self.keys, self._all, self._seen = there.keys, there._all, there._seen

    def replace(self, keys: Sequence[str]) -> None:
        """Write the file anew, whole or not at all. Raises OSError."""
        beside = self.path.with_name(self.path.name + ".new")
        beside.unlink(missing_ok=True)  # of a run that was killed
        _put(beside, keys)
        beside.rename(self.path)
        _sync(self.path.parent)
        self.keys, self._all, self._seen = tuple(keys), MultiFernet([Fernet(key) for key in keys]), _stamp(self.path)


def fingerprint(key: str) -> str:
    return sha256(key.encode()).hexdigest()[:12]


def find(path: Path, known: str | None, data: Path | None) -> Ring:
    """Read the key file, or make it for a new database. `known` is the fingerprint of one that has words in it."""
    if data is not None and data.resolve() in path.resolve().parents:
        raise Refused(f"The key file {path} lies inside the data directory: move it out, a backup would hold both.")
    if not path.exists():
        if known is not None:
            raise Refused(
                f"The key file {path} is missing, and this database can only be read with the key {known}: "
                "put the file back; no new one is made."
            )
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _put(path, [new_key()])
        _sync(path.parent)
    return read(path)


def read(path: Path) -> Ring:
    """The keys of a file that nobody else can read."""
    if path.stat().st_mode & 0o077:
        raise Refused(f"The key file {path} can be read by others: run chmod 600 on it.")
    if path.parent.stat().st_mode & stat.S_IWOTH:
        raise Refused(f"The folder of the key file {path} can be written by everyone: run chmod 700 on it.")
    try:
        return Ring(path, path.read_text().split())
    except ValueError:
        raise Refused(f"The key file {path} holds no usable key: put back the file from your backup.") from None


def new_key() -> str:
    return Fernet.generate_key().decode()


def _time_of(key: str, wrapped: bytes) -> int | None:
    try:
        return Fernet(key).extract_timestamp(wrapped)
    except InvalidToken:
        return None


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        there = path.stat()
    except OSError:
        return None
    return there.st_ino, there.st_mtime_ns, there.st_size


def _put(path: Path, keys: Sequence[str]) -> None:
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write("".join(f"{key}\n" for key in keys).encode())
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    os.fsync(handle)
    os.close(handle)
