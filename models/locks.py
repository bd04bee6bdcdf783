"""Words that open something: kept nowhere, only what scrypt makes of them."""

import asyncio
import hmac
import os
import unicodedata
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

SALT = 16  # bytes


@dataclass(frozen=True)
class Cost:
    """How dear each guess is: 2 to the power of `rounds`, blocks of `size`, `times` over."""

    rounds: int = 15
    size: int = 8
    times: int = 1


PIN = Cost()
FILE = Cost(times=3)


def key_of(words: str, salt: bytes, cost: Cost) -> bytes:
    """The key that words make."""
    said = unicodedata.normalize("NFKC", words).strip().encode()
    return Scrypt(salt=salt, length=32, n=1 << cost.rounds, r=cost.size, p=cost.times).derive(said)


async def stretch(words: str, salt: bytes, cost: Cost) -> bytes:
    """The same in another thread, for it is meant to take long."""
    return await asyncio.to_thread(key_of, words, salt, cost)


async def digest(words: str) -> dict[str, Any]:
    """What is stored in place of a PIN."""
    salt = os.urandom(SALT)
    return {"salt": salt.hex(), "digest": (await stretch(words, salt, PIN)).hex()}


async def fits(words: str, stored: dict[str, Any]) -> bool:
    made = await stretch(words, bytes.fromhex(stored["salt"]), PIN)
    return hmac.compare_digest(made, bytes.fromhex(stored["digest"]))
