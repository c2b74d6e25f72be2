"""Reading applications: the artist's own view of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from musicprize.accounts.access import Person
from musicprize.editions import queries as editions
from musicprize.editions.queries import EditionFacts
from musicprize.kernel.errors import NotFound, Sentence
from musicprize.privacy import queries as privacy
from submissions.applications import access, completeness, rules
from submissions.applications.completeness import ConsentContent, Content, Task, WorkContent
from submissions.applications.models import Application, Receipt, Screening
from submissions.applications.receipts import SentFile
from submissions.applications.rules import FIELDS, MACHINE, State, Verb
from submissions.eligibility import queries as eligibility
from submissions.eligibility.queries import EligibilityFacts, Link
from submissions.eligibility.rules import WorkAge
from submissions.pictures import queries as pictures
from submissions.works import queries as works
from submissions.works.queries import WorkDocument


@dataclass(frozen=True)
class FileDocument:
    """A portrait or a rider as PDF."""

    upload_id: UUID
    file_name: str
    content_type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class MemberDocument:
    name: str
    role: str
    email: str
    told_at: datetime | None


@dataclass(frozen=True)
class ReceiptDocument:
    """A receipt. `url`: path of its JSON in the API."""

    application_id: UUID
    number: str
    sha256: str
    issued_at: datetime
    document: dict[str, Any]

    @property
    def url(self) -> str:
        return f"/api/v1/receipts/{self.number}"

    @property
    def pdf_url(self) -> str:
        return f"{self.url}/pdf"


@dataclass(frozen=True)
class DecisionForArtist:
    """What the desk told the artist. `reason` is a standard sentence."""

    verdict: str
    reason_code: str
    reason: Sentence
    message: str
    sections: tuple[str, ...]
    until: datetime | None
    decided_at: datetime


@dataclass(frozen=True)
class ApplicationDocument:
    """An application as its artist sees it. `open_sections`: what may be written now. `may`: what may be done now."""

    id: UUID
    edition_id: UUID
    edition: str
    reference: str
    state: str
    fields: dict[str, Any]
    members: tuple[MemberDocument, ...]
    portrait: FileDocument | None
    rider_file: FileDocument | None
    consents: dict[str, bool]
    versions: dict[str, int]
    created_at: datetime
    saved_at: datetime
    submitted_at: datetime | None
    decided_at: datetime | None
    reopened_sections: tuple[str, ...]
    reopened_until: datetime | None
    open_sections: tuple[str, ...]
    may: tuple[str, ...]
    sending_closes: datetime


@dataclass(frozen=True)
class ApplicationPage:
    """All that the artist's pages show."""

    application: ApplicationDocument
    edition: EditionFacts
    works: tuple[WorkDocument, ...]
    consents: tuple[ConsentContent, ...]
    tasks: tuple[Task, ...]
    ready: bool
    eligibility: EligibilityFacts
    receipts: tuple[ReceiptDocument, ...]
    decisions: tuple[DecisionForArtist, ...]


@dataclass(frozen=True)
class OwnApplication:
    """A line in the list of one's own applications."""

    id: UUID
    edition_id: UUID
    edition: str
    edition_title: str
    reference: str
    state: str
    artist_name: str
    saved_at: datetime
    submitted_at: datetime | None
    closes_at: datetime


def my_applications(person: Person) -> list[OwnApplication]:
    """One's own applications, newest first; two queries."""
    known = {edition.id: edition for edition in editions.editions(published_only=False)} if person.pk else {}
    rows = Application.objects.filter(owner_id=person.pk).order_by("-created_at") if person.pk else []
    return [
        OwnApplication(
            row.pk, row.edition_id, known[row.edition_id].slug, known[row.edition_id].title, row.reference, row.state,
            row.artist_name, row.changed_at, row.submitted_at, known[row.edition_id].closes_at,
        )
        for row in rows
    ]  # fmt: skip


def own_id(person: Person, edition_id: UUID) -> UUID | None:
    """The person's application in an edition that was not withdrawn, if there is one."""
    rows = Application.objects.filter(owner_id=person.pk, edition_id=edition_id).exclude(state=State.WITHDRAWN)
    return rows.values_list("pk", flat=True).first() if person.pk else None


def application(application_id: UUID, *, by: Person, at: datetime) -> ApplicationDocument:
    """The artist's own application."""
    row = access.owned(application_id, by=by)
    return document(row, edition=editions.by_id(row.edition_id), at=at)


def application_page(application_id: UUID, *, by: Person, at: datetime) -> ApplicationPage:
    """Everything about the artist's own application, in a constant number of queries."""
    row = access.owned(application_id, by=by)
    edition = editions.by_id(row.edition_id)
    own_works = tuple(works.works_of(row.pk))
    facts = eligibility_of(row, edition=edition, own_works=own_works)
    held = content(row, edition=edition, own_works=own_works, facts=facts)
    tasks = tuple(completeness.tasks(held))
    return ApplicationPage(
        application=document(row, edition=edition, at=at),
        edition=edition,
        works=own_works,
        consents=held.consents,
        tasks=tasks,
        ready=completeness.ready(list(tasks)),
        eligibility=facts,
        receipts=tuple(receipts_of(row.pk)),
        decisions=tuple(decisions_for_artist(row.pk)),
    )


def tasks(application_id: UUID, *, by: Person) -> list[Task]:
    """The sections of the artist's own application with their statuses and problems."""
    row = access.owned(application_id, by=by)
    return completeness.tasks(content(row, edition=editions.by_id(row.edition_id)))


def content(
    row: Application,
    *,
    edition: EditionFacts,
    own_works: tuple[WorkDocument, ...] | None = None,
    facts: EligibilityFacts | None = None,
) -> Content:
    """What an application holds, for checking and for receipts. What the caller has read already is not read again."""
    own_works = tuple(works.works_of(row.pk)) if own_works is None else own_works
    given = privacy.state_of(row.owner_id, row.edition_id)
    facts = facts or eligibility_of(row, edition=edition, own_works=own_works)
    return Content(
        fields=fields_of(row, edition=edition),
        member_names=tuple(row.members.values_list("name", flat=True)),
        has_portrait=row.portrait_id is not None,
        portrait_refused=pictures.refusal_of(row.portrait_id) if row.portrait_id else "",
        works=tuple(_work_content(work) for work in own_works),
        consents=tuple(
            ConsentContent(text.purpose, text.title, text.required, given.get(text.purpose, False))
            for text in editions.consent_texts(row.edition_id)
        ),
        limits=edition.text_limits,
        works_required=edition.works_required,
        notes=_notes(facts),
    )


def document(row: Application, *, edition: EditionFacts, at: datetime) -> ApplicationDocument:
    closes = sending_closes(row, edition=edition)
    return ApplicationDocument(
        id=row.pk,
        edition_id=row.edition_id,
        edition=edition.slug,
        reference=row.reference,
        state=row.state,
        fields=fields_of(row, edition=edition),
        members=tuple(MemberDocument(m.name, m.role, m.email, m.told_at) for m in row.members.all()),
        portrait=file_of(row.portrait),
        rider_file=file_of(row.rider_file),
        consents=privacy.state_of(row.owner_id, row.edition_id),
        versions=row.versions,
        created_at=row.created_at,
        saved_at=row.changed_at,
        submitted_at=row.submitted_at,
        decided_at=row.decided_at,
        reopened_sections=tuple(row.reopened_sections),
        reopened_until=row.reopened_until,
        open_sections=open_sections(row, edition=edition, at=at),
        may=_may(row, edition=edition, closes=closes, at=at),
        sending_closes=closes,
    )


def fields_of(row: Application, *, edition: EditionFacts) -> dict[str, Any]:
    """Values of the saved fields; the city as its code, "" for none."""
    city = edition.city(row.city_id) if row.city_id else None
    return {name: getattr(row, name) for name in FIELDS if name != "city"} | {"city": city.code if city else ""}


def file_of(upload: Any) -> FileDocument | None:
    """A file of the application, or None."""
    if upload is None:
        return None
    return FileDocument(upload.pk, upload.file_name, upload.content_type, upload.size, upload.sha256)


def open_sections(row: Application, *, edition: EditionFacts, at: datetime) -> tuple[str, ...]:
    """Sections that the artist may write at `at`."""
    return rules.open_sections(
        state=row.state,
        works=edition.works_required,
        accepts=edition.accepts(at),
        reopened=row.reopened_sections,
        until=row.reopened_until,
        at=at,
    )


def sending_closes(row: Application, *, edition: EditionFacts) -> datetime:
    """Until when (exclusive) a click on "send" counts for this application."""
    begun_in_time = Q(created_at__lt=edition.closes_at)
    still_going = Q(state__in=["open", "completing", "verifying"]) | Q(verified_at__gte=edition.closes_at)
    under_way = row.uploads.filter(begun_in_time & still_going).exists()
    return rules.sending_closes(
        closes_at=edition.closes_at, grace_ends=edition.closes_at + edition.grace, upload_under_way=under_way
    )


def eligibility_of(row: Application, *, edition: EditionFacts, own_works: tuple[WorkDocument, ...]) -> EligibilityFacts:
    """What is computed and decided about who may enter."""
    ages = [WorkAge(work.position, work.fields["year"], work.fields["in_progress"]) for work in own_works]
    decision = eligibility.decisions([row.pk]).get(row.pk)
    return eligibility.eligibility(
        Link(row.basis, row.place_id, row.place_listed), ages, edition=edition, decision=decision
    )


def sent_files(row: Application, own_works: tuple[WorkDocument, ...]) -> list[SentFile]:
    """Every file that belongs to the application, with its SHA-256."""
    found = [
        SentFile(f"work-{w.position}", w.audio.file_name, w.audio.size, w.audio.sha256) for w in own_works if w.audio
    ]
    for what, upload in (("portrait", row.portrait), ("rider", row.rider_file)):
        if upload is not None:
            found.append(SentFile(what, upload.file_name, upload.size, upload.sha256))
    return found


def receipts_of(application_id: UUID) -> list[ReceiptDocument]:
    """All receipts of an application, newest first."""
    rows = Receipt.objects.filter(application_id=application_id).order_by("-issued_at")
    return [receipt_document(row) for row in rows]


def receipt(number: str, *, by: Person) -> ReceiptDocument:
    """One receipt, for its artist and the desk; NotFound for others."""
    row = Receipt.objects.select_related("application").filter(number=number.strip().upper()).first()
    if row is None:
        raise NotFound()
    access.check_can_see(by, row.application)
    return receipt_document(row)


def receipt_document(row: Receipt) -> ReceiptDocument:
    return ReceiptDocument(row.application_id, row.number, row.sha256, row.issued_at, row.document)


def decisions_for_artist(application_id: UUID) -> list[DecisionForArtist]:
    """What the desk told the artist, newest first."""
    return [
        DecisionForArtist(
            row.verdict, row.reason, rules.REFUSAL_REASONS.get(row.reason, ""), row.message, tuple(row.sections),
            row.until, row.decided_at,
        )
        for row in Screening.objects.filter(application_id=application_id).order_by("-decided_at")
    ]  # fmt: skip


def _may(row: Application, *, edition: EditionFacts, closes: datetime, at: datetime) -> tuple[str, ...]:
    """Verbs that the artist may say now, as far as the state and the clock allow."""
    allowed = {
        Verb.SUBMIT: edition.opens_at <= at < closes,
        Verb.CONFIRM: row.reopened_until is not None and at < row.reopened_until,
        Verb.TAKE_BACK: at < edition.closes_at,
        Verb.WITHDRAW: True,
    }
    return tuple(verb.value for verb, timely in allowed.items() if timely and MACHINE.allows(row.state, verb))


def _work_content(work: WorkDocument) -> WorkContent:
    recording = work.recording
    return WorkContent(
        position=work.position,
        fields=work.fields,
        has_audio=work.audio is not None,
        recording=recording.state if recording else "",
        recording_message=str(recording.message) if recording else "",
        duration_ms=recording.duration_ms if recording else None,
    )


def _notes(facts: EligibilityFacts) -> dict[str, tuple[Sentence, ...]]:
    """Open findings that do not hold back sending, at the section that they are about. Missing facts are problems of
    the section itself, so they are not said twice."""
    told: dict[str, list[Sentence]] = {}
    for finding in facts.findings:
        if finding.open and not finding.code.endswith("missing"):
            key = rules.work_section(finding.work) if finding.work else "eligibility"
            told.setdefault(key, []).append(finding.sentence)
    return {key: tuple(sentences) for key, sentences in told.items()}
