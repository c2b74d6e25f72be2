"""Reading conflicts of interest."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from jury.conflicts import hints
from jury.conflicts.models import Answer, Declaration, Dismissal, Registered
from jury.conflicts.rules import Reason, Source, binds
from jury.panel import queries as panel
from musicprize.accounts.access import Role
from musicprize.accounts.models import User
from submissions.applications import ties as applications

Bound = dict[tuple[UUID, UUID], Reason]
"""(juror, application) → why the juror stands aside."""


def bound(edition_id: UUID, *, blind: bool, at: datetime, own_only: bool = False) -> Bound:
    """Who stood aside from what at an instant, in a round that is blind or not. A tie outweighs "recognised".
    `own_only`: what jurors said themselves, which is all that other jurors may learn."""
    rows = Declaration.objects.filter(
        Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at), application__edition_id=edition_id, declared_at__lte=at
    )
    rows = rows.filter(source=Source.JUROR) if own_only else rows
    found: Bound = {}
    for juror_id, application_id, kind in rows.values_list("juror_id", "application_id", "kind"):
        if binds(kind, blind=blind) and found.get((juror_id, application_id)) != Reason.CONFLICT:
            found[juror_id, application_id] = Reason(kind)
    return found


def named_by_others(edition_id: UUID, *, at: datetime) -> set[tuple[UUID, UUID]]:
    """(juror, application) pairs that an artist, a coordinator or an organiser named. The jurors need not know."""
    rows = Declaration.objects.filter(
        Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=at), application__edition_id=edition_id, declared_at__lte=at
    )
    return set(rows.exclude(source=Source.JUROR).values_list("juror_id", "application_id"))


def declared(juror_id: UUID, application_id: UUID) -> bool:
    """Whether the juror has stood aside from an entry, whatever the reason, and has not taken it back."""
    rows = Declaration.objects.filter(juror_id=juror_id, application_id=application_id, source=Source.JUROR)
    return rows.filter(withdrawn_at__isnull=True).exists()


def answered(round_id: UUID, juror_id: UUID) -> bool:
    """Whether the juror has answered the round's declaration."""
    return Answer.objects.filter(round_id=round_id, juror_id=juror_id).exists()


@dataclass(frozen=True)
class RegisterLine:
    """A line of a juror's own register."""

    id: UUID
    name: str
    whom: str
    tie: str
    from_year: int | None
    to_year: int | None


def register_of(person: User, edition_id: UUID) -> list[RegisterLine]:
    """One's own register in an edition, oldest line first."""
    rows = Registered.objects.filter(juror=person, edition_id=edition_id, removed_at__isnull=True)
    return [RegisterLine(row.pk, row.name, row.whom, row.tie, row.from_year, row.to_year) for row in rows]


@dataclass(frozen=True)
class NamedTie:
    """A tie between a juror and an entry, as somebody named it. Never for the juror's eyes."""

    id: UUID
    juror_id: UUID
    juror_name: str
    application_id: UUID
    source: str
    tie: str
    from_year: int | None
    to_year: int | None
    words: str
    named_by: UUID | None
    declared_at: datetime


def named_on(application_id: UUID, *sources: Source) -> list[NamedTie]:
    """Ties of an entry in force that `sources` named, oldest first."""
    return _named(Declaration.objects.filter(application_id=application_id, source__in=sources))


def in_force(edition_id: UUID) -> list[NamedTie]:
    """Every tie in force of an edition, jurors' own ones too: the organiser's register. One query."""
    return _named(Declaration.objects.filter(application__edition_id=edition_id, kind=Reason.CONFLICT))


def _named(rows: QuerySet[Declaration]) -> list[NamedTie]:
    found = rows.filter(withdrawn_at__isnull=True).select_related("juror").order_by("declared_at", "pk")
    return [
        NamedTie(
            id=row.pk, juror_id=row.juror_id, juror_name=row.juror.name, application_id=row.application_id,
            source=row.source, tie=row.tie, from_year=row.from_year, to_year=row.to_year, words=row.words,
            named_by=row.named_by_id, declared_at=row.declared_at,
        )
        for row in found
    ]  # fmt: skip


@dataclass(frozen=True)
class HintLine:
    """Something that looks like a tie, for an organiser to weigh."""

    juror_id: UUID
    juror_name: str
    application_id: UUID
    artist_name: str
    reference: str
    hint: str
    what: str
    same_city: bool


def open_hints(edition_id: UUID) -> list[HintLine]:
    """Likenesses that nobody has weighed yet and where no tie is in force; a constant number of queries."""
    jurors = panel.judges(edition_id, Role.JUROR, Role.COORDINATOR)
    names = {one.user_id: one.name for one in jurors}
    register: dict[UUID, list[str]] = defaultdict(list)
    for juror_id, name in Registered.objects.filter(edition_id=edition_id, removed_at__isnull=True).values_list(
        "juror_id", "name"
    ):
        register[juror_id].append(name)
    sides = [
        hints.JurorSide(one.user_id, one.name, one.email, one.city_id, tuple(register[one.user_id])) for one in jurors
    ]
    entries = {one.id: one for one in applications.compared(edition_id)}
    weighed = set(
        Dismissal.objects.filter(application__edition_id=edition_id).values_list("juror_id", "application_id", "hint")
    )
    tied = {(one.juror_id, one.application_id) for one in in_force(edition_id)}
    return [
        HintLine(one.juror_id, names[one.juror_id], one.application_id, entries[one.application_id].artist_name,
                 entries[one.application_id].reference, one.hint, one.what, one.same_city)
        for one in hints.found(sides, [_side(each) for each in entries.values()])
        if (one.juror_id, one.application_id) not in tied
        and (one.juror_id, one.application_id, one.hint) not in weighed
    ]  # fmt: skip


def _side(one: applications.Compared) -> hints.ArtistSide:
    people = [name for name, _ in one.members]
    return hints.ArtistSide(
        id=one.id, names=(one.artist_name, one.contact_name, *people, *one.credits),
        emails=(one.email, *(email for _, email in one.members if email)), texts=one.texts, city_id=one.city_id,
    )  # fmt: skip
