"""Pages say what the atlas holds, read their addresses strictly, and help when lost."""

from __future__ import annotations

import re

import polars as pl
import pytest
from django.test import Client

from commonweal.find.request import FindRequest, find_neighbourhoods
from commonweal.web.data import Held, held
from commonweal.web.data.geography import levels, small_areas

NEXT = 'rel="next"'


def text_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.content[:2000]
    return answer.content.decode()


def words(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_the_first_page_says_the_finding_with_its_numbers(client: Client, country: Held) -> None:
    expected = find_neighbourhoods(FindRequest(), country.atlas)
    people = int(expected.chosen["people"].sum())
    said = words(text_of(client, "/"))
    assert f"{expected.chosen.height:,} neighbourhoods" in said
    assert f"home to {people:,} people" in said
    assert "are doubly disadvantaged" in said


@pytest.mark.parametrize("cut", [5, 10, 20])
def test_every_cut_on_offer_is_told(client: Client, country: Held, cut: int) -> None:
    expected = find_neighbourhoods(FindRequest(cut=cut / 100), country.atlas).chosen.height
    assert f"Worst {cut}% on both {expected:,}" in words(text_of(client, "/"))


@pytest.mark.parametrize("path", ["/", "/areas/", "/sources", "/method", "/search?q=a", "/nope"])
def test_every_page_of_an_invented_country_says_so(client: Client, path: str) -> None:
    assert "This country is invented" in client.get(path).content.decode()


def test_a_link_makes_the_same_page_again(client: Client) -> None:
    address = "/?deprivation=2019&rule=combined&cut=20&colour=income&view=cartogram"
    text = text_of(client, address)
    for chosen in ("2019", "combined", "20", "income"):
        assert f'<option value="{chosen}" selected>' in text
    assert 'aria-current="true">Equal-size map' in text
    assert text_of(client, address) == text


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("cut=11&deprivation=1066", ["one of 5, 10, 20", "1066"]),
        ("colour=mauve", ["mauve", "two-way"]),
        ("view=globe", ["globe"]),
        ("page=0", ["a page number"]),
        ("page=x", ["a page number"]),
        ("sort=luck", ["luck"]),
        ("region=E99&district=E98", ["E99", "E98"]),
        ("type=nice", ["nice"]),
    ],
)
def test_an_address_that_asks_for_something_else_is_told_what_there_is(
    client: Client, query: str, told: list[str]
) -> None:
    said = words(text_of(client, f"/?{query}", 422)).replace("&#39;", "'")
    for part in told:
        assert part in said


def test_parts_of_an_address_that_others_add_do_no_harm(client: Client) -> None:
    assert text_of(client, "/?utm_source=letter")


def test_the_list_is_sorted_by_its_headings(client: Client, country: Held) -> None:
    def ranks(address: str) -> list[int]:
        text = text_of(client, address)
        body = text[text.index("<tbody>", text.index('id="list"')) :]
        cells = re.findall(r'<td class="cw-number">([\d,]+)</td>', body[: body.index("</tbody>")])
        return [int(cell.replace(",", "")) for cell in cells[::2]]

    rising, falling = ranks("/?type=all"), ranks("/?type=all&sort=-rank")
    assert len(rising) == 25
    assert rising == sorted(rising)
    assert falling == sorted(falling, reverse=True)
    assert rising[0] == 1
    assert falling[0] == small_areas(country).height


def test_the_pages_of_the_list_hold_every_area_once(client: Client, country: Held) -> None:
    found: list[str] = []
    address: str | None = "/?type=all&sort=name"
    while address:
        text = text_of(client, address)
        body = text[text.index("<tbody>", text.index('id="list"')) :]
        found += re.findall(
            r'<th scope="row"><a href="/areas/(\w+)">', body[: body.index("</tbody>")]
        )
        onward = re.search(r'<a[^>]*href="([^"]*)"[^>]*rel="next"', text)
        address = "/" + onward[1].replace("&amp;", "&") if onward else None
    assert sorted(found) == small_areas(country)["area_code"].to_list()


def test_a_page_beyond_the_last_is_the_last(client: Client) -> None:
    text = text_of(client, "/?type=all&page=99999")
    assert 'aria-current="page"' in text
    assert NEXT not in text


def test_the_list_can_be_narrowed_to_a_district(client: Client, country: Held) -> None:
    district = small_areas(country)["district_code"][0]
    expected = small_areas(country).filter(pl.col("district_code") == district).height
    text = words(text_of(client, f"/?type=all&district={district}"))
    assert f"of {expected:,} neighbourhoods" in text


@pytest.mark.parametrize("geography", ["lsoa21", "msoa21", "ward24", "district24", "region24"])
def test_every_kind_of_area_has_a_page(client: Client, country: Held, geography: str) -> None:
    areas = country.atlas.areas(geography)
    for row in areas.gather_every(max(1, areas.height // 12)).iter_rows(named=True):
        said = words(text_of(client, f"/areas/{row['area_code']}"))
        assert row["local_name"] or row["area_name"] in said
        assert row["area_code"] in said
        assert "Sources:" in said


def test_a_larger_area_counts_what_lies_in_it(client: Client, country: Held) -> None:
    expected = find_neighbourhoods(FindRequest(), country.atlas).chosen
    places = small_areas(country).join(expected.select("area_code"), on="area_code")
    district, count = places["district_code"].value_counts(sort=True).row(0)
    total = small_areas(country).filter(pl.col("district_code") == district).height
    said = words(text_of(client, f"/areas/{district}"))
    assert f"{count:,} of its {total:,} small areas" in said


def test_a_code_in_small_letters_leads_to_the_page(client: Client, country: Held) -> None:
    code = small_areas(country)["area_code"][0]
    answer = client.get(f"/areas/{code.lower()}")
    assert answer.status_code == 301
    assert answer.headers["Location"].endswith(code)


def test_an_old_code_leads_to_its_successors(client: Client, country: Held) -> None:
    old, new = (country.atlas.areas(name)["area_code"] for name in ("lsoa11", "lsoa21"))
    gone = old.filter(~old.is_in(new.implode()))
    assert gone.len()
    for code in gone[:5]:
        said = text_of(client, f"/areas/{code}")
        successors = country.atlas.successors(code)
        assert successors
        for item in successors:
            if item.geography == "lsoa21":
                assert f'href="/areas/{item.code}"' in said


@pytest.mark.parametrize("path", ["/areas/X", "/areas/E99999999", "/areas/%00", "/no/such/page"])
def test_a_page_that_is_not_there_helps_on(client: Client, path: str) -> None:
    said = text_of(client, path, 404)
    assert 'href="/search"' in said
    assert 'href="/areas/"' in said


def test_a_postcode_finds_its_area(client: Client, country: Held) -> None:
    row = country.atlas.query("select postcode, area_code from {postcodes} limit 1").row(0)
    assert f"/areas/{row[1]}" in text_of(client, f"/search?q={row[0]}")
    assert f"/areas/{row[1]}" in text_of(client, f"/?q={row[0][:-3].lower()}+{row[0][-3:]}")


def test_a_search_that_finds_nothing_says_what_to_try(client: Client) -> None:
    assert "Nothing is called" in text_of(client, "/search?q=zzzzqqq")
    assert "Nothing is called" in text_of(client, "/?q=zzzzqqq")


@pytest.mark.parametrize("text", ["<script>x</script>", "'\"--", "%00", "(", "\\", "é" * 90, "*"])
def test_whatever_is_searched_for_is_only_text(client: Client, text: str) -> None:
    for path in ("/search", "/"):
        answer = client.get(path, {"q": text})
        assert answer.status_code == 200
        assert "<script>x" not in answer.content.decode()


def test_every_place_is_within_reach_without_the_map(client: Client, country: Held) -> None:
    text = text_of(client, "/areas/")
    for level in ("region", "district"):
        for code in country.atlas.areas(levels(country).of(level))["area_code"]:
            assert f'href="/areas/{code}"' in text


def test_every_release_is_on_the_page_of_sources(client: Client, country: Held) -> None:
    text = text_of(client, "/sources")
    for release, checksum in country.atlas.sources().select("release", "sha256").iter_rows():
        assert f'id="{release}"' in text
        assert checksum is None or checksum in text


@pytest.mark.django_db
def test_no_page_links_to_a_page_that_is_not_there(client: Client) -> None:
    seen: set[str] = set()
    pages = (
        "/",
        "/areas/",
        "/sources",
        "/method",
        "/accessibility",
        "/cookies",
        "/privacy",
        "/api",
    )
    for page in pages:
        for link in re.findall(r'href="(/[^"#]*)', text_of(client, page)):
            seen.add(link.replace("&amp;", "&"))
    for link in sorted(seen):
        if not link.startswith(("/download", "/areas/D", "/static")):
            # A page of one's own account leads to signing in.
            own = link.startswith("/account/")
            assert client.get(link, follow=own).status_code == 200, link


def test_without_social_infrastructure_nothing_is_called_double(alone: Client) -> None:
    said = words(text_of(alone, "/"))
    assert "are among the most deprived" in said
    assert "doubly disadvantaged" not in said
    assert "Community Needs Index" in said
    code = small_areas(held())["area_code"][0]
    for path in (f"/areas/{code}", "/areas/", "/?colour=deprived&view=cartogram", "/?type=all"):
        assert "doubly disadvantaged" not in words(text_of(alone, path)).lower()
    assert alone.get("/?colour=two-way").status_code == 422
    assert alone.get("/download/neighbourhoods.csv").status_code == 200
