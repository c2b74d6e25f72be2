"""What an artist does with an application: begin it, fill it, send it, take it back, withdraw it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from musicprize.accounts.access import User
from musicprize.editions import queries as editions
from musicprize.editions.queries import EditionFacts
from musicprize.editions.rules import Phase
from musicprize.kernel.canonical import digest
from musicprize.kernel.errors import Conflict, Invalid, NotFound
from musicprize.kernel.queue import enqueue
from musicprize.ledger import actions as ledger
from musicprize.mail import actions as mail
from musicprize.privacy import actions as privacy
from musicprize.privacy import queries as consents
from submissions.applications import (
    access,
    autosave,
    codes,
    completeness,
    letters,
    places,
    queries,
    receipts,
    withdrawn,
)
from submissions.applications.members import MemberGiven, replaced
from submissions.applications.models import Application, Member, Receipt
from submissions.applications.queries import ReceiptDocument
from submissions.applications.rules import CLOSED, FIELDS, FILES, MACHINE, PORTRAIT, State, Verb, check_open
from submissions.pictures import actions as pictures
from submissions.uploads import actions as uploads
from submissions.works import actions as works
from submissions.works import queries as work_queries

DRAWS = 20


@dataclass(frozen=True)
class Saved:
    """What an autosave answers: the fields sent and those that followed from them, all versions, when."""

    fields: dict[str, Any]
    versions: dict[str, int]
    saved_at: datetime


@transaction.atomic
def create(*, edition: str, by: User, at: datetime) -> tuple[UUID, bool]:
    """Begin an application in the edition of this slug; (its id, whether it is new). One per person and edition: a
    second request gets the first one's. NotFound for an edition not public, Conflict `closed` outside its dates."""
    facts = editions.by_slug(edition)
    if not facts.published:
        raise NotFound()
    found = queries.own_id(by, facts.id)
    if found is not None:
        return found, False
    if not facts.accepts(at):
        raise Conflict("closed", CLOSED)
    try:
        with transaction.atomic():
            application = _begun(facts, by, at)
    except IntegrityError:  # the other of two clicks was first
        found = queries.own_id(by, facts.id)
        if found is None:
            raise
        return found, False
    works.create_for(application_id=application.pk, count=facts.works_required, at=at)
    return application.pk, True


@transaction.atomic
def save(*, application_id: UUID, changes: dict[str, Any], versions: dict[str, int], by: User, at: datetime) -> Saved:
    """Save fields as typed. Conflict `changed_elsewhere`, or why the section is not open; Invalid by field."""
    application = access.taken_by_owner(application_id, by=by)
    edition = editions.by_id(application.edition_id)
    values = autosave.checked(FIELDS, changes)
    _check_open(application, edition, {FIELDS[name].section for name in values}, at)
    values |= places.checked(values, edition=edition)
    current = queries.fields_of(application, edition=edition)
    merged = autosave.merge(values, current=current, known=application.versions, given=versions)
    followed = places.following(merged.values, current=current)
    wrote = merged.values | followed
    if wrote:
        bumped = {name: merged.versions.get(name, 0) + 1 for name in followed if name not in merged.values}
        _write(application, wrote, edition)
        application.versions, application.changed_at = {**merged.versions, **bumped}, at
        application.save(update_fields=[*wrote, "versions", "changed_at"])
    return Saved({**values, **wrote}, application.versions, application.changed_at)


@transaction.atomic
def set_members(*, application_id: UUID, members: Sequence[MemberGiven], version: int, by: User, at: datetime) -> Saved:
    """Replace the list of members, in order. Conflict `changed_elsewhere` when `version` is not the present one."""
    application = access.taken_by_owner(application_id, by=by)
    _check_open(application, editions.by_id(application.edition_id), {"about"}, at)
    wanted = [asdict(member) for member in members]
    present = [{name: getattr(m, name) for name in ("name", "role", "email")} for m in application.members.all()]
    merged = autosave.merge(
        {"members": wanted},
        current={"members": present},
        known=application.versions,
        given={"members": version},
    )
    if merged.values:
        told = {m.email: m.told_at for m in application.members.all() if m.email}
        application.members.all().delete()
        Member.objects.bulk_create(replaced(application.pk, members, told))
        application.versions, application.changed_at = merged.versions, at
        application.save(update_fields=["versions", "changed_at"])
    return Saved({"members": wanted}, application.versions, application.changed_at)


def attach_file(*, application_id: UUID, what: str, upload_id: UUID, wanted: bool, at: datetime) -> None:
    """A verified portrait or rider becomes the application's, in place of an earlier one; dropped when not `wanted`
    (its section was closed meanwhile). Called inside the transaction that makes the upload ready, the application
    already locked."""
    if not wanted:
        uploads.discard(upload_id=upload_id, at=at)
        return
    _put_file(Application.objects.get(pk=application_id), what, upload_id, at)
    if what == PORTRAIT:
        pictures.queue(upload_id=upload_id, at=at)


@transaction.atomic
def remove_file(*, application_id: UUID, what: str, by: User, at: datetime) -> None:
    """Take the portrait or the rider's PDF away. Nothing happens where there is none."""
    application = access.taken_by_owner(application_id, by=by)
    _check_open(application, editions.by_id(application.edition_id), {FILES[what].section}, at)
    _put_file(application, what, None, at)


@transaction.atomic
def set_consents(*, application_id: UUID, answers: dict[str, bool], by: User, at: datetime) -> dict[str, bool]:
    """Give or withdraw consent by purpose. What is asked for as a condition of taking part changes only while the
    application may be written; everything else at any time, since consent can always be withdrawn."""
    application = access.taken_by_owner(application_id, by=by)
    edition = editions.by_id(application.edition_id)
    texts = {text.purpose: text for text in editions.consent_texts(edition.id)}
    unknown = answers.keys() - texts.keys()
    if unknown:
        sentence = _("There is no such consent.")
        raise Invalid(fields={purpose: [("unknown_purpose", sentence)] for purpose in unknown})
    before = consents.state_of(by.pk, edition.id)
    for purpose, agreed in answers.items():
        if agreed == before[purpose]:
            continue
        if texts[purpose].required:
            _check_open(application, edition, {"consents"}, at)
        if agreed:
            privacy.give(user=by, text_id=texts[purpose].id, language=application.language, at=at)
        else:
            privacy.withdraw(user=by, edition_id=edition.id, purpose=purpose, at=at)
    return before | answers


@transaction.atomic
def submit(*, application_id: UUID, by: User, at: datetime) -> ReceiptDocument:
    """Send the application, or confirm the parts that were reopened: the click at `at` counts. A second click on
    what is already sent gets the same receipt. Conflict `closed` from the closing instant on; Invalid `not_complete`
    names every field. Issues a receipt, whose mail is written by a task, and tells members whom somebody typed in."""
    application = access.taken_by_owner(application_id, by=by)
    edition = editions.by_id(application.edition_id)
    verb = Verb.CONFIRM if application.state == State.SUBMITTED else Verb.SUBMIT
    latest = application.receipts.order_by("-issued_at").first()
    if verb is Verb.CONFIRM and not application.reopened_sections and latest is not None:
        return queries.receipt_document(latest)
    application.state = MACHINE.next(application.state, verb)
    _check_in_time(application, edition, verb, at)
    receipt = _issue(application, edition, at)
    application.submitted_at = application.changed_at = at
    application.reopened_sections, application.reopened_until = [], None
    application.save(update_fields=["state", "submitted_at", "changed_at", "reopened_sections", "reopened_until"])
    letters.tell_members(application, edition, at=at)
    facts = {"receipt": receipt.sha256, "works": edition.works_required}
    _record(application, verb, by, at, facts)
    enqueue("submissions.applications.send_receipt", receipt_id=str(receipt.pk))
    return queries.receipt_document(receipt)


@transaction.atomic
def take_back(*, application_id: UUID, by: User, at: datetime) -> None:
    """Reopen a sent application for editing; it is then not sent. Conflict `closed` from the closing instant on."""
    application = access.taken_by_owner(application_id, by=by)
    edition = editions.by_id(application.edition_id)
    application.state = MACHINE.next(application.state, Verb.TAKE_BACK)
    if at >= edition.closes_at:
        raise Conflict("closed", _("After the closing date an application can be withdrawn, but not changed any more."))
    application.submitted_at, application.changed_at = None, at
    application.reopened_sections, application.reopened_until = [], None
    application.save(update_fields=["state", "submitted_at", "changed_at", "reopened_sections", "reopened_until"])
    _record(application, Verb.TAKE_BACK, by, at, {})
    letters.to_artist(application, edition, template="application_taken_back", at=at)


@transaction.atomic
def withdraw(*, application_id: UUID, reference: str, by: User, at: datetime) -> None:
    """Withdraw for good; the typed reference confirms it. Invalid when it is another; Conflict once refused."""
    application = access.taken_by_owner(application_id, by=by)
    state = MACHINE.next(application.state, Verb.WITHDRAW)
    if not codes.same_reference(reference, application.reference):
        message = _("This is not the reference of this application. It is printed at the top of the page.")
        raise Invalid(fields={"reference": [("wrong_reference", message)]})
    _end(application, state, by, at)
    edition = editions.by_id(application.edition_id)
    letters.to_artist(application, edition, template="application_withdrawn", at=at)


@transaction.atomic
def erase_artist(*, user: User, at: datetime) -> None:
    """Part of erasing a person (musicprize.privacy.leaving): what is still to be judged is withdrawn, without a mail;
    every file goes. An application of an edition that is over keeps its outcome; the texts are emptied after this."""
    for application in Application.objects.select_for_update().filter(owner=user).order_by("pk"):
        judged = editions.by_id(application.edition_id).phase(at) is Phase.OVER
        if not judged and MACHINE.allows(application.state, Verb.WITHDRAW):
            _end(application, MACHINE.next(application.state, Verb.WITHDRAW), user, at)
        works.drop_audio(application_id=application.pk, at=at)
        if application.portrait_id:
            pictures.discard(upload_id=application.portrait_id, at=at)
        application.portrait = application.rider_file = None
        application.save(update_fields=["portrait", "rider_file"])
        uploads.discard_all(application_id=application.pk, at=at)
        mail.forget(campaign=f"member:{application.pk}")


def _end(application: Application, state: State, by: User, at: datetime) -> None:
    sent = application.submitted_at is not None
    application.state, application.changed_at = state, at
    application.reopened_sections, application.reopened_until = [], None
    application.save(update_fields=["state", "changed_at", "reopened_sections", "reopened_until"])
    if sent:
        withdrawn.announce(application_id=application.pk, by=by, at=at)  # may lock rounds, so before the ledger's head
        _record(application, Verb.WITHDRAW, by, at, {})


def _begun(edition: EditionFacts, by: User, at: datetime) -> Application:
    return Application.objects.create(
        edition_id=edition.id,
        owner=by,
        reference=_unused_reference(edition.year),
        language=by.language,
        contact_name=by.name,
        created_at=at,
        changed_at=at,
    )


def _unused_reference(year: int) -> str:
    for _draw in range(DRAWS):
        reference = codes.draw_reference(year)
        if not Application.objects.filter(reference=reference).exists():
            return reference
    raise RuntimeError("no free reference found: the year's references are nearly used up")


def _put_file(application: Application, what: str, upload_id: UUID | None, at: datetime) -> None:
    column = FILES[what].column
    earlier = getattr(application, f"{column}_id")
    setattr(application, f"{column}_id", upload_id)
    application.changed_at = at
    application.save(update_fields=[column, "changed_at"])
    if earlier and earlier != upload_id:
        uploads.discard(upload_id=earlier, at=at)
        if what == PORTRAIT:
            pictures.discard(upload_id=earlier, at=at)


def _check_open(application: Application, edition: EditionFacts, sections: set[str], at: datetime) -> None:
    opened = queries.open_sections(application, edition=edition, at=at)
    for section in sorted(sections):
        check_open(section, opened, state=application.state)


def _check_in_time(application: Application, edition: EditionFacts, verb: Verb, at: datetime) -> None:
    """Both ends are exact: at the closing instant itself it is too late."""
    if verb is Verb.CONFIRM:
        if application.reopened_until is None or at >= application.reopened_until:
            raise Conflict(
                "answer_closed", _("The time to answer is over. We decide on what stands in the application now.")
            )
        return
    if at < edition.opens_at or at >= queries.sending_closes(application, edition=edition):
        raise Conflict("closed", CLOSED)


def _issue(application: Application, edition: EditionFacts, at: datetime) -> Receipt:
    own_works = tuple(work_queries.works_of(application.pk))
    content = queries.content(application, edition=edition, own_works=own_works)
    check_complete(content)
    number = f"{application.reference}-R{application.receipts.count() + 1}"
    sending = receipts.Sending(number, application.reference, edition.slug, at)
    document = receipts.document(sending, content, queries.sent_files(application, own_works))
    return Receipt.objects.create(
        application=application, number=number, document=document, sha256=digest(document), issued_at=at, due_at=at
    )


def check_complete(content: completeness.Content, *, without: Sequence[str] = ()) -> None:
    """Invalid `not_complete` with every problem, by section and field; sections in `without` are not looked at."""
    problems = {
        f"{task.key}.{problem.field}": [(problem.code, problem.message)]
        for task in completeness.tasks(content)
        for problem in task.problems
        if task.key not in without
    }
    if problems:
        message = _("Something is still missing or wrong. Look through the parts that are marked, then send again.")
        raise Invalid("not_complete", message, fields=problems)


def _write(application: Application, values: dict[str, Any], edition: EditionFacts) -> None:
    for name, value in values.items():
        if name == "city":
            city = edition.city(value) if value else None
            application.city_id = city.id if city else None
        else:
            setattr(application, name, value)


def _record(application: Application, verb: Verb, by: User, at: datetime, facts: dict[str, Any]) -> None:
    ledger.record(
        verb=f"application.{verb.value}",
        subject=application,
        by=by.pk,
        at=at,
        edition_id=application.edition_id,
        facts=facts,
    )
