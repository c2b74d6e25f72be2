"""Who may enter, computed: distance to the cities and age of the works. Pure Python, and never the last word.

The assessment gives a verdict with its reasons as codes and figures (whole numbers, so that they can be hashed and
translated). A coordinator decides; where the facts are not enough the verdict says so instead of guessing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

#: Mean radius R1 of the GRS 80 ellipsoid in metres (IUGG; Moritz, Geodetic Reference System 1980). Against the
#: ellipsoid the sphere is off by at most 0.6 %: 0.3 km at 50 km.
EARTH_RADIUS_M: Final = 6_371_008.8
DEFAULT_RADIUS_KM: Final = 50
DEFAULT_MAX_AGE_YEARS: Final = 5
#: A place is an area and the table knows its centre only: this little beyond the radius, a person looks.
MARGIN_M: Final = 1_000

Point = tuple[float, float]


class Basis(StrEnum):
    """The link to the region on which an applicant may enter."""

    BORN = "born"
    LIVES = "lives"
    WORKS = "works"
    STUDIES = "studies"


class Verdict(StrEnum):
    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    UNDECIDED = "undecided"


class Code(StrEnum):
    """Why: stable codes; the sentence belongs to the page that shows it."""

    WITHIN_RADIUS = "within_radius"
    OUTSIDE_RADIUS = "outside_radius"
    NEAR_THE_LIMIT = "near_the_limit"
    PLACE_NOT_LISTED = "place_not_listed"
    PLACE_MISSING = "place_missing"
    BASIS_MISSING = "basis_missing"
    WORK_RECENT = "work_recent"
    WORK_IN_PROGRESS = "work_in_progress"
    WORK_TOO_OLD = "work_too_old"
    WORK_YEAR_MISSING = "work_year_missing"
    WORK_YEAR_AFTER_CLOSING = "work_year_after_closing"
    WORKS_MISSING = "works_missing"


VERDICT_OF: Final[dict[Code, Verdict]] = {
    Code.WITHIN_RADIUS: Verdict.ELIGIBLE,
    Code.OUTSIDE_RADIUS: Verdict.NOT_ELIGIBLE,
    Code.NEAR_THE_LIMIT: Verdict.UNDECIDED,
    Code.PLACE_NOT_LISTED: Verdict.UNDECIDED,
    Code.PLACE_MISSING: Verdict.UNDECIDED,
    Code.BASIS_MISSING: Verdict.UNDECIDED,
    Code.WORK_RECENT: Verdict.ELIGIBLE,
    Code.WORK_IN_PROGRESS: Verdict.ELIGIBLE,
    Code.WORK_TOO_OLD: Verdict.NOT_ELIGIBLE,
    Code.WORK_YEAR_MISSING: Verdict.UNDECIDED,
    Code.WORK_YEAR_AFTER_CLOSING: Verdict.UNDECIDED,
    Code.WORKS_MISSING: Verdict.UNDECIDED,
}


@dataclass(frozen=True, slots=True)
class CityPoint:
    """A city of the edition: its code and its centre in degrees (WGS 84)."""

    code: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Distance:
    city: str
    metres: int

    @property
    def km(self) -> float:
        """Kilometres to one decimal, for display only; comparisons use `metres`."""
        return round(self.metres / 1000, 1)


@dataclass(frozen=True, slots=True)
class WorkAge:
    """What is known about the age of a work: its number in the application, its year, and if it is being written."""

    number: int
    year: int | None
    in_progress: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One finding. `city` and `metres` for places, `work`, `year` and `oldest_year` for works, `count` for missing."""

    code: Code
    city: str = ""
    metres: int | None = None
    limit_m: int | None = None
    work: int | None = None
    year: int | None = None
    oldest_year: int | None = None
    count: int | None = None

    @property
    def verdict(self) -> Verdict:
        return VERDICT_OF[self.code]

    def facts(self) -> dict[str, str | int]:
        """Only what is known, as plain values for a ledger, an API or a sentence's placeholders."""
        known: dict[str, str | int] = {"code": self.code.value}
        for name in ("city", "metres", "limit_m", "work", "year", "oldest_year", "count"):
            value = getattr(self, name)
            if value not in (None, ""):
                known[name] = value
        return known


@dataclass(frozen=True, slots=True)
class Assessment:
    """Verdict with everything it rests on. `distances` is nearest first, empty where the place is not known."""

    verdict: Verdict
    basis: Basis | None
    distances: tuple[Distance, ...]
    reasons: tuple[Reason, ...]

    @property
    def nearest(self) -> Distance | None:
        return self.distances[0] if self.distances else None

    @property
    def open_reasons(self) -> tuple[Reason, ...]:
        """The findings that stand in the way, for the desk: what a person has to look at."""
        return tuple(r for r in self.reasons if r.verdict is not Verdict.ELIGIBLE)


def distance_m(a: Point, b: Point) -> int:
    """Great-circle distance of two points (latitude, longitude in degrees), in whole metres.

    Haversine formula (R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68, 1984), on a sphere of
    EARTH_RADIUS_M. It stays exact for small distances, where the cosine rule loses digits.
    """
    (lat1, lon1), (lat2, lon2) = a, b
    for latitude, longitude in (a, b):
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            raise ValueError(f"not a point on the earth: {latitude}, {longitude}")
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half_chord = (
        math.sin((phi2 - phi1) / 2) ** 2
        + math.cos(phi1) * math.cos(phi2) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    )
    return round(2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(half_chord))))


def distances(point: Point, cities: Sequence[CityPoint]) -> tuple[Distance, ...]:
    """Distance to every city, nearest first (a tie by the code)."""
    found = (Distance(c.code, distance_m(point, (c.latitude, c.longitude))) for c in cities)
    return tuple(sorted(found, key=lambda d: (d.metres, d.city)))


def oldest_year(closing: date, max_age_years: int) -> int:
    """First calendar year that still counts: the year of the day `max_age_years` before the closing date.

    A work is dated by its year only, so it counts as soon as one day of that year lies within the span.
    """
    return closing.year - max_age_years


def judge_place(point: Point | None, cities: Sequence[CityPoint], *, radius_km: int, not_listed: bool) -> Reason:
    """One finding about the place: measured, not listed (a person decides), or not given."""
    if not cities:
        raise ValueError("an edition has at least one city")
    if point is None:
        return Reason(Code.PLACE_NOT_LISTED if not_listed else Code.PLACE_MISSING)
    nearest, limit = distances(point, cities)[0], radius_km * 1000
    if nearest.metres <= limit:
        code = Code.WITHIN_RADIUS
    elif nearest.metres <= limit + MARGIN_M:
        code = Code.NEAR_THE_LIMIT
    else:
        code = Code.OUTSIDE_RADIUS
    return Reason(code, city=nearest.city, metres=nearest.metres, limit_m=limit)


def judge_work(work: WorkAge, *, closing: date, max_age_years: int) -> Reason:
    """One finding about a work's age. A work in progress counts whatever its year says."""
    oldest = oldest_year(closing, max_age_years)
    if work.in_progress:
        code = Code.WORK_IN_PROGRESS
    elif work.year is None:
        code = Code.WORK_YEAR_MISSING
    elif work.year > closing.year:
        code = Code.WORK_YEAR_AFTER_CLOSING
    else:
        code = Code.WORK_RECENT if work.year >= oldest else Code.WORK_TOO_OLD
    return Reason(code, work=work.number, year=work.year, oldest_year=oldest)


def overall(reasons: Sequence[Reason]) -> Verdict:
    """One finding against is enough against; else one open question leaves it undecided; else eligible."""
    verdicts = {reason.verdict for reason in reasons}
    for verdict in (Verdict.NOT_ELIGIBLE, Verdict.UNDECIDED):
        if verdict in verdicts:
            return verdict
    return Verdict.ELIGIBLE if verdicts else Verdict.UNDECIDED


def assess(
    *,
    basis: Basis | None,
    point: Point | None,
    not_listed: bool,
    cities: Sequence[CityPoint],
    works: Sequence[WorkAge],
    works_wanted: int,
    closing: date,
    radius_km: int = DEFAULT_RADIUS_KM,
    max_age_years: int = DEFAULT_MAX_AGE_YEARS,
) -> Assessment:
    """Assess an application by the edition's rules (radius in km, age in years before the closing date).

    `point` is the centre of the place that the basis names; None with `not_listed` where the gazetteer has no such
    place, which leaves the verdict undecided: a person decides. Raises ValueError without cities.
    """
    reasons = [judge_place(point, cities, radius_km=radius_km, not_listed=not_listed)]
    if basis is None:
        reasons.append(Reason(Code.BASIS_MISSING))
    reasons += [judge_work(work, closing=closing, max_age_years=max_age_years) for work in works]
    if len(works) < works_wanted:
        reasons.append(Reason(Code.WORKS_MISSING, count=works_wanted - len(works)))
    measured = distances(point, cities) if point is not None else ()
    return Assessment(overall(reasons), basis, measured, tuple(reasons))
