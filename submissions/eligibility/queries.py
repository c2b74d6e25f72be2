"""What is computed about eligibility, and what a person decided."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from musicprize.editions.queries import CityFact, EditionFacts
from submissions.eligibility import gazetteer, rules, sentences
from submissions.eligibility.models import EligibilityDecision
from submissions.eligibility.rules import Assessment, Basis, CityPoint, Verdict, WorkAge

ZONE = ZoneInfo("Europe/Luxembourg")


@dataclass(frozen=True)
class DistanceFact:
    """From a place to a city's centre."""

    city: str
    city_name: str
    km: float


@dataclass(frozen=True)
class PlaceFact:
    """A place of the gazetteer as the checker answers. `within`: inside the radius of at least one city."""

    id: int
    name: str
    label: str
    country: str
    distances: tuple[DistanceFact, ...]
    within: bool
    sentence: str

    @property
    def nearest(self) -> DistanceFact:
        return self.distances[0]


@dataclass(frozen=True)
class Finding:
    """One computed reason. `open`: it stands in the way until a person decides."""

    code: str
    open: bool
    sentence: str
    work: int | None


@dataclass(frozen=True)
class DecisionFact:
    """What a person decided, and why."""

    eligible: bool
    reason: str
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True)
class Link:
    """The link to the region that an applicant claims."""

    basis: str
    place_id: int | None
    place_listed: bool


@dataclass(frozen=True)
class EligibilityFacts:
    """The computed verdict with its findings, and the person's decision if there is one, which wins."""

    computed: Verdict
    distances: tuple[DistanceFact, ...]
    findings: tuple[Finding, ...]
    decision: DecisionFact | None

    @property
    def verdict(self) -> Verdict:
        if self.decision is None:
            return self.computed
        return Verdict.ELIGIBLE if self.decision.eligible else Verdict.NOT_ELIGIBLE


def find_places(query: str, *, cities: Sequence[CityFact], radius_km: int, limit: int = 10) -> list[PlaceFact]:
    """Places whose name matches, with their distance to each of `cities`, nearest city first."""
    return [_place(place, cities, radius_km) for place in gazetteer.search(query, limit)]


def place(place_id: int, *, cities: Sequence[CityFact], radius_km: int) -> PlaceFact | None:
    """One place by its GeoNames id."""
    found = gazetteer.by_id(place_id)
    return _place(found, cities, radius_km) if found else None


def assess(link: Link, works: Iterable[WorkAge], *, edition: EditionFacts) -> Assessment:
    """Compute the verdict by the edition's rules."""
    found = gazetteer.by_id(link.place_id) if link.place_id is not None else None
    return rules.assess(
        basis=Basis(link.basis) if link.basis else None,
        point=found.point if found else None,
        not_listed=not link.place_listed,
        cities=_points(edition.cities),
        works=list(works),
        works_wanted=edition.works_required,
        closing=closing_day(edition.closes_at),
        radius_km=edition.radius_km,
        max_age_years=edition.work_max_age_years,
    )


def eligibility(
    link: Link, works: Iterable[WorkAge], *, edition: EditionFacts, decision: DecisionFact | None
) -> EligibilityFacts:
    """The computed verdict in words, beside what a person decided."""
    assessment = assess(link, works, edition=edition)
    names = {city.code: city.name for city in edition.cities}
    findings = tuple(
        Finding(
            reason.code.value,
            reason.verdict is not Verdict.ELIGIBLE,
            sentences.sentence_of(reason, city_names=names),
            reason.work,
        )
        for reason in assessment.reasons
    )
    measured = tuple(DistanceFact(d.city, names[d.city], d.km) for d in assessment.distances)
    return EligibilityFacts(assessment.verdict, measured, findings, decision)


def decisions(application_ids: Iterable[UUID]) -> dict[UUID, DecisionFact]:
    """The decision in force (the last one) of each application that has one; one query."""
    rows = EligibilityDecision.objects.filter(application_id__in=list(application_ids))
    rows = rows.select_related("decided_by").order_by("decided_at")
    return {
        row.application_id: DecisionFact(
            row.eligible, row.reason, row.decided_by.name or row.decided_by.email, row.decided_at
        )
        for row in rows
    }


def closing_day(closes_at: datetime) -> date:
    """The last day on which an application may be sent, in Luxembourg: closing is exclusive, so midnight belongs to
    the day before."""
    return (closes_at - timedelta(microseconds=1)).astimezone(ZONE).date()


def _points(cities: Sequence[CityFact]) -> list[CityPoint]:
    return [CityPoint(city.code, city.latitude, city.longitude) for city in cities]


def _place(found: gazetteer.Place, cities: Sequence[CityFact], radius_km: int) -> PlaceFact:
    names = {city.code: city.name for city in cities}
    measured = rules.distances(found.point, _points(cities))
    return PlaceFact(
        id=found.id,
        name=found.name,
        label=found.label,
        country=found.country,
        distances=tuple(DistanceFact(d.city, names[d.city], d.km) for d in measured),
        within=measured[0].metres <= radius_km * 1000,
        sentence=sentences.place_sentence(found.name, measured[0], radius_km=radius_km, city_names=names),
    )
