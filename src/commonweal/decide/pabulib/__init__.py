"""Pabulib files: elections over proposals in the exchange format `.pb`."""

from __future__ import annotations

from commonweal.decide.pabulib.read import read_pabulib
from commonweal.decide.pabulib.write import write_pabulib

__all__ = ["read_pabulib", "write_pabulib"]
