"""Registered charities by ward, as far as a third party counted them."""

from __future__ import annotations

from commonweal.catalogue.licences import OGL
from commonweal.catalogue.types import Indicator, Measure, Release, SourceFile, Table

_COUNT = Indicator(
    id="charities.registered",
    title="Registered charities with an address in the ward",
    topic="civic life",
    unit="charities",
    polarity="neutral",
    kind="count",
    apportion="people",
    description=(
        "Wards that are not in the file are unknown, not without charities. In districts where "
        "many wards are missing the counts of the others are far too low."
    ),
)
CHARITIES_BY_WARD = Release(
    id="charities_by_ward_2019",
    title="Registered charities by ward, January 2019",
    publisher="Charity Commission, by way of CharityBase",
    published="2019",
    landing_page="https://charitybase.uk",
    licence=OGL,
    period="2019",
    note="5,296 of about 7,400 wards. The others are unknown.",
    official_form="There is none: a third party counted the register by ward.",
    indicators=(_COUNT,),
    files=(
        SourceFile(
            path="charity_commission/charities_by_ward_2019/comparison_eng_ward_charities.csv",
            sha256="c3dab8fe255d559427c904a6e413cbef6c6f243a921533153ee04c82f7b74230",
            form="derived",
            note="Counts add up to less than half of the register.",
            contents=(
                Table(
                    geography="ward17",
                    code_column="WD17CD",
                    rows=5296,
                    measures=(
                        Measure("comparison_Number_of_charities", _COUNT.id, type="whole", low=1),
                    ),
                ),
            ),
        ),
    ),
)
