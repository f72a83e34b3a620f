"""Licences of the releases, with the words of attribution each demands."""

from __future__ import annotations

from commonweal.catalogue.types import Licence

OGL = Licence(
    id="ogl-3",
    title="Open Government Licence v3.0",
    redistribute="yes",
    attribution=(
        "Contains public sector information licensed under the Open Government Licence v3.0."
    ),
    link="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
)
OGL_ONS = Licence(
    id="ogl-3-ons",
    title="Open Government Licence v3.0",
    redistribute="yes",
    attribution=(
        "Source: Office for National Statistics licensed under the Open Government Licence v3.0. "
        "Contains OS data © Crown copyright and database right."
    ),
    link="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
)
OGL_OS = Licence(
    id="ogl-3-os",
    title="Open Government Licence v3.0",
    redistribute="yes",
    attribution=(
        "Contains OS data © Crown copyright and database right. "
        "Contains Royal Mail data © Royal Mail copyright and database right. "
        "Contains National Statistics data © Crown copyright and database right."
    ),
    link="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
)
OPL = Licence(
    id="opl-3",
    title="Open Parliament Licence v3.0",
    redistribute="yes",
    attribution=(
        "Contains Parliamentary information licensed under the Open Parliament Licence v3.0."
    ),
    link="https://www.parliament.uk/site-information/copyright-parliament/open-parliament-licence/",
)
CC_BY = Licence(
    id="cc-by-4",
    title="Creative Commons Attribution 4.0",
    redistribute="yes",
    attribution="Licensed under Creative Commons Attribution 4.0 by its publisher.",
    link="https://creativecommons.org/licenses/by/4.0/",
)
OCSI = Licence(
    id="ocsi-ask",
    title="© OCSI; no data licence stated",
    redistribute="ask",
    attribution="Community Needs Index © OCSI (Oxford Consultants for Social Inclusion).",
    link="https://ocsi.uk/",
)
ICON = Licence(
    id="icon-ask",
    title="© OCSI and ICON; no data licence stated",
    redistribute="ask",
    attribution=(
        "Hyper-Local Need Measure © OCSI for the Independent Commission on Neighbourhoods."
    ),
    link="https://www.neighbourhoodscommission.org.uk/",
)
UNSTATED = Licence(
    id="unstated",
    title="Licence not stated",
    redistribute="ask",
    attribution="The publisher states no licence.",
)
PLDR = Licence(
    id="ogl-3-pldr",
    title="Open Government Licence v3.0",
    redistribute="yes",
    attribution=(
        "Small Area Mental Health Index: Place-Based Longitudinal Data Resource, University of "
        "Liverpool. Contains public sector information licensed under the Open Government "
        "Licence v3.0."
    ),
    link="https://pldr.org/dataset/2noyv/small-area-mental-health-index-samhi",
)
GRANTS = Licence(
    id="360giving",
    title="Open licences of the funders (CC BY 4.0, OGL or public domain)",
    redistribute="yes",
    attribution=(
        "Grants published by their funders to the 360Giving Data Standard, each under an open "
        "licence."
    ),
    link="https://www.threesixtygiving.org/",
)
REGISTERS = Licence(
    id="registers-ask",
    title="Compiled from many registers, each with terms of its own",
    redistribute="ask",
    attribution="Warm spaces register by Open Innovations, from registers of many bodies.",
    link="https://open-innovations.github.io/warm-spaces/",
)
CC_BY_SA = Licence(
    id="cc-by-sa-4",
    title="Creative Commons Attribution-ShareAlike 4.0",
    redistribute="ask",
    attribution="Licensed under Creative Commons Attribution-ShareAlike 4.0 by its publisher.",
    link="https://creativecommons.org/licenses/by-sa/4.0/",
)
LICENCES: dict[str, Licence] = {
    licence.id: licence
    for licence in (
        OGL,
        OGL_ONS,
        OGL_OS,
        OPL,
        CC_BY,
        CC_BY_SA,
        OCSI,
        ICON,
        PLDR,
        GRANTS,
        REGISTERS,
        UNSTATED,
    )
}
