"""Community Needs Index: England 2019 (wards) and 2023 (LSOAs), and the other nations."""

from __future__ import annotations

from commonweal.catalogue.licences import OCSI
from commonweal.catalogue.types import Measure, Release, SourceFile, Table

_NOTE = "The publisher's table, saved again as csv by the British Red Cross."
_FORM = "The form of the publisher's own download is not confirmed: only these tables are held."


def _columns(
    period: str, names: dict[str, str], areas: int, flag: str = "Left Behind Area?"
) -> tuple[Measure, ...]:
    """Score and rank columns; `names` maps a subject ("" the index itself) to its heading."""
    made: list[Measure] = []
    for subject, name in names.items():
        stem = f"cni.{subject}" if subject else "cni"
        score, rank = ("Score", "Rank") if period == "2023" else ("score", "rank")
        made.append(Measure(f"{name} {score}", f"{stem}.score", period=period))
        made.append(Measure(f"{name} {rank}", f"{stem}.rank", period=period, low=1, high=areas))
    made.append(Measure(flag, "cni.flagged", period=period, type="flag"))
    return tuple(made)


def _older(engaged: str) -> dict[str, str]:
    return {
        "civic_assets": "Civic Assets",
        "connectedness": "Connectedness",
        "active_engaged_community": engaged,
        "": "Community Needs Index",
    }


CNI_2019 = Release(
    id="cni2019",
    title="Community Needs Index 2019 and the 225 left-behind wards",
    publisher="Oxford Consultants for Social Inclusion (OCSI) for Local Trust",
    published="2019",
    landing_page="https://ocsi.uk/community-needs-index/",
    licence=OCSI,
    period="2019",
    official_form=_FORM,
    files=(
        SourceFile(
            path="ocsi/community_needs_index/cni2019_england_ward17.csv",
            sha256="70adf40b72a71bac31460faddaadfca9c1e32b1106a79626603816b63f28b0fb",
            form="derived",
            note=_NOTE,
            contents=(
                Table(
                    geography="ward17",
                    code_column="ward17_code",
                    name_column="ward17_name",
                    rows=7433,
                    measures=_columns("2019", _older("Engaged community"), 7433),
                ),
            ),
        ),
    ),
)
CNI_2023 = Release(
    id="cni2023",
    title="Community Needs Index 2023",
    publisher="Oxford Consultants for Social Inclusion (OCSI) for Local Trust",
    published="2023",
    landing_page="https://ocsi.uk/community-needs-index/",
    licence=OCSI,
    period="2023",
    official_form=_FORM,
    files=(
        SourceFile(
            path="ocsi/community_needs_index/cni2023_england_lsoa21.csv",
            sha256="55dbfe2577163197fac641faca38ed07ef0c761a4b7a945d6404992e4f573596",
            form="derived",
            note=_NOTE,
            contents=(
                Table(
                    geography="lsoa21",
                    code_column="lsoa21_code",
                    name_column="lsoa21_name",
                    rows=33755,
                    measures=_columns(
                        "2023",
                        {
                            "": "Community Needs Index 2023",
                            "civic_assets": "Civic Assets Domain",
                            "connectedness": "Connectedness Domain",
                            "active_engaged_community": "Active and Engaged Community Domain",
                        },
                        33755,
                    ),
                ),
            ),
        ),
    ),
)
