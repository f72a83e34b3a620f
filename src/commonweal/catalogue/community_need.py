"""Community needs beyond England's LSOAs and wards, and the Hyper-Local Need Measure."""

from __future__ import annotations

from commonweal.catalogue.indicators import CNI_DOMAINS
from commonweal.catalogue.licences import ICON, OCSI
from commonweal.catalogue.types import Indicator, Measure, Release, SourceFile, Table

_OCSI = "Oxford Consultants for Social Inclusion (OCSI) for Local Trust"
_PAGE = "https://ocsi.uk/community-needs-index/"
_FORM = "The form of the publisher's own download is not confirmed: only these tables are held."
_SUBJECTS_2022 = {
    "civic_assets": "Civic Assets",
    "connectedness": "Connectedness",
    "active_engaged_community": "Engaged Community",
    "": "Community Needs Index",
}


def _nation(name: str, geography: str, columns: tuple[str, str], rows: int, sha256: str) -> Release:
    """The index of 2022 for one of the other nations: scores, ranks and the flag."""
    measures: list[Measure] = []
    for subject, heading in _SUBJECTS_2022.items():
        stem = f"cni.{subject}" if subject else "cni"
        measures.append(Measure(f"{heading} score", f"{stem}.score"))
        measures.append(Measure(f"{heading} rank", f"{stem}.rank", low=1, high=rows))
    measures.append(Measure("Left Behind Area?", "cni.flagged", type="flag"))
    slug = name.lower().replace(" ", "_")
    return Release(
        id=f"cni2022_{slug}",
        title=f"Community Needs Index 2022, {name}",
        publisher=_OCSI,
        published="2022",
        landing_page=_PAGE,
        licence=OCSI,
        period="2022",
        official_form=_FORM,
        note="Scores are not comparable with those of another nation.",
        files=(
            SourceFile(
                path=f"ocsi/community_needs_index/cni2022_{slug}_{columns[0][:-5]}.csv",
                sha256=sha256,
                form="derived",
                note="The publisher's table, saved again as csv by the British Red Cross.",
                contents=(
                    Table(
                        geography=geography,
                        code_column=columns[0],
                        name_column=columns[1],
                        rows=rows,
                        keep=(),
                        measures=tuple(measures),
                    ),
                ),
            ),
        ),
    )


_AVERAGE_RANKS = {
    "": "Community Needs",
    "civic_assets": "Civic Assets",
    "connectedness": "Connectedness",
    "active_engaged_community": "Active and Engaged Community",
}


def _average(subject: str) -> Indicator:
    title = CNI_DOMAINS.get(subject, "Community Needs Index")
    return Indicator(
        id=f"cni.{subject}.average_rank" if subject else "cni.average_rank",
        title=f"{title}: average rank of the LSOAs",
        topic="social infrastructure",
        unit="mean rank, low is worse",
        polarity="higher_is_better",
        kind="mean",
        apportion="never",
    )


def _average_file(subject: str, sha256: str) -> SourceFile:
    return SourceFile(
        path="ocsi/community_needs_index/MSOA_Community Needs Index 2023_ "
        f"{_AVERAGE_RANKS[subject]} rank_2023-01-01.xlsx",
        sha256=sha256,
        note="An export of the publisher's Local Insight.",
        contents=(
            Table(
                geography="msoa21",
                code_column="Area Code",
                rows=6856,
                sheet="Data",
                measures=(Measure("Value", _average(subject).id, low=1, high=33755),),
                headings=(
                    "Area Code",
                    "Area Name",
                    "Value",
                    "Parent Area Code",
                    "Parent Area Name",
                ),
            ),
        ),
    )


CNI_2023_MSOA = Release(
    id="cni2023_msoa21",
    title="Community Needs Index 2023, average ranks by MSOA 2021",
    publisher=_OCSI,
    published="2023-01-01",
    landing_page=_PAGE,
    licence=OCSI,
    period="2023",
    note="Averages of the ranks of LSOAs, not of their scores.",
    indicators=tuple(_average(subject) for subject in _AVERAGE_RANKS),
    files=(
        _average_file("", "22b6af5a714c96d96ad659b36c313ca1813cbfd5bd245d4141807ee6a366aed3"),
        _average_file(
            "civic_assets", "386b0530658965df1bc6cb047f382774b5d02279b9d9e56ed3c8a3a6b2a3496c"
        ),
        _average_file(
            "connectedness", "461793dfa4beea2c7d7c3658cb8d24722624143ebc4dfb0436ff0b34a5accdcd"
        ),
        _average_file(
            "active_engaged_community",
            "b99d8048733e7a247fa255d0e504f4b77bc81a2dcfdbf80a34245dd6a53eb51d",
        ),
    ),
)
_MISSIONS = {
    "growth": "growth",
    "energy": "clean energy",
    "opportunity": "opportunity",
    "health": "health",
}
_NEED: tuple[Indicator, ...] = (
    *(
        Indicator(
            id=f"hlnm.{mission}",
            title=f"Hyper-Local Need Measure: {words}",
            topic="mission need",
            unit="score, 0 to 100",
            polarity="higher_is_worse",
            kind="score",
            apportion="people",
        )
        for mission, words in _MISSIONS.items()
    ),
    Indicator(
        id="hlnm.crime",
        title="Hyper-Local Need Measure: safer streets",
        topic="mission need",
        unit="mean rank, low is worse",
        polarity="higher_is_better",
        kind="mean",
        apportion="never",
        description="Average rank of the LSOAs, unlike the scores of the other missions.",
    ),
)
HLNM = Release(
    id="hlnm_2025",
    title="Hyper-Local Need Measure 2025, by MSOA 2021",
    publisher=("OCSI for the Independent Commission on Neighbourhoods and Local Trust"),
    published="2025",
    landing_page="https://www.neighbourhoodscommission.org.uk/",
    licence=ICON,
    period="2025",
    note="Isles of Scilly (E02006781) has a figure for crime only.",
    indicators=_NEED,
    files=(
        SourceFile(
            path="icon/hlnm/HLNM_MSOA.xlsx",
            sha256="47ae3624534429c96eba376d2eb279991660bba0f45d2ab56cbc4b1582474cbe",
            note="An export of the publisher's Local Insight.",
            contents=(
                Table(
                    geography="msoa21",
                    code_column="Area Code",
                    rows=6855,
                    sheet="master",
                    measures=tuple(
                        Measure(mission.capitalize(), f"hlnm.{mission}", low=0, high=100)
                        for mission in _MISSIONS
                    ),
                ),
                Table(
                    geography="msoa21",
                    code_column="Area Code",
                    rows=6856,
                    sheet="crime",
                    measures=(Measure("Value", "hlnm.crime", low=1, high=33755),),
                ),
            ),
        ),
    ),
)
COMMUNITY_NEED: tuple[Release, ...] = (
    _nation(
        "Wales",
        "msoa11w",
        ("msoa11_code", "msoa11_name"),
        410,
        "fd02b05b4717f5ccb39fc9f6599df6e8f789772d51c06365733416b4a4cbe069",
    ),
    _nation(
        "Scotland",
        "iz11",
        ("iz11_code", "iz11_name"),
        1279,
        "27016879cc54188235b8144aee0a8ffcec01489dc8dab490ce30f4397a07cf83",
    ),
    _nation(
        "Northern Ireland",
        "soa11",
        ("soa11_code", "soa11_name"),
        890,
        "50775c42e530e9f3634191718fe1466f7a3e9457f993686df210ce39b0efd30e",
    ),
    CNI_2023_MSOA,
    HLNM,
)
