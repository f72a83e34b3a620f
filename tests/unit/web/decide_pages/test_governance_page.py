"""The comparison of forms of governance on the web."""

from __future__ import annotations

import pytest
from django.test import Client

from commonweal.decide.governance import forms, petition_signatures
from tests.record_makers import keep, make_place


def page_of(electors: int | None = None, query: str = "", **fields: object) -> str:
    place = make_place()
    place.electors = electors
    for name, value in fields.items():
        setattr(place, name, value)
    keep(place)
    return Client().get(f"/decide/{place.slug}/governance{query}").content.decode()


def test_every_form_stands_there_with_its_sources() -> None:
    page = page_of()
    for form in forms():
        assert f'id="{form.id}"' in page
        for source in form.sources:
            assert source.href.replace("&", "&amp;") in page


@pytest.mark.parametrize("electors", [499, 500, 2_500, 2_501, 4_200])
def test_the_petition_is_worked_out_from_the_electors(electors: int) -> None:
    words = f"{petition_signatures(electors):,} electors must sign"
    assert words in page_of(electors)
    assert words in page_of(None, f"?electors={electors}")


def test_without_electors_it_asks_for_them() -> None:
    page = page_of()
    assert "must sign</strong>" not in page
    assert "Local government electors" in page


def test_what_the_reader_says_goes_before_what_is_kept_and_is_not_kept() -> None:
    place = make_place()
    address = f"/decide/{place.slug}/governance"
    open_here = "takes in any part of a parish"
    assert open_here not in Client().get(address).content.decode()
    assert open_here in Client().get(f"{address}?parished=yes").content.decode()
    place.refresh_from_db()
    assert place.parished is None
    assert open_here in page_of(parished=True)
    assert open_here not in page_of(query="?parished=no", parished=True)


@pytest.mark.parametrize("query", ["?electors=0", "?electors=six", "?electors=7000", "?parished=x"])
def test_what_cannot_be_is_told_and_the_comparison_still_stands(query: str) -> None:
    place = make_place()
    answer = Client().get(f"/decide/{place.slug}/governance{query}")
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "There is a problem" in page
    assert "Side by side" in page


def test_it_is_for_reading_only() -> None:
    place = make_place()
    assert Client().post(f"/decide/{place.slug}/governance").status_code == 405
