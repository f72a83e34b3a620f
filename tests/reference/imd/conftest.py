"""Official files as tables of `find`: one fixture a file, read once a session."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from commonweal.find import carry_ranks

DOMAINS_2010 = {
    "income": "Income",
    "employment": "Employment",
    "education": "Education",
    "health": "Health",
    "crime": "Crime",
    "barriers": "Housing_and_Access",
    "living_environment": "Environment",
}
DOMAINS_2025 = DOMAINS_2010 | {"barriers": "Housing_and_Services"}
SUBDOMAINS = (
    "children_and_young_people",
    "adult_skills",
    "geographical_barriers",
    "wider_barriers",
    "indoors",
    "outdoors",
)
SUMMARY_COLUMNS = (
    "average_rank",
    "average_score",
    "proportion",
    "extent",
    "local_concentration",
)
OVERRIDE_2025 = {"E01027305": "E06000062"}
"""An area that the publisher counts in another district than its own lookup column says."""

Figure = Callable[[str, object], None]


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Figure:
    """Print a measured figure and keep it with the test's result."""

    def told(name: str, value: object) -> None:
        record_property(name, value)
        print(f"{name}: {value}")  # noqa: T201 - the figure is what the test is for

    return told


def csv(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema_length=None)


def sheet(path: Path, name: str) -> pl.DataFrame:
    return pl.read_excel(path, sheet_name=name)


def renamed(frame: pl.DataFrame, start: str, domains: dict[str, str], end: str) -> pl.DataFrame:
    """`area_code` and the columns of the domains under their names in `find`."""
    columns = {ours: f"{theirs}{end}" for ours, theirs in domains.items()}
    return frame.select(pl.col(start).alias("area_code"), **columns)


def summary_table(frame: pl.DataFrame) -> pl.DataFrame:
    """Code, the five measures and the places on them, from a published summary table."""
    values = [name for name in frame.columns[2:12] if "rank of" not in spaced(name)]
    places = [name for name in frame.columns[2:12] if "rank of" in spaced(name)]
    named = dict(zip(SUMMARY_COLUMNS, values, strict=True))
    named |= {f"rank_of_{m}": c for m, c in zip(SUMMARY_COLUMNS, places, strict=True)}
    return frame.select(pl.col(frame.columns[0]).alias("area_code"), **named)


def spaced(name: str) -> str:
    return name.lower().replace("_", " ")


@pytest.fixture(scope="session")
def transformed2019(mirror: Path) -> pl.DataFrame:
    """LSOA 2011: exponentially transformed domain scores of 2019."""
    return transformed_scores(
        mirror / "mhclg/iod2019/File_9_-_IoD2019_Transformed_Scores.xlsx",
        "IoD2019 Transformed Scores",
    )


@pytest.fixture(scope="session")
def subdomains(mirror: Path) -> Callable[[str], pl.DataFrame]:
    """Sub-domain ranks of an edition and, as `<domain>_score`, the scores made from them."""

    def read(edition: str) -> pl.DataFrame:
        area = {"2019": "lsoa11", "2025": "lsoa21"}.get(edition, "lsoa01")
        frame = csv(
            mirror / f"mhclg/iod{edition}/extract_imd{edition}_england_{area}_subdomains.csv.gz"
        )
        ranks = {ours: rank_column(frame, ours) for ours in SUBDOMAINS}
        scores = domain_scores(mirror, edition, frame)
        return frame.select(pl.col(f"{area}_code").alias("area_code"), **ranks).join(
            scores, on="area_code"
        )

    return read


@pytest.fixture(scope="session")
def district_summaries(mirror: Path) -> dict[str, pl.DataFrame]:
    """The published summaries of districts by edition."""
    files = {
        "2015": "iod2015/File_10_ID2015_Local_Authority_District_Summaries.xlsx",
        "2019": "iod2019/File_10_-_IoD2019_Local_Authority_District_Summaries__lower-tier__.xlsx",
    }
    tables = {edition: sheet(mirror / "mhclg" / path, "IMD") for edition, path in files.items()}
    newest = mirror / "mhclg/iod2025/extract_imd2025_england_ltla24_summaries.csv.gz"
    tables["2025"] = csv(newest)
    return {edition: summary_table(frame) for edition, frame in tables.items()}


@pytest.fixture(scope="session")
def ward_of(mirror: Path) -> pl.DataFrame:
    """LSOA 2011 and the ward 2017 (`group_code`) that it fits best."""
    name = "Lower_Layer_Super_Output_Area_2011_to_Ward_2017_Lookup_in_England_and_Wales"
    frame = csv(mirror / f"ons/lookups/{name}.csv.gz")
    return frame.select(area_code="LSOA11CD", group_code="WD17CD")


@pytest.fixture(scope="session")
def msoa_of(mirror: Path) -> pl.DataFrame:
    """LSOA 2021, its MSOA 2021 (`group_code`) and district 2022 (`district`)."""
    frame = csv(mirror / "ons/lookups/LSOA21_MSOA21_LAD22_RGN22_lookup.csv.gz")
    return frame.select(area_code="LSOA21CD", group_code="MSOA21CD", district="LAD22CD")


@pytest.fixture(scope="session")
def pride_in_place(mirror: Path) -> frozenset[str]:
    """Codes of the MSOAs on the Pride in Place list."""
    path = mirror / "mhclg/pride_in_place/PiP_Data_Explorer_Trial.xlsx"
    return frozenset(sheet(path, "pride_in_place_codes")["MSOA code"].drop_nulls())


@pytest.fixture(scope="session")
def iod2025(mirror: Path) -> pl.DataFrame:
    """LSOA 2021: domain ranks, `imd_rank`, `imd_score`, `people`, `group_code` (district)."""
    folder = mirror / "mhclg/iod2025"
    ranks = csv(folder / "extract_imd2025_england_lsoa21_scores_ranks_deciles.csv.gz")
    people = sheet(
        folder / "File_6_IoD2025_Population_Denominators.xlsx", "ID 2025 Population Denominators"
    )
    codes = ranks.select(
        pl.col("lsoa21_code").alias("area_code"), imd_rank="IMD_rank", imd_score="IMD_score"
    )
    return (
        renamed(ranks, "lsoa21_code", DOMAINS_2025, "_rank")
        .join(codes, on="area_code")
        .join(_people(people), on="area_code")
        .with_columns(
            group_code=pl.col("area_code").replace_strict(
                OVERRIDE_2025, default=pl.col("group_code")
            )
        )
    )


@pytest.fixture(scope="session")
def iod2019(mirror: Path) -> pl.DataFrame:
    """LSOA 2011: as `iod2025`."""
    folder = mirror / "mhclg/iod2019"
    ranks = csv(folder / "extract_imd2019_england_lsoa11_ranks_deciles.csv.gz")
    scores = csv(folder / "extract_iod2019_all_raw_scores_lsoa11.csv.gz")
    people = sheet(
        folder / "File_6_-_IoD2019_Population_Denominators.xlsx", "Population Denominators"
    )
    scores = scores.select(area_code="LSOA11CD", imd_score="IMD_2019")
    return (
        renamed(ranks, "lsoa11_code", DOMAINS_2010, "_rank")
        .join(ranks.select(area_code="lsoa11_code", imd_rank="IMD_rank"), on="area_code")
        .join(scores, on="area_code")
        .join(_people(people), on="area_code")
    )


@pytest.fixture(scope="session")
def iod2015(mirror: Path) -> pl.DataFrame:
    """LSOA 2011: transformed domain scores, `imd_rank`, `imd_score`, `people`, `group_code`."""
    folder = mirror / "mhclg/iod2015"
    published = csv(folder / "extract_imd2015_england_lsoa11_score_rank_decile.csv.gz")
    people = sheet(
        folder / "File_6_ID_2015_Population_denominators.xlsx", "Population Denominators"
    )
    transformed = transformed_scores(
        folder / "File_9_ID_2015_Transformed_domain_scores.xlsx", "ID 2015 Transformed scores"
    )
    published = published.select(
        area_code="lsoa11_code", imd_rank="IMD_rank", imd_score="IMD_score"
    )
    return transformed.join(published, on="area_code").join(_people(people), on="area_code")


@pytest.fixture(scope="session")
def iod2010(mirror: Path) -> pl.DataFrame:
    """LSOA 2001: domain ranks, `imd_rank`, `imd_score` and domain scores as `<domain>_score`."""
    path = mirror / "mhclg/iod2010/extract_imd2010_england_lsoa01_scores_ranks.csv.gz"
    frame = csv(path)
    scores = renamed(frame, "lsoa01_code", DOMAINS_2010, "_score")
    scores = scores.rename({name: f"{name}_score" for name in DOMAINS_2010})
    published = frame.select(area_code="lsoa01_code", imd_rank="IMD_rank", imd_score="IMD_score")
    return (
        renamed(frame, "lsoa01_code", DOMAINS_2010, "_rank")
        .join(published, on="area_code")
        .join(scores, on="area_code")
    )


@pytest.fixture(scope="session")
def imd2000(mirror: Path) -> pl.DataFrame:
    """Ward 1998: domain ranks, `imd_rank`, `imd_score`."""
    frame = csv(mirror / "mhclg/iod2000/extract_imd2000_england_ward98.csv.gz")
    names = ("Income", "Employment", "Education", "Health", "Housing", "Access")
    domains = {name.lower(): f"Rank of {name} Domain" for name in names}
    return frame.select(
        pl.col("Ward").alias("area_code"),
        imd_rank="Rank of Index of Multiple Deprivation",
        imd_score="Index of Multiple Deprivation Score",
        **domains,
    )


@pytest.fixture(scope="session")
def cni2019(mirror: Path) -> pl.DataFrame:
    """Ward 2017: domain scores, `cni_score`, `cni_rank`, `flag`."""
    frame = csv(mirror / "ocsi/community_needs_index/cni2019_england_ward17.csv")
    return frame.select(
        area_code="ward17_code",
        area_name="ward17_name",
        civic_assets="Civic Assets score",
        connectedness="Connectedness score",
        engaged_community="Engaged community score",
        cni_score="Community Needs Index score",
        cni_rank="Community Needs Index rank",
        flag="Left Behind Area?",
    )


@pytest.fixture(scope="session")
def cni2023(mirror: Path) -> pl.DataFrame:
    """LSOA 2021: domain ranks, `cni_score`, `cni_rank`, `flag`."""
    frame = csv(mirror / "ocsi/community_needs_index/cni2023_england_lsoa21.csv")
    return frame.select(
        area_code="lsoa21_code",
        civic_assets="Civic Assets Domain Rank",
        connectedness="Connectedness Domain Rank",
        engaged_community="Active and Engaged Community Domain Rank",
        cni_score="Community Needs Index 2023 Score",
        cni_rank="Community Needs Index 2023 Rank",
        flag="Left Behind Area?",
    )


@pytest.fixture(scope="session")
def successors(mirror: Path) -> pl.DataFrame:
    """Pairs of LSOA 2011 (`area_code`) and LSOA 2021 (`successor_code`)."""
    name = (
        "LSOA_(2011)_to_LSOA_(2021)_to_Local_Authority_District_(2022)_Lookup_for_England_and_Wales"
    )
    frame = csv(mirror / f"ons/lookups/{name}.csv.gz")
    return frame.select(area_code="LSOA11CD", successor_code="LSOA21CD")


@pytest.fixture(scope="session")
def imd2019_on_2021(iod2019: pl.DataFrame, successors: pl.DataFrame) -> pl.DataFrame:
    """IMD 2019 carried to LSOA 2021: `score` and `rank`."""
    old = iod2019.select("area_code", "people", score="imd_score")
    return carry_ranks(old, successors)


@pytest.fixture(scope="session")
def lsoa2021(
    iod2025: pl.DataFrame, cni2023: pl.DataFrame, imd2019_on_2021: pl.DataFrame
) -> pl.DataFrame:
    """Both editions of deprivation and social infrastructure, with people (mid-2022)."""
    carried = imd2019_on_2021.select("area_code", imd_2019="rank", imd_2019_score="score")
    return (
        iod2025.select("area_code", "people", "imd_score", imd_2025="imd_rank")
        .join(carried, on="area_code")
        .join(cni2023.select("area_code", "flag", "cni_score", cni_2023="cni_rank"), on="area_code")
    )


def transformed_scores(path: Path, name: str) -> pl.DataFrame:
    frame = sheet(path, name)
    found = {}
    for ours in DOMAINS_2010:
        start = ours.split("_", maxsplit=1)[0].capitalize()
        found[ours] = next(c for c in frame.columns if c.startswith(start) and "transf" in c)
    return frame.select(pl.col(frame.columns[0]).alias("area_code"), **found)


def rank_column(frame: pl.DataFrame, subdomain: str) -> str:
    """The column of a sub-domain's ranks: the editions spell it in different ways."""
    stem = {"adult_skills": "skills", "children_and_young_people": "children"}.get(
        subdomain, subdomain.split("_", maxsplit=1)[0]
    )
    return next(
        name
        for name in frame.columns
        if stem in name.lower()
        and name.lower().endswith("rank")
        and not name.startswith("education")
    )


def domain_scores(mirror: Path, edition: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Scores of the three domains that are made from sub-domains."""
    folder = mirror / f"mhclg/iod{edition}"
    if edition in {"2004", "2007"}:
        stems = ("education_skills_and_training", "barriers_to_housing_and_services")
        names = [f"{stem}_domain_score" for stem in (*stems, "living_environment")]
        return _scores(frame, "lsoa01_code", names)
    if edition == "2010":
        held = csv(folder / "extract_imd2010_england_lsoa01_scores_ranks.csv.gz")
        names = ["Education_score", "Housing_and_Access_score", "Environment_score"]
        return _scores(held, "lsoa01_code", names)
    if edition == "2019":
        held = csv(folder / "extract_iod2019_all_raw_scores_lsoa11.csv.gz")
        return _scores(held, "LSOA11CD", ["Education_2019", "Barriers_2019", "LivingEnv_2019"])
    held = csv(folder / "extract_imd2025_england_lsoa21_scores_ranks_deciles.csv.gz")
    names = ["Education_score", "Housing_and_Services_score", "Environment_score"]
    return _scores(held, "lsoa21_code", names)


def _scores(frame: pl.DataFrame, code: str, names: list[str]) -> pl.DataFrame:
    domains = ("education", "barriers", "living_environment")
    columns = {f"{domain}_score": name for domain, name in zip(domains, names, strict=True)}
    return frame.select(pl.col(code).alias("area_code"), **columns)


def _people(frame: pl.DataFrame) -> pl.DataFrame:
    total = next(name for name in frame.columns if name.startswith("Total population"))
    code, district = frame.columns[0], frame.columns[2]
    return frame.select(area_code=code, group_code=district, people=total)
