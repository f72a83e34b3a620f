"""Seal ballots while voting is open, with a key that is kept outside the database.

Opening a phase makes a pair of keys. The public one is in the database and can only seal. The
private one is a file in the keys folder, and is destroyed at the close. Without it a sealed
ballot in a backup says nothing. (X25519 and XSalsa20-Poly1305, as libsodium's sealed boxes.)
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

from commonweal.errors import CommonwealError
from commonweal.web.environment import OWNER_ONLY_FOLDER, keep_secret

# All ballots of a pot have one length, so that it does not tell how much was chosen.
SPARE_BYTES, BYTES_A_PROJECT = 256, 24


class KeyMissing(CommonwealError):
    """The private key of an open vote is not in the keys folder."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a sealed ballot holds: choices in order, points if any, and its tracker."""

    tracker: str
    choices: tuple[str, ...]
    points: tuple[int, ...]


def new_key() -> str:
    """Make a pair of keys, keep the private one in the keys folder, give the public one (hex)."""
    private = PrivateKey.generate()
    public = bytes(private.public_key).hex()
    settings.KEYS.mkdir(parents=True, exist_ok=True, mode=OWNER_ONLY_FOLDER)
    keep_secret(_path(public), bytes(private).hex())
    return public


def seal(public: str, ballot: Opened, projects: int) -> bytes:
    """A ballot that only the private key opens; as long as every other of as many projects."""
    text = json.dumps([ballot.tracker, ballot.choices, ballot.points], separators=(",", ":"))
    length = SPARE_BYTES + BYTES_A_PROJECT * projects
    padded = sodium_pad(text.encode("ascii"), length)
    return bytes(SealedBox(PublicKey(bytes.fromhex(public))).encrypt(padded))


def open_sealed(public: str, contents: list[bytes], projects: int) -> list[Opened]:
    """What sealed ballots of one pot hold.

    Raises:
        KeyMissing: the private key is not there.
        CommonwealError: some cannot be opened, so somebody altered them; says how many.
    """
    box = SealedBox(PrivateKey(_private(public)))
    length = SPARE_BYTES + BYTES_A_PROJECT * projects
    opened, broken = [], 0
    for content in contents:
        try:
            fields = json.loads(sodium_unpad(box.decrypt(content), length))
        except (CryptoError, ValueError):
            broken += 1
        else:
            opened.append(Opened(fields[0], tuple(fields[1]), tuple(fields[2])))
    if broken:
        raise CommonwealError(
            f"{broken} of {len(contents)} sealed ballots cannot be opened: they were altered "
            "outside this program. Nothing was closed; look for the cause in the database."
        )
    return opened


def mark(public: str, text: str) -> str:
    """A digest of what identifies a voter, that nobody can make again once the key is gone."""
    key = hashlib.sha256(b"commonweal roll\n" + _private(public)).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def destroy_key(public: str) -> None:
    """Destroy the private key: overwritten, then removed. Does nothing where it is gone."""
    path = _path(public)
    try:
        size = path.stat().st_size
        with path.open("r+b") as file:
            file.write(os.urandom(size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return


def _path(public: str) -> Path:
    folder: Any = settings.KEYS
    return Path(folder) / f"{public}.key"


def _private(public: str) -> bytes:
    try:
        return bytes.fromhex(_path(public).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise KeyMissing(
            f"The private key of this vote, {public[:12]}….key, is not in the keys folder "
            "(COMMONWEAL_KEYS). Without it no ballot can be taken or counted: put the file back."
        ) from None
