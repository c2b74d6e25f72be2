"""What the desk reads: the queue, the facts of one application, and who was admitted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from musicprize.accounts.access import Person
from musicprize.editions import queries as editions
from musicprize.editions.queries import EditionFacts
from submissions.applications import access, completeness, queries, receipts, rules
from submissions.applications.completeness import ConsentContent, Problem
from submissions.applications.models import Application, Screening
from submissions.applications.queries import FileDocument, MemberDocument, ReceiptDocument
from submissions.applications.rules import State
from submissions.eligibility import queries as eligibility
from submissions.eligibility.queries import DistanceFact, EligibilityFacts, Link
from submissions.eligibility.rules import WorkAge
from submissions.works import queries as works
from submissions.works.queries import WorkDocument


@dataclass(frozen=True)
class QueueLine:
    """An application in the queue. `asked`: waits for the artist's answer until that date."""

    id: UUID
    reference: str
    state: str
    artist_name: str
    city: str | None
    city_name: str | None
    place_name: str
    nearest: DistanceFact | None
    verdict: str
    submitted_at: datetime | None
    decided_at: datetime | None
    asked: datetime | None


@dataclass(frozen=True)
class Duplicate:
    """A sign that another application may be the same one. `kind`: same_file (of work `work`) or same_artist."""

    kind: str
    application_id: UUID
    reference: str
    state: str
    work: int | None


@dataclass(frozen=True)
class DecisionLine:
    """Who decided what, when, and what the artist was told."""

    verdict: str
    reason_code: str
    reason: str
    message: str
    sections: tuple[str, ...]
    until: datetime | None
    decided_by: str
    decided_at: datetime


@dataclass(frozen=True)
class ScreeningFacts:
    """All that the desk knows about one application. `changed_since_receipt`: reopened parts were changed and not
    confirmed by the artist yet. `code`: once admitted."""

    id: UUID
    edition_id: UUID
    edition: str
    reference: str
    code: str | None
    state: str
    email: str
    fields: dict[str, Any]
    city_name: str | None
    members: tuple[MemberDocument, ...]
    portrait: FileDocument | None
    rider_file: FileDocument | None
    consents: tuple[ConsentContent, ...]
    works: tuple[WorkDocument, ...]
    problems: Mapping[str, tuple[Problem, ...]]
    eligibility: EligibilityFacts
    duplicates: tuple[Duplicate, ...]
    decisions: tuple[DecisionLine, ...]
    receipts: tuple[ReceiptDocument, ...]
    submitted_at: datetime | None
    decided_at: datetime | None
    reopened_sections: tuple[str, ...]
    reopened_until: datetime | None
    changed_since_receipt: bool


@dataclass(frozen=True)
class AdmittedEntry:
    """An entry as the jury's floor needs it."""

    application_id: UUID
    code: str
    city_id: UUID | None


@dataclass(frozen=True)
class EntryOwner:
    """Who plays an entry, and for which city: for rounds that are not blind, never for one that is."""

    application_id: UUID
    artist_name: str
    city_id: UUID | None


WRITTEN = (
    *("project", "motivation", "biography", "rider_inputs", "rider_power", "rider_projection", "rider_setup_minutes"),
    *("rider_people", "rider_notes"),
)


@dataclass(frozen=True)
class Written:
    """The texts of an application (WRITTEN: field → text, "" where there is none), in the artist's language.
    `rider_bytes`: size of the rider's PDF, None where there is none."""

    language: str
    texts: dict[str, str]
    rider_bytes: int | None = None


def queue_rows(
    edition_id: UUID, *, by: Person, city: str = "", state: str = "", facts: EditionFacts | None = None
) -> QuerySet[Application]:
    """Applications that the person may screen, those waiting longest first. `city`: a code, or "none"; `state`: a
    state. For a paginator; `queue_lines` turns its page into documents. NotFound for who has no desk here."""
    access.check_desk(by, edition_id)
    rows = access.screenable(by, edition_id).order_by("submitted_at", "pk")
    if state:
        rows = rows.filter(state=state)
    if city == "none":
        return rows.filter(city__isnull=True)
    if city:
        edition = facts or editions.by_id(edition_id)
        known = edition.city(city)
        return rows.filter(city_id=known.id) if known else rows.none()
    return rows


def queue_lines(rows: Sequence[Application], *, edition: EditionFacts) -> list[QueueLine]:
    """Lines of the queue, in two queries however many."""
    keys = [row.pk for row in rows]
    years, decided = works.years(keys), eligibility.decisions(keys)
    return [_line(row, edition, years.get(row.pk, []), decided.get(row.pk)) for row in rows]


def screening_queue(edition_id: UUID, *, by: Person, city: str = "", state: str = "") -> list[QueueLine]:
    """The whole queue, for the desk's page."""
    edition = editions.by_id(edition_id)
    rows = list(queue_rows(edition_id, by=by, city=city, state=state, facts=edition))
    return queue_lines(rows, edition=edition)


def screening_facts(application_id: UUID, *, by: Person) -> ScreeningFacts:
    """One application at the desk, in a constant number of queries. NotFound for who may not screen it."""
    row = access.screened(application_id, by=by)
    edition = editions.by_id(row.edition_id)
    own_works = tuple(works.works_of(row.pk))
    facts = queries.eligibility_of(row, edition=edition, own_works=own_works)
    content = queries.content(row, edition=edition, own_works=own_works, facts=facts)
    sent = queries.receipts_of(row.pk)
    return ScreeningFacts(
        id=row.pk,
        edition_id=row.edition_id,
        edition=edition.slug,
        reference=row.reference,
        code=row.code,
        state=row.state,
        email=row.owner.email,
        fields=dict(content.fields),
        city_name=_city_name(row, edition),
        members=tuple(MemberDocument(m.name, m.role, m.email, m.told_at) for m in row.members.all()),
        portrait=queries.file_of(row.portrait),
        rider_file=queries.file_of(row.rider_file),
        consents=content.consents,
        works=own_works,
        problems={task.key: task.problems for task in completeness.tasks(content) if task.problems},
        eligibility=facts,
        duplicates=tuple(_duplicates(row)),
        decisions=tuple(decisions_of(row.pk)),
        receipts=tuple(sent),
        submitted_at=row.submitted_at,
        decided_at=row.decided_at,
        reopened_sections=tuple(row.reopened_sections),
        reopened_until=row.reopened_until,
        changed_since_receipt=_changed(row, edition, content, own_works, sent),
    )


def decisions_of(application_id: UUID) -> list[DecisionLine]:
    """Who decided what, newest first."""
    rows = Screening.objects.filter(application_id=application_id).select_related("decided_by").order_by("-decided_at")
    return [
        DecisionLine(
            row.verdict, row.reason, str(rules.REFUSAL_REASONS.get(row.reason, "")), row.message, tuple(row.sections),
            row.until, row.decided_by.name or row.decided_by.email, row.decided_at,
        )
        for row in rows
    ]  # fmt: skip


def admitted(edition_id: UUID) -> tuple[AdmittedEntry, ...]:
    """The entries of an edition, by code: the order tells nothing."""
    rows = Application.objects.filter(edition_id=edition_id, state=State.ADMITTED).order_by("code")
    return tuple(AdmittedEntry(row.pk, row.code or "", row.city_id) for row in rows)


def owners(application_ids: Iterable[UUID]) -> dict[UUID, EntryOwner]:
    """Who plays these entries; one query. Never for a blind round."""
    rows = Application.objects.filter(pk__in=list(application_ids))
    return {row.pk: EntryOwner(row.pk, row.artist_name, row.city_id) for row in rows}


def written(application_ids: Iterable[UUID]) -> dict[UUID, Written]:
    """What these artists wrote about their projects and what they need on stage; one query. Never for a blind round."""
    rows = Application.objects.filter(pk__in=list(application_ids)).select_related("rider_file")
    return {
        row.pk: Written(
            row.language, {name: str(getattr(row, name) or "") for name in WRITTEN},
            row.rider_file.size if row.rider_file else None,
        )
        for row in rows
    }  # fmt: skip


def _line(
    row: Application,
    edition: EditionFacts,
    years: list[tuple[int, int | None, bool]],
    decision: eligibility.DecisionFact | None,
) -> QueueLine:
    ages = [WorkAge(*age) for age in years]
    found = eligibility.eligibility(
        Link(row.basis, row.place_id, row.place_listed), ages, edition=edition, decision=decision
    )
    city = edition.city(row.city_id) if row.city_id else None
    return QueueLine(
        id=row.pk, reference=row.reference, state=row.state, artist_name=row.artist_name,
        city=city.code if city else None, city_name=city.name if city else None, place_name=row.place_name,
        nearest=found.distances[0] if found.distances else None, verdict=found.verdict.value,
        submitted_at=row.submitted_at, decided_at=row.decided_at, asked=row.reopened_until,
    )  # fmt: skip


def _city_name(row: Application, edition: EditionFacts) -> str | None:
    city = edition.city(row.city_id) if row.city_id else None
    return city.name if city else None


def _duplicates(row: Application) -> list[Duplicate]:
    """Other applications of the edition with the same bytes in a work, or the same artist in the same place. The desk
    is told their reference, not what is in them: they may belong to another city."""
    same_files = works.twins(row.pk, edition_id=row.edition_id)
    others = Application.objects.filter(edition_id=row.edition_id, state__in=access.SCREENED).exclude(pk=row.pk)
    named = others.filter(artist_name__iexact=row.artist_name.strip(), place_name__iexact=row.place_name.strip())
    known = {o.pk: o for o in others.filter(pk__in=[twin.application_id for twin in same_files])}
    found = [
        Duplicate("same_file", twin.application_id, known[twin.application_id].reference,
             known[twin.application_id].state, twin.position)
        for twin in same_files
        if twin.application_id in known
    ]  # fmt: skip
    return found + [Duplicate("same_artist", o.pk, o.reference, o.state, None) for o in named]


def _changed(
    row: Application,
    edition: EditionFacts,
    content: completeness.Content,
    own_works: tuple[WorkDocument, ...],
    sent: list[ReceiptDocument],
) -> bool:
    """Whether what stands there now differs from what the last receipt says."""
    if not sent or not sent[0].document or row.submitted_at is None:
        return False
    sending = receipts.Sending("", row.reference, edition.slug, row.submitted_at)
    now = receipts.document(sending, content, queries.sent_files(row, own_works))
    compared = ("consents",)  # extras may be withdrawn at any time and are no change of the entry
    last = receipts.what_was_sent(sent[0].document)
    return {k: v for k, v in receipts.what_was_sent(now).items() if k not in compared} != {
        k: v for k, v in last.items() if k not in compared
    }
