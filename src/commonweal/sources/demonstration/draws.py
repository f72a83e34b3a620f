"""Random numbers by name: a new part of the country never disturbs the draws of another."""

from __future__ import annotations

import zlib

import numpy as np

Generator = np.random.Generator


def stream(seed: int, name: str) -> Generator:
    """A generator of its own for one named part of the country.

    Args:
        seed: the seed of the country, 0 or above.
        name: what is drawn, such as `people`.
    """
    return np.random.default_rng(np.random.SeedSequence([seed, zlib.crc32(name.encode())]))
