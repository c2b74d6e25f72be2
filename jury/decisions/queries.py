"""Reading counts and decisions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from jury.decisions.models import Decision, Standing, Tally
from jury.decisions.rules import Kind
from musicprize.kernel.errors import NotFound
from musicprize.kernel.texts import in_language


@dataclass(frozen=True)
class TallyFacts:
    """The count of a closed round. `inputs`: rows [entry, juror, city, criterion, hundredths, reason]."""

    round_id: UUID
    inputs: list[list[Any]]
    inputs_sha256: str
    result: dict[str, Any]
    result_sha256: str
    computed_at: datetime


@dataclass(frozen=True)
class TallyHead:
    """A count without its long parts. `methods`: {method: "" or why it could not be applied}."""

    round_id: UUID
    inputs_sha256: str
    result_sha256: str
    methods: dict[str, str]
    computed_at: datetime


@dataclass(frozen=True)
class StandingFacts:
    """A line of the official ranking; `line` as jury.decisions.rules.standings makes it."""

    position: int
    code: str
    place: int | None
    line: dict[str, Any]


@dataclass(frozen=True)
class PlacedEntry:
    """An entry and its place in the official ranking; None: provisional."""

    entry: str
    place: int | None


@dataclass(frozen=True)
class NamedEntry:
    """An entry that a decision names."""

    application_id: UUID
    code: str


@dataclass(frozen=True)
class DecisionFacts:
    """A decision. `superseded`: a later one took its place."""

    id: UUID
    edition_id: UUID
    round_id: UUID | None
    kind: str
    prize_id: UUID | None
    entries: tuple[NamedEntry, ...]
    reasons: dict[str, str]
    document: dict[str, Any]
    sha256: str
    decided_by: str
    decided_at: datetime
    superseded: bool

    @property
    def reason(self) -> str:
        return in_language(self.reasons)


def tally_of(round_id: UUID) -> TallyFacts:
    """NotFound while the round was not counted."""
    row = Tally.objects.filter(round_id=round_id).first()
    if row is None:
        raise NotFound()
    return TallyFacts(
        row.round_id, row.inputs, row.inputs_sha256, row.result, row.result_sha256, row.computed_at
    )  # fmt: skip


def tally_head(round_id: UUID) -> TallyHead:
    """The hashes of a count and which methods it holds; NotFound while the round was not counted."""
    row = Tally.objects.filter(round_id=round_id).defer("inputs", "result").first()
    if row is None:
        raise NotFound()
    return TallyHead(row.round_id, row.inputs_sha256, row.result_sha256, row.methods, row.computed_at)


def counted_jurors(round_id: UUID) -> frozenset[str]:
    """The names under which jurors of a counted round have marks that count, on one entry at least; NotFound while it
    was not counted."""
    inputs = Tally.objects.filter(round_id=round_id).values_list("inputs", flat=True).first()
    if inputs is None:
        raise NotFound()
    return frozenset(juror for _entry, juror, _city, _criterion, _hundredths, reason in inputs if not reason)


def standings(
    round_id: UUID, *, offset: int = 0, limit: int | None = None, codes: Collection[str] | None = None
) -> list[StandingFacts]:
    """Lines of the official ranking in its order: all, a stretch of them, or those of `codes`."""
    rows = Standing.objects.filter(tally__round_id=round_id).order_by("position")
    rows = rows if codes is None else rows.filter(code__in=list(codes))
    chosen = rows[offset : None if limit is None else offset + limit]
    return [StandingFacts(*row) for row in chosen.values_list("position", "code", "place", "line")]


def places(round_id: UUID) -> list[PlacedEntry]:
    """The official ranking in its order, places only: cheap also where there are ten thousand entries."""
    rows = Standing.objects.filter(tally__round_id=round_id).order_by("position")
    return [PlacedEntry(*row) for row in rows.values_list("code", "place")]


def codes(round_id: UUID, *, limit: int) -> list[str]:
    """The first codes of the official ranking in its order."""
    rows = Standing.objects.filter(tally__round_id=round_id).order_by("position")
    return list(rows.values_list("code", flat=True)[:limit])


def decisions(edition_id: UUID, *, superseded: bool = False) -> list[DecisionFacts]:
    """The decisions in force of an edition, oldest first; with `superseded` also those that were replaced."""
    rows = Decision.objects.filter(edition_id=edition_id).select_related("decided_by").prefetch_related("entries")
    return [_facts(row) for row in (rows if superseded else rows.filter(superseded_at__isnull=True))]


def finalists(edition_id: UUID) -> tuple[str, ...]:
    """Codes of the finalists in force, in their order; empty while nothing is decided."""
    found = [one for one in decisions(edition_id) if one.kind == Kind.FINALISTS]
    return tuple(entry.code for one in found for entry in one.entries)


def _facts(row: Decision) -> DecisionFacts:
    return DecisionFacts(
        id=row.pk, edition_id=row.edition_id, round_id=row.round_id, kind=row.kind, prize_id=row.prize_id,
        entries=tuple(NamedEntry(one.application_id, one.code) for one in row.entries.all()),
        reasons=row.reasons, document=row.document, sha256=row.sha256, decided_by=row.decided_by.name,
        decided_at=row.decided_at, superseded=row.superseded_at is not None,
    )  # fmt: skip
