"""Which tiles the benchmark asks for."""

from __future__ import annotations

from benchmarks.tiles import tile_at, tiles_of

ENGLAND = (-6.4, 49.8, 1.8, 55.9)


def test_a_known_place() -> None:
    """Charing Cross stands in tile 511, 340 of zoom 10."""
    assert tile_at(-0.1276, 51.5074, 10) == (10, 511, 340)
    assert tile_at(0, 0, 1) == (1, 1, 1)


def test_every_zoom_is_asked_for_and_the_choice_is_the_same_each_time() -> None:
    wanted = tiles_of(ENGLAND, (4, 10))
    assert {zoom for zoom, _, _ in wanted} == set(range(4, 11))
    assert wanted == tiles_of(ENGLAND, (4, 10))
    corners = tile_at(ENGLAND[0], ENGLAND[3], 10), tile_at(ENGLAND[2], ENGLAND[1], 10)
    largest = [(x, y) for zoom, x, y in wanted if zoom == 10]
    assert all(corners[0][1] <= x <= corners[1][1] for x, _ in largest)
    assert all(corners[0][2] <= y <= corners[1][2] for _, y in largest)
