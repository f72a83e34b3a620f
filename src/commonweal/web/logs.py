"""What is written about a fault: where it happened, and never what somebody had typed."""

from __future__ import annotations

import logging
import traceback
from typing import Any


class WithoutWords(logging.Formatter):
    """Leaves out the words of an exception: a database's name the value that it refuses."""

    def formatException(self, ei: Any) -> str:  # noqa: N802
        """The lines of the program that led there, and the kind of each exception."""
        told, error = [], ei[1]
        while error is not None:
            told.append(
                "".join(traceback.format_tb(error.__traceback__)) + type(error).__qualname__
            )
            error = error.__cause__ or error.__context__
        return "\n\nfrom\n\n".join(told)
