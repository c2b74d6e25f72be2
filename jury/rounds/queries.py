"""Reading rounds."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from jury.rounds.models import Round, RoundEntry
from jury.rounds.rules import Scale, State
from musicprize.kernel.errors import NotFound
from musicprize.kernel.texts import in_language


@dataclass(frozen=True)
class CriterionFacts:
    """What is marked. Texts in up to four languages; `weight` a whole number."""

    id: UUID
    key: str
    position: int
    titles: dict[str, str]
    descriptions: dict[str, str]
    anchors_low: dict[str, str]
    anchors_high: dict[str, str]
    weight: int

    @property
    def title(self) -> str:
        return in_language(self.titles)


@dataclass(frozen=True)
class RoundFacts:
    """A round as organisers and jurors may see it. `seed` is empty until the round is closed.

    `per_entry`: jurors an entry, None: everybody hears everything. `city_least`, `city_most`: entries of a city that
    go on, None: no bound. `assignment`: how the allocator handed the entries out, None before the opening.
    """

    id: UUID
    edition_id: UUID
    edition_slug: str
    position: int
    kind: str
    titles: dict[str, str]
    state: str
    blind: bool
    marking: str
    live: bool
    scale: Scale
    method: str
    method_parameters: dict[str, Any]
    advance: int
    city_least: int | None
    city_most: int | None
    reserve: int
    judges: str
    entries_from: UUID | None
    per_entry: int | None
    own_city: bool
    reassign: str
    missing_rule: str
    marks_shown: str
    motion_votes: str
    publication_level: str
    planned_close_at: datetime | None
    criteria: tuple[CriterionFacts, ...]
    entries: int
    rules_sha256: str
    seed: str
    opened_at: datetime | None
    closed_at: datetime | None
    version: int
    assignment: dict[str, Any] | None = None

    @property
    def title(self) -> str:
        return in_language(self.titles)


@dataclass(frozen=True)
class Entry:
    """An entry of a round. `withdrawn_at`: its artist took it back after the round was opened."""

    id: UUID
    application_id: UUID
    code: str
    withdrawn_at: datetime | None
    city_id: UUID | None = None


@dataclass(frozen=True)
class FrozenRules:
    """What was frozen on opening, and its hash."""

    document: dict[str, Any]
    sha256: str


def by_id(round_id: UUID) -> RoundFacts:
    """One round; NotFound when there is none. Who may see it is the caller's question (access)."""
    row = _all().filter(pk=round_id).first()
    if row is None:
        raise NotFound()
    return facts(row)


def of_edition(edition_id: UUID, *, drafts: bool = True) -> list[RoundFacts]:
    """The rounds of an edition in their order, with `drafts` or without."""
    rows = _all().filter(edition_id=edition_id)
    return [facts(row) for row in (rows if drafts else rows.exclude(state=State.DRAFT))]


def entries(round_id: UUID) -> tuple[Entry, ...]:
    """The entries of a round by code. Holds the application: for programs, never for a juror's eyes."""
    rows = RoundEntry.objects.filter(round_id=round_id).order_by("code")
    return tuple(Entry(row.pk, row.application_id, row.code, row.withdrawn_at, row.city_id) for row in rows)


def entry(round_id: UUID, code: str) -> Entry | None:
    """One entry of a round by its code. For programs, never for a juror's eyes."""
    row = RoundEntry.objects.filter(round_id=round_id, code=code).first()
    return Entry(row.pk, row.application_id, row.code, row.withdrawn_at, row.city_id) if row else None


def frozen_rules(round_id: UUID) -> FrozenRules:
    """The rules of a round that was opened; NotFound for a draft."""
    row = Round.objects.filter(pk=round_id).exclude(rules_sha256="").first()
    if row is None or row.rules_document is None:
        raise NotFound()
    return FrozenRules(row.rules_document, row.rules_sha256)


def facts(row: Round) -> RoundFacts:
    """The facts of a row from `_all`."""
    return RoundFacts(
        id=row.pk, edition_id=row.edition_id, edition_slug=row.edition.slug, position=row.position, kind=row.kind,
        titles=row.title, state=row.state, blind=row.blind, marking=row.marking, live=row.live,
        scale=Scale(row.scale_low, row.scale_high, row.scale_step),
        method=row.method, method_parameters=row.method_parameters, advance=row.advance,
        city_least=row.city_least, city_most=row.city_most, reserve=row.reserve, judges=row.judges,
        entries_from=row.entries_from_id, per_entry=row.per_entry, own_city=row.own_city, reassign=row.reassign,
        missing_rule=row.missing_rule, marks_shown=row.marks_shown, motion_votes=row.motion_votes,
        publication_level=row.publication_level,
        planned_close_at=row.planned_close_at, criteria=tuple(_criterion(each) for each in row.criteria.all()),
        entries=row.entry_count,  # type: ignore[attr-defined]
        rules_sha256=row.rules_sha256, seed=row.seed if row.closed_at else "",
        opened_at=row.opened_at, closed_at=row.closed_at, version=row.version,
        assignment=_assignment(row),
    )  # fmt: skip


def _assignment(row: Round) -> dict[str, Any] | None:
    """The allocator's record, without its seed while the round is not closed: it decides draws still to come."""
    if row.assignment_document is None or row.closed_at:
        return row.assignment_document
    return {name: value for name, value in row.assignment_document.items() if name != "seed"}


def _criterion(row: Any) -> CriterionFacts:
    return CriterionFacts(
        row.pk, row.key, row.position, row.title, row.description, row.anchor_low, row.anchor_high, row.weight
    )


def _all() -> QuerySet[Round]:
    """A join would group by every column, the frozen documents of megabytes among them, once for each entry."""
    counted = RoundEntry.objects.filter(round=OuterRef("pk")).order_by().values("round").annotate(n=Count("pk"))
    rows = Round.objects.select_related("edition").prefetch_related("criteria").defer("rules_document")
    return rows.annotate(entry_count=Coalesce(Subquery(counted.values("n")), 0)).order_by("position")
