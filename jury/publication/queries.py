"""Reading publications. What the public sees is computed from the clock at every request."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from jury.publication.models import Publication
from jury.publication.rules import Kind, State, is_public
from musicprize.kernel.errors import NotFound
from musicprize.privacy import queries as privacy
from submissions.audio import queries as audio
from submissions.audio.queries import Playable
from submissions.pictures import queries as pictures
from submissions.pictures.queries import CleanCopy


@dataclass(frozen=True)
class PublicationFacts:
    """A publication as organisers see it."""

    id: UUID
    edition_id: UUID
    edition: str
    kind: str
    state: str
    embargo_at: datetime | None
    document: dict[str, Any]
    sha256: str
    prepared_by: str
    prepared_by_id: UUID
    prepared_at: datetime
    confirmed_by: str
    confirmed_at: datetime | None
    letters_at: datetime | None
    stage_notes: dict[str, str]


@dataclass(frozen=True)
class PublicResult:
    """What everybody may see: the frozen document, and which works may be heard now (consent is asked each time).

    `excerpts_ms`: {work: length of its excerpt in milliseconds} of exactly those that may be heard.
    `portraits`: {code: the clean copy} of the entries that have one.
    """

    edition: str
    kind: str
    embargo_at: datetime | None
    document: dict[str, Any]
    sha256: str
    excerpts_ms: dict[str, int]
    portraits: dict[str, CleanCopy] = field(default_factory=dict)

    @property
    def audible(self) -> frozenset[str]:
        return frozenset(self.excerpts_ms)


def of_edition(edition_id: UUID) -> list[PublicationFacts]:
    """All publications of an edition, cancelled ones included, oldest first."""
    rows = Publication.objects.filter(edition_id=edition_id).select_related("edition", "prepared_by", "confirmed_by")
    return [_facts(row) for row in rows.order_by("prepared_at")]


def one(publication_id: UUID) -> PublicationFacts:
    row = Publication.objects.filter(pk=publication_id).select_related("edition", "prepared_by", "confirmed_by").first()
    if row is None:
        raise NotFound()
    return _facts(row)


def due_letters(at: datetime) -> list[UUID]:
    """Publications that are public and whose letters are not written."""
    rows = Publication.objects.filter(state=State.SCHEDULED, embargo_at__lte=at, letters_at__isnull=True)
    return list(rows.values_list("pk", flat=True))


def published(at: datetime) -> list[PublicationFacts]:
    """What is public now, newest first: of each edition its results, or its finalists while there are no results."""
    rows = Publication.objects.filter(state=State.SCHEDULED, embargo_at__lte=at)
    rows = rows.select_related("edition", "prepared_by", "confirmed_by").order_by("-embargo_at")
    found: dict[UUID, PublicationFacts] = {}
    for row in rows:
        known = found.get(row.edition_id)
        if known is None or row.kind == Kind.RESULTS:
            found[row.edition_id] = _facts(row)
    return list(found.values())


def public_result(slug: str, *, at: datetime) -> PublicResult:
    """The public document of an edition. NotFound before the embargo, as if there were none."""
    found = next((each for each in published(at) if each.edition == slug), None)
    if found is None:
        raise NotFound()
    return PublicResult(
        edition=slug, kind=found.kind, embargo_at=found.embargo_at, document=found.document, sha256=found.sha256,
        excerpts_ms=_audible(found), portraits=_portraits(found.document),
    )  # fmt: skip


def public_excerpt(slug: str, work_id: UUID, *, at: datetime) -> Playable:
    """The excerpt of a published work whose artist agreed to it and did not take that back; NotFound otherwise."""
    result = public_result(slug, at=at)
    found = audio.excerpts([work_id]).get(work_id) if str(work_id) in result.audible else None
    if found is None:
        raise NotFound()
    return found


def public_portrait(slug: str, code: str, *, at: datetime) -> CleanCopy:
    """The clean copy of the portrait of a published entry; NotFound before the embargo, and where there is none."""
    found = public_result(slug, at=at).portraits.get(code)
    if found is None:
        raise NotFound()
    return found


def is_visible(facts: PublicationFacts, at: datetime) -> bool:
    return is_public(facts.state, facts.embargo_at, at)


def _audible(found: PublicationFacts) -> dict[str, int]:
    owners = {UUID(entry["owner"]): entry["works"] for entry in found.document["entries"]}
    consents = privacy.consents_of(owners, found.edition_id)
    agreed = [work["id"] for owner, works in owners.items() if consents[owner].get("excerpt") for work in works]
    there = audio.excerpts(UUID(work_id) for work_id in agreed)
    return {str(work_id): excerpt.duration_ms for work_id, excerpt in there.items()}


def _portraits(document: dict[str, Any]) -> dict[str, CleanCopy]:
    uploads = {entry["code"]: UUID(entry["portrait"]) for entry in document["entries"] if entry["portrait"]}
    there = pictures.copies(uploads.values())
    return {code: there[upload_id] for code, upload_id in uploads.items() if upload_id in there}


def _facts(row: Publication) -> PublicationFacts:
    return PublicationFacts(
        id=row.pk, edition_id=row.edition_id, edition=row.edition.slug, kind=row.kind, state=row.state,
        embargo_at=row.embargo_at, document=row.snapshot, sha256=row.sha256,
        prepared_by=row.prepared_by.name, prepared_by_id=row.prepared_by_id, prepared_at=row.prepared_at,
        confirmed_by=row.confirmed_by.name if row.confirmed_by else "", confirmed_at=row.confirmed_at,
        letters_at=row.letters_at, stage_notes=row.stage_notes,
    )  # fmt: skip
