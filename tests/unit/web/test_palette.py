"""Colours of the map can be told apart, by those with the common kinds of colour blindness too.

Machado, Oliveira and Fernandes, A physiologically-based model for simulation of color vision
deficiency, 2009: full protanopia, deuteranopia and tritanopia, on linear RGB. Differences are
distances in OKLab, times 100.
"""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import numpy as np
import pytest

import commonweal.report
from commonweal.web.data import Held
from commonweal.web.data.measures import colourings

PALETTE = json.loads((Path(commonweal.report.__file__).parent / "palette.json").read_text("utf-8"))
SIGHT = {
    "usual": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
_LMS = [
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
]
_LAB = [
    [0.2104542553, 0.7936177850, -0.0040720468],
    [1.9779984951, -2.4285922050, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.8086757660],
]


def linear(colour: str) -> np.ndarray:
    values = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def seen(colour: str, sight: str) -> np.ndarray:
    """A colour in OKLab as someone sees it."""
    rgb = np.clip(np.asarray(SIGHT[sight]) @ linear(colour), 0, 1)
    return np.asarray(_LAB) @ np.cbrt(np.asarray(_LMS) @ rgb)


def apart(one: str, other: str, sight: str) -> float:
    return 100 * float(np.linalg.norm(seen(one, sight) - seen(other, sight)))


def test_distances_are_those_of_a_known_pair() -> None:
    assert apart("#000000", "#ffffff", "usual") == pytest.approx(100, abs=0.01)
    assert apart("#ff0000", "#00a000", "deuteranopia") < apart("#ff0000", "#00a000", "usual") / 2


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize(
    ("scheme", "least"),
    [("typology", 9.0), ("two-way", 5.0), ("share", 6.0), ("certainty", 5.0), ("series", 12.0)],
)
def test_classes_can_be_told_apart(theme: str, sight: str, scheme: str, least: float) -> None:
    pairs = itertools.combinations(PALETTE[theme][scheme], 2)
    nearest = min((apart(one, other, sight), one, other) for one, other in pairs)
    assert nearest[0] >= least, nearest


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("scheme", ["decile", "share"])
def test_steps_go_one_way(theme: str, sight: str, scheme: str) -> None:
    """From the most severe to the least, lightness only rises (dark style: only falls)."""
    lightness = [seen(colour, sight)[0] for colour in PALETTE[theme][scheme]]
    steps = np.diff(lightness) * (1 if (theme == "light") == (scheme == "decile") else -1)
    assert (steps > 0).all()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_of_a_chart_stand_out_from_its_paper(theme: str) -> None:
    """WCAG 2.2, 1.4.3: at least 4.5 to 1, for the lines' colours too, which words take on."""
    ink, quiet, _, paper, *_ = PALETTE[theme]["chart"]
    for colour in (ink, quiet, *PALETTE[theme]["series"]):
        assert contrast(colour, paper) >= 4.5, colour


def contrast(one: str, other: str) -> float:
    weights = np.array([0.2126, 0.7152, 0.0722])
    dark, light = sorted(float(weights @ linear(colour)) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def test_both_themes_have_every_colour() -> None:
    light, dark = PALETTE["light"], PALETTE["dark"]
    assert {name: len(found) for name, found in light.items()} == {
        name: len(found) for name, found in dark.items()
    }


def test_every_colouring_has_a_colour_for_each_of_its_classes(country: Held) -> None:
    for item in colourings(country, double=True):
        assert len(PALETTE["light"][item.scheme]) == len(item.labels)
