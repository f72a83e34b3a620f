"""Jobs by where people work."""

from __future__ import annotations

from commonweal.catalogue.kinds import count
from commonweal.catalogue.licences import OGL_ONS
from commonweal.catalogue.types import Measure, Release, SourceFile, Table

_JOBS = (
    count("jobs.employment", "Jobs in the area, with owners and partners", "jobs", "jobs"),
    count("jobs.employees", "Employees who work in the area", "jobs", "jobs"),
)
BRES = Release(
    id="bres_2021",
    title="Business Register and Employment Survey 2021, jobs by LSOA 2011",
    publisher="Office for National Statistics",
    published="2022",
    landing_page="https://www.nomisweb.co.uk/datasets/newbres6pub",
    licence=OGL_ONS,
    period="2021",
    note="Without farm agriculture. Figures are rounded by the publisher.",
    indicators=_JOBS,
    files=(
        SourceFile(
            path="ons/bres/Business_reg_Emp_Surv(BRES)2021.csv.gz",
            sha256="31bb19f9c5de4d26c027df22b764720f9237c93272e239a502e4dfb472c9e29f",
            contents=(
                Table(
                    geography="lsoa11",
                    code_column="2011 super output area - lower layer",
                    rows=32844,
                    skip=7,
                    footer=True,
                    code_separator=" : ",
                    measures=(
                        Measure("Employment", _JOBS[0].id, type="whole", low=0),
                        Measure("Employees", _JOBS[1].id, type="whole", low=0),
                    ),
                ),
            ),
        ),
    ),
)
