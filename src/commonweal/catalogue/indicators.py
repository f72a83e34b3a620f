"""The indicators of the indices: deprivation, its domains, community needs, and people.

An indicator is a concept; the edition of an index is the period of its observations.
"""

from __future__ import annotations

from commonweal.catalogue.types import Apportion, Indicator, Kind, Polarity

DOMAINS: dict[str, str] = {
    "income": "Income deprivation",
    "employment": "Employment deprivation",
    "education": "Education, skills and training deprivation",
    "health": "Health deprivation and disability",
    "crime": "Crime",
    "barriers": "Barriers to housing and services",
    "living_environment": "Living environment deprivation",
}
DOMAINS_2000: dict[str, str] = {
    "housing": "Housing deprivation (2000)",
    "access": "Geographical access to services (2000)",
}
SUBDOMAINS: dict[str, str] = {
    "children_young_people": "Education: children and young people sub-domain",
    "adult_skills": "Education: adult skills sub-domain",
    "geographical_barriers": "Barriers: geographical barriers sub-domain",
    "wider_barriers": "Barriers: wider barriers sub-domain",
    "indoors": "Living environment: indoors sub-domain",
    "outdoors": "Living environment: outdoors sub-domain",
    "idaci": "Income deprivation affecting children (IDACI)",
    "idaopi": "Income deprivation affecting older people (IDAOPI)",
}
CNI_DOMAINS: dict[str, str] = {
    "civic_assets": "Civic assets",
    "connectedness": "Connectedness",
    "active_engaged_community": "Active and engaged community",
}
SUMMARIES: dict[str, tuple[str, str]] = {
    "average_rank": ("average rank", "average of reversed ranks, people-weighted"),
    "average_score": ("average score", "average score, people-weighted"),
    "proportion": ("proportion in the most deprived tenth", "share of LSOAs"),
    "extent": ("extent", "tapered share of people in the most deprived three tenths"),
    "local_concentration": ("local concentration", "mean reversed rank of the worst tenth"),
    "scale": ("scale", "people"),
}
# Summaries that are published of these only; the others of the index and every domain.
_SUMMARISED: dict[str, tuple[str, ...]] = {
    "extent": ("",),
    "local_concentration": ("",),
    "scale": (".income", ".employment"),
}
_KIND_WORDS: dict[str, tuple[str, Kind, Polarity, Apportion, str]] = {
    "score": ("score", "score", "higher_is_worse", "people", "score"),
    "rank": ("rank", "rank", "higher_is_better", "never", "rank, 1 is the worst"),
    "decile": ("decile", "decile", "higher_is_better", "never", "decile, 1 is the worst tenth"),
    "transformed": ("transformed score", "score", "higher_is_worse", "never", "0 to 100"),
}


def _family(prefix: str, title: str, topic: str, kinds: tuple[str, ...]) -> list[Indicator]:
    """Score, rank and decile of one index or domain."""
    made = []
    for kind in kinds:
        words, kind_name, polarity, apportion, unit = _KIND_WORDS[kind]
        made.append(
            Indicator(
                id=f"{prefix}.{kind}",
                title=f"{title}: {words}",
                topic=topic,
                unit=unit,
                polarity=polarity,
                kind=kind_name,
                apportion=apportion,
            )
        )
    return made


def _deprivation() -> list[Indicator]:
    standard = ("score", "rank", "decile")
    made = _family("imd", "Index of Multiple Deprivation", "deprivation", standard)
    for domain, title in DOMAINS.items():
        made += _family(f"imd.{domain}", title, "deprivation", (*standard, "transformed"))
    for domain, title in SUBDOMAINS.items():
        made += _family(f"imd.{domain}", title, "deprivation", standard)
    for domain, title in DOMAINS_2000.items():
        made += _family(f"imd.{domain}", title, "deprivation", ("score", "rank"))
    return made


def _community_needs() -> list[Indicator]:
    kinds = ("score", "rank")
    made = _family("cni", "Community Needs Index", "social infrastructure", kinds)
    for domain, title in CNI_DOMAINS.items():
        made += _family(
            f"cni.{domain}", f"Community needs: {title}", "social infrastructure", kinds
        )
    made.append(
        Indicator(
            id="cni.flagged",
            title="Flagged as left behind in the Community Needs Index file",
            topic="social infrastructure",
            unit="1 if flagged",
            polarity="higher_is_worse",
            kind="proportion",
            apportion="never",
            description=(
                "2019: the official list of 225 wards. 2023: computed by a third party "
                "(worst tenth of community needs and of IMD 2019), not an official list."
            ),
        )
    )
    return made


def _summaries() -> list[Indicator]:
    """District summaries of the index and of each domain, and their ranks."""
    made = []
    for subject, title in {"": "Deprivation", **{f".{k}": v for k, v in DOMAINS.items()}}.items():
        for measure, (words, unit) in SUMMARIES.items():
            if subject not in _SUMMARISED.get(measure, (subject,)):
                continue
            for rank in (False, True):
                made.append(
                    Indicator(
                        id=f"imd{subject}.summary.{measure}{'_rank' if rank else ''}",
                        title=f"{title}, area summary: {'rank of ' if rank else ''}{words}",
                        topic="deprivation summaries",
                        unit="rank, 1 is the worst" if rank else unit,
                        polarity="higher_is_better" if rank else "higher_is_worse",
                        kind="rank" if rank else "mean",
                        apportion="never",
                    )
                )
    return made


def people(suffix: str, title: str) -> Indicator:
    """A count of people, shared by people where boundaries change."""
    return Indicator(
        id=f"people.{suffix}",
        title=title,
        topic="people",
        unit="people",
        polarity="neutral",
        kind="count",
        apportion="people",
    )


PEOPLE: tuple[Indicator, ...] = (
    people("total", "All people"),
    people("age_0_15", "Children aged 0 to 15"),
    people("age_16_59", "People aged 16 to 59"),
    people("age_60_over", "People aged 60 and over"),
    people("working_age", "People of working age, as the employment domain counts them"),
)
INDEX_INDICATORS: tuple[Indicator, ...] = (*_deprivation(), *_community_needs(), *_summaries())
