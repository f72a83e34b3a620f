"""Receipts: a code that only its voter holds, and what follows from it.

From a receipt follow, each by its own one-way function, the tracker that stands beside the ballot
in the published list, and the locator by which a voter's ballot can be found while voting is open.
Neither leads back to the receipt, nor from one to the other.
"""

from __future__ import annotations

import hashlib

from commonweal.errors import InputError, InputProblem

# Crockford's base 32: no I, L, O or U, so that what is read aloud or by hand comes out right.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS = 5
RECEIPT_LENGTH = 25
TRACKER_LENGTH = 20
RANDOM_BYTES = 16

_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", "–": "", "—": ""})


def new_receipt(random_bytes: bytes) -> str:
    """A receipt of 125 random bits, such as `7M2QK-…`, in five groups of five.

    Args:
        random_bytes: at least 16 bytes from the system's source of secrets.

    Raises:
        InputError: there are fewer than 16 bytes.
    """
    if len(random_bytes) < RANDOM_BYTES:
        came = f"{len(random_bytes)}"
        raise InputError(InputProblem(f"{RANDOM_BYTES} random bytes or more", came))
    return _grouped(_base32(random_bytes, RECEIPT_LENGTH))


def normal_receipt(receipt: str) -> str:
    """A receipt as it is hashed: capitals, no spaces or hyphens, O read as 0, I and L as 1.

    Raises:
        InputError: it cannot be a receipt. The receipt itself is not told: it is a secret.
    """
    text = "".join(receipt.upper().split()).translate(_READ_AS)
    expected = f"{RECEIPT_LENGTH} letters and digits, as on the receipt"
    if len(text) != RECEIPT_LENGTH:
        raise InputError(InputProblem(expected, f"{len(text)}", column="receipt"))
    if strange := sorted(set(text) - set(ALPHABET)):
        came = f"the character {strange[0]!r}"
        raise InputError(InputProblem(expected, came, column="receipt"))
    return text


def tracker_of(receipt: str, pot: str) -> str:
    """The tracker that stands beside the ballot of this receipt in one pot: four groups of five.

    Each pot has another, so that the published lists of two pots cannot be joined.

    Raises:
        InputError: it cannot be a receipt.
    """
    return _grouped(_base32(_digest(f"tracker {pot}", receipt), TRACKER_LENGTH))


def locator_of(receipt: str) -> str:
    """What finds the ballot of this receipt until the close: 64 hexadecimal digits.

    Raises:
        InputError: it cannot be a receipt.
    """
    return _digest("locator", receipt).hex()


def _digest(use: str, receipt: str) -> bytes:
    text = f"commonweal {use} 1\n{normal_receipt(receipt)}"
    return hashlib.sha256(text.encode("ascii")).digest()


def _base32(data: bytes, length: int) -> str:
    """The first bits of some bytes, five to a character."""
    bits = int.from_bytes(data, "big") >> (8 * len(data) - BITS * length)
    return "".join(ALPHABET[bits >> (BITS * place) & 31] for place in reversed(range(length)))


def _grouped(text: str) -> str:
    return "-".join(text[place : place + 5] for place in range(0, len(text), 5))
