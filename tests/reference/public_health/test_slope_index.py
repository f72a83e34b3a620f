"""Slope and relative index of inequality against PHEindicatormethods 2.1.0.

Points 1e-10 relative. The limits of both are simulated with different draws: 5% relative, as the
reference's own tests allow.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import numpy as np
import polars as pl
import pytest
from numpy.typing import NDArray

from commonweal.errors import InputError
from commonweal.stats import Simulation, slope_index
from commonweal.stats.slope_index import Scale

Floats = NDArray[np.float64]
Read = Callable[[str], pl.DataFrame]
SCALES: dict[int, Scale] = {0: "plain", 1: "log", 2: "logit"}
DRAWS = 20_000


def column(frame: pl.DataFrame, name: str) -> Floats:
    return frame[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()


def multiplier_of(described: str) -> float:
    if "negative multiplier" in described:
        return -1.0
    found = re.search(r"\(x (-?\d+)\)", described)
    return float(found[1]) if found else 1.0


def confidences(first: dict[str, object]) -> list[float]:
    told = str(first["TestDescription"]).lower()
    both = re.search(r"(\d\d)%? and (\d\d)", told)
    if both:
        return [float(each) / 100 for each in both.groups()]
    if "98%" in told:
        return [0.98]
    return [float(each) / 100 for each in re.findall(r"\d\d", str(first["Confidence"]))]


def test_every_area_of_every_case(read: Read) -> None:
    frame = read("testdata_SII")
    compared, limits = 0, 0
    for (told, _), part in frame.group_by("TestDescription", "Area", maintain_order=True):
        first = part.row(0, named=True)
        if first["sii"] is None:
            continue
        scale = SCALES[first["ValueType"]]
        for number, confidence in enumerate(confidences(first), start=1):
            made = slope_index(
                column(part, "Value"),
                column(part, "StandardError"),
                column(part, "Population"),
                scale=scale,
                fit_on_scale="transform" in str(told),
                multiplier=multiplier_of(str(told)),
                confidence=confidence,
                simulation=Simulation(DRAWS, 1),
            )
            compared += 1
            for name in ("sii", "rii"):
                if first[name] is not None:
                    np.testing.assert_allclose(getattr(made, name)[0], first[name], rtol=1e-10)
                for end in ("lower", "upper"):
                    stored = first[f"{name}_{end}cl_{number}"]
                    if stored is not None:
                        limits += 1
                        value = getattr(made, f"{name}_{end}")[0]
                        np.testing.assert_allclose(value, stored, rtol=0.05, err_msg=str(told))
            if first["Intercept"] is not None:
                np.testing.assert_allclose(made.intercept[0], first["Intercept"], rtol=1e-10)
    assert compared >= 40
    assert limits >= 140


def test_what_the_reference_refuses_is_refused(read: Read) -> None:
    frame = read("testdata_SII")
    told = pl.col("TestDescription")
    missing = frame.filter(told.str.starts_with("warning handling - missing"))
    with pytest.raises(InputError, match=r"(?s)'values'.* at index 0, 7.*'people'.* at index 0, 4"):
        slope_index(*(column(missing, name) for name in ("Value", "StandardError", "Population")))
    without = frame.filter(told.str.starts_with("error handling - missing"))
    with pytest.raises(InputError, match="'values': expected a number, got nan"):
        slope_index(
            *(column(without, name)[:5] for name in ("Value", "StandardError", "Population"))
        )
