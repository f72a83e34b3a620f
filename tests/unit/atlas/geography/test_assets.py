from __future__ import annotations

import polars as pl
import pytest

from commonweal.atlas.geography.assets import (
    ASSETS,
    NOT_HELD,
    NOWHERE,
    TOO_FAR,
    gather_assets,
    unlocated,
)

POSTCODES = pl.DataFrame(
    {"postcode": ["AA11AA", "AA11AB"], "easting": [1000.0, 400_000.0], "northing": [0.0, 300_000.0]}
)


def libraries(**columns: list[object]) -> pl.DataFrame:
    size = len(next(iter(columns.values())))
    usual: dict[str, list[object]] = {
        "name": [f"L{n}" for n in range(size)],
        "type": ["Static Library"] * size,
        "operation_2023": ["LA"] * size,
        "postcode": ["AA1 1AA"] * size,
        "row": list(range(2, size + 2)),
    }
    return pl.DataFrame({**usual, **columns}, strict=False)


def names(frame: pl.DataFrame) -> list[str]:
    return gather_assets({"libraries_2023": frame}, POSTCODES, 2400)["name"].to_list()


def test_only_fixed_libraries_that_are_open_count() -> None:
    kinds = ["Static Library", "static library", "Mobile Library", "Prison Library", "Archive"]
    assert names(libraries(type=kinds)) == ["L0", "L1"]
    ways = ["LA", "c", "CR", "ICL", "LAU", "Closed", "Temporary Closure", "[Unknown]", None]
    assert names(libraries(operation_2023=ways)) == ["L0", "L1", "L2", "L3", "L4"]


def test_a_place_without_a_position_is_kept_with_the_reason() -> None:
    codes = ["aa1 1aa", "ZZ9 9ZZ", "", None]
    found = gather_assets({"libraries_2023": libraries(postcode=codes)}, POSTCODES, 2400)
    assert found.schema == pl.Schema(ASSETS)
    assert found["unlocated_because"].to_list() == [None, NOT_HELD, NOWHERE, NOWHERE]
    assert found["located"].to_list() == [True, False, False, False]
    assert found["easting"].to_list() == [1000, None, None, None]
    assert dict(unlocated(found).select("outcome", "places").rows()) == {
        "located": 1,
        NOT_HELD: 1,
        NOWHERE: 2,
    }


def test_active_clubs_and_state_schools() -> None:
    clubs = pl.DataFrame(
        {"name": ["a", "b"], "postcode": ["AA11AA"] * 2, "active": [True, False], "row": [2, 3]}
    )
    kinds = [
        ("Academies", "Academy converter"),
        ("Academies", "Academy special converter"),
        ("Free Schools", "Free schools alternative provision"),
        ("Local authority maintained schools", "Pupil referral unit"),
        ("Local authority maintained schools", "Community school"),
        ("Independent schools", "Other independent school"),
        ("Welsh schools", "Welsh establishment"),
    ]
    schools = pl.DataFrame(
        {
            "name": [kind for _, kind in kinds],
            "type_group": [group for group, _ in kinds],
            "type": [kind for _, kind in kinds],
            "easting": [1000.0] * len(kinds),
            "northing": [0.0] * len(kinds),
            "row": list(range(len(kinds))),
        }
    )
    found = gather_assets({"sports_clubs": clubs, "schools_2025": schools}, POSTCODES, 2400)
    assert found["name"].to_list() == ["a", "Academy converter", "Community school"]
    assert found["kind"].to_list() == ["sports_club", "school", "school"]


def test_degrees_become_metres_and_far_places_are_outside() -> None:
    # The second postcode lies near Birmingham; the second venue in Edinburgh.
    spaces = pl.DataFrame(
        {
            "name": ["near", "far", "none"],
            "longitude": [-2.0, -3.19, None],
            "latitude": [52.597, 55.95, None],
            "row": [1, 2, 3],
        }
    )
    found = gather_assets({"warm_spaces": spaces}, POSTCODES, 2400)
    assert found["unlocated_because"].to_list() == [None, TOO_FAR, NOWHERE]
    assert found["easting"][0] == pytest.approx(400_000, abs=200)
    assert found["northing"][0] == pytest.approx(300_000, abs=2000)


def test_no_register_at_all() -> None:
    assert gather_assets({}, POSTCODES, 2400).height == 0
