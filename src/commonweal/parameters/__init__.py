"""Policy numbers as dated, sourced data, and their reader.

The numbers stand in `data/*.toml`, one table a parameter, each value with the edition or the date
it holds from and the document it was read in. Code asks by name: `number("iod.worst_share")`.
Whole recipes of indices stand in `recipes/*.toml`: `recipe("open_social_infrastructure")`.
"""

from commonweal.parameters.reader import (
    Parameter,
    Reference,
    fingerprint,
    number,
    numbers,
    parameter,
    parameter_editions,
    parameter_names,
    recipe,
    table,
)

__all__ = [
    "Parameter",
    "Reference",
    "fingerprint",
    "number",
    "numbers",
    "parameter",
    "parameter_editions",
    "parameter_names",
    "recipe",
    "table",
]
