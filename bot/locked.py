"""A locked export: one's own words behind a passphrase, as one file that nobody opens without it (docs/export.md).

    magic "EVENFALL-EXPORT" ‖ version ‖ scrypt's log2 N, r, p (a byte each) ‖ salt (16) ‖ nonce (12) ‖ AES-256-GCM

What is before the ciphertext is bound to it; in it is JSON, a file's text by its name.
"""

import getpass
import json
import os
import re
import sys
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.stop import MISSING, NO_ROOM, WRONG, Stop
from models.locks import FILE, SALT, Cost, key_of

NAME = "my-words.evenfall"
MAGIC = b"EVENFALL-EXPORT"
VERSION = 1
NONCE = 12
HEADER = len(MAGIC) + 4 + SALT + NONCE
DEAREST = Cost(rounds=20, size=8, times=16)  # a file that asks for more is none of ours
PLAIN_NAME = re.compile(r"[a-z0-9-]+\.(html|json)")


def close(files: list[tuple[str, bytes]], lock: dict[str, str]) -> tuple[str, bytes]:
    """One file of several, locked with the key that a passphrase made (models/locks.py)."""
    cost = bytes([VERSION, FILE.rounds, FILE.size, FILE.times])
    header = MAGIC + cost + bytes.fromhex(lock["salt"]) + os.urandom(NONCE)
    inside = json.dumps({name: data.decode() for name, data in files}, ensure_ascii=False).encode()
    return NAME, header + AESGCM(bytes.fromhex(lock["key"])).encrypt(header[-NONCE:], inside, header)


def open_(data: bytes, passphrase: str) -> dict[str, str]:
    """What is in it, by name. Stops with one sentence where it is no such file, or another passphrase's."""
    header = data[:HEADER]
    version, *numbers = header[len(MAGIC) : len(MAGIC) + 4] or [0]
    if not data.startswith(MAGIC) or len(data) <= HEADER:
        raise Stop(WRONG, "This is not a locked export: it is the file my-words.evenfall that /export sends.")
    if version != VERSION:
        raise Stop(WRONG, "This export was made by a newer Evenfall: open it with that one.")
    cost = Cost(*numbers)
    if not (0 < cost.rounds <= DEAREST.rounds and 0 < cost.size <= DEAREST.size and 0 < cost.times <= DEAREST.times):
        raise Stop(WRONG, "This file was damaged on its way: send /export again.")
    key = key_of(passphrase, header[-SALT - NONCE : -NONCE], cost)
    try:
        inside: Any = json.loads(AESGCM(key).decrypt(header[-NONCE:], data[HEADER:], header))
    except InvalidTag:
        raise Stop(WRONG, "The passphrase does not open this file: try it again, sign by sign.") from None
    return {name: text for name, text in inside.items() if PLAIN_NAME.fullmatch(name)}


def _own(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def open_here(file: Path, folder: Path) -> None:
    """Asks for the passphrase, and puts what is in the file beside it, for its owner's eyes alone."""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise Stop(MISSING, f"{file} cannot be read ({error.strerror}): name the file that /export sent.") from None
    said = getpass.getpass("Passphrase: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    for name, text in open_(data, said).items():
        place = folder / name
        try:
            with open(place, "x", encoding="utf-8", newline="", opener=_own) as written:
                written.write(text)
        except FileExistsError:
            raise Stop(NO_ROOM, f"{place} is there already: move it away, or name another folder with --to.") from None
        except OSError as error:
            raise Stop(NO_ROOM, f"{place} cannot be written ({error.strerror}): name a folder with --to.") from None
        print(place)
