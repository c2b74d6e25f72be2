"""Reading editions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from musicprize.editions import rules
from musicprize.editions.models import City, ConsentText, Edition, Prize
from musicprize.editions.rules import Phase
from musicprize.kernel.errors import NotFound
from musicprize.kernel.texts import in_language


@dataclass(frozen=True)
class CityFact:
    """A city, named in the reader's language. Coordinates in degrees (WGS 84)."""

    id: UUID
    code: str
    names: dict[str, str]
    country: str
    latitude: float
    longitude: float
    colour: int

    @property
    def name(self) -> str:
        return in_language(self.names)


@dataclass(frozen=True)
class PrizeFact:
    id: UUID
    kind: str
    titles: dict[str, str]
    descriptions: dict[str, str]
    amount_cents: int
    position: int

    @property
    def title(self) -> str:
        return in_language(self.titles)

    @property
    def description(self) -> str:
        return in_language(self.descriptions)


@dataclass(frozen=True)
class ConsentFact:
    """One wording. `replaced`: a newer one exists."""

    id: UUID
    edition_id: UUID
    purpose: str
    version: int
    required: bool
    titles: dict[str, str]
    texts: dict[str, str]
    replaced: bool

    @property
    def title(self) -> str:
        return in_language(self.titles)

    @property
    def text(self) -> str:
        return in_language(self.texts)


@dataclass(frozen=True)
class EditionFacts:
    """An edition's public rules."""

    id: UUID
    slug: str
    year: int
    titles: dict[str, str]
    summaries: dict[str, str]
    call_texts: dict[str, str]
    jury_notes: dict[str, str]
    host_city: CityFact
    cities: tuple[CityFact, ...]
    published: bool
    opens_at: datetime
    closes_at: datetime
    grace: timedelta
    screening_until: datetime
    finalists_at: datetime
    final_at: datetime
    works_required: int
    work_max_age_years: int
    radius_km: int
    min_seconds: int
    max_seconds: int
    max_file_bytes: int
    formats: tuple[str, ...]
    video_accepted: bool
    compact_copies: bool
    lossless_copies: bool
    finding_rules: dict[str, str]
    text_limits: dict[str, tuple[int, int]]
    retention_months: int
    version: int

    @property
    def title(self) -> str:
        return in_language(self.titles)

    @property
    def summary(self) -> str:
        return in_language(self.summaries)

    @property
    def call_text(self) -> str:
        return in_language(self.call_texts)

    @property
    def jury_note(self) -> str:
        return in_language(self.jury_notes)

    def phase(self, at: datetime) -> Phase:
        """Where the edition stands at an instant."""
        return rules.phase(
            published=self.published, opens_at=self.opens_at, closes_at=self.closes_at,
            screening_until=self.screening_until, finalists_at=self.finalists_at, final_at=self.final_at, at=at,
        )  # fmt: skip

    def accepts(self, at: datetime) -> bool:
        """Whether an application may be sent at this instant."""
        return rules.accepts(published=self.published, opens_at=self.opens_at, closes_at=self.closes_at, at=at)

    def accepts_upload(self, *, begun_at: datetime, at: datetime) -> bool:
        """Whether an upload begun at `begun_at` may go on."""
        return rules.accepts_upload(closes_at=self.closes_at, grace=self.grace, begun_at=begun_at, at=at)

    def city(self, code_or_id: str | UUID | None) -> CityFact | None:
        """One of the edition's cities."""
        return next((city for city in self.cities if code_or_id in (city.code, city.id)), None)


def facts(edition: Edition) -> EditionFacts:
    """The facts of a row (its host_city and cities should be prefetched)."""
    plain = (
        *("id", "slug", "year", "published", "opens_at", "closes_at", "screening_until", "finalists_at", "final_at"),
        *("works_required", "work_max_age_years", "radius_km", "min_seconds", "max_seconds", "max_file_bytes"),
        *("retention_months", "version", "video_accepted", "compact_copies", "lossless_copies"),
    )
    limits = {**rules.TEXT_LIMITS, **{name: (low, high) for name, (low, high) in edition.text_limits.items()}}
    given: dict[str, Any] = {name: getattr(edition, name) for name in plain}
    return EditionFacts(
        **given,
        titles=edition.title, summaries=edition.summary, call_texts=edition.call_text, jury_notes=edition.jury_note,
        host_city=_city(edition.host_city),
        cities=tuple(sorted((_city(city) for city in edition.cities.all()), key=lambda city: city.colour)),
        grace=timedelta(minutes=edition.grace_minutes),
        formats=tuple(edition.formats), finding_rules=dict(edition.finding_rules), text_limits=limits,
    )  # fmt: skip


def by_slug(slug: str) -> EditionFacts:
    """NotFound when there is none; who may see an unpublished one is the caller's question (access)."""
    return _one(_all().filter(slug=slug))


def by_id(edition_id: UUID) -> EditionFacts:
    return _one(_all().filter(pk=edition_id))


def current(at: datetime) -> EditionFacts | None:
    """The published edition that matters now: the one that is not over and opens first, else the last one."""
    editions = [facts(row) for row in _all().filter(published=True).order_by("opens_at")]
    running = [edition for edition in editions if edition.phase(at) is not Phase.OVER]
    return running[0] if running else editions[-1] if editions else None


def editions(*, published_only: bool) -> list[EditionFacts]:
    """All editions, newest first."""
    rows = _all().filter(published=True) if published_only else _all()
    return [facts(row) for row in rows]


def prizes(edition_id: UUID) -> list[PrizeFact]:
    return [
        PrizeFact(row.pk, row.kind, row.title, row.description, row.amount_cents, row.position)
        for row in Prize.objects.filter(edition_id=edition_id)
    ]


def consent_texts(edition_id: UUID) -> list[ConsentFact]:
    """The wordings in force."""
    return [_consent(row) for row in ConsentText.objects.filter(edition_id=edition_id, replaced_at__isnull=True)]


def consent_text(text_id: UUID) -> ConsentFact:
    row = ConsentText.objects.filter(pk=text_id).first()
    if row is None:
        raise NotFound()
    return _consent(row)


def cities() -> list[CityFact]:
    """The four cities."""
    return [_city(row) for row in City.objects.all()]


def _all() -> QuerySet[Edition]:
    return Edition.objects.select_related("host_city").prefetch_related("cities")


def _one(rows: QuerySet[Edition]) -> EditionFacts:
    row = rows.first()
    if row is None:
        raise NotFound()
    return facts(row)


def _city(row: City) -> CityFact:
    return CityFact(row.pk, row.code, row.name, row.country, float(row.latitude), float(row.longitude), row.colour)


def _consent(row: ConsentText) -> ConsentFact:
    return ConsentFact(
        row.pk, row.edition_id, row.purpose, row.version, row.required, row.title, row.text,
        row.replaced_at is not None,
    )  # fmt: skip
