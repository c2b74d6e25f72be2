"""Preparing, confirming and cancelling publications; letters to those who applied."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jury.publication import access, snapshot
from jury.publication.models import Publication
from jury.publication.rules import MACHINE, Kind, State, Verb, check_not_public, is_public
from musicprize.accounts.models import User
from musicprize.editions import queries as editions
from musicprize.kernel.canonical import digest
from musicprize.kernel.errors import Conflict, Invalid
from musicprize.kernel.locks import locked
from musicprize.kernel.queue import enqueue
from musicprize.ledger import actions as ledger
from musicprize.mail import actions as mail
from submissions.applications import public_queries as applications
from submissions.applications.public_queries import Applicant
from submissions.audio import actions as audio


@transaction.atomic
def prepare(*, edition_id: UUID, kind: Kind, embargo_at: datetime | None, by: User, at: datetime) -> Publication:
    """Freeze what will be public at `embargo_at`, or with None when it is released on stage. A second person confirms.

    Conflict `already_prepared` while another of this kind is in force, `nothing_decided` before the decision.
    """
    access.check_can_publish(by, edition_id)
    edition = editions.by_id(edition_id)
    if Publication.objects.filter(edition_id=edition_id, kind=kind).exclude(state=State.CANCELLED).exists():
        sentence = _("This has been prepared already. Cancel that publication first if something has to change.")
        raise Conflict("already_prepared", sentence)
    document = snapshot.snapshot(edition, kind)
    row = Publication.objects.create(
        edition_id=edition_id, kind=kind, embargo_at=embargo_at, snapshot=document, sha256=digest(document),
        prepared_by=by, prepared_at=at,
    )  # fmt: skip
    audio.queue_excerpts(work_ids=snapshot.work_ids(document), at=at)
    _record(row, "publication.prepare", by, at)
    return row


@transaction.atomic
def confirm(*, publication_id: UUID, by: User, at: datetime) -> Publication:
    """The second person's yes: from `embargo_at` on it is public. Conflict `decision_changed` if it is out of date."""
    row = locked(Publication.objects.filter(pk=publication_id))
    access.check_can_confirm(by, edition_id=row.edition_id, prepared_by=row.prepared_by_id)
    state = MACHINE.next(row.state, Verb.CONFIRM)
    now = snapshot.snapshot(editions.by_id(row.edition_id), Kind(row.kind))
    if snapshot.decisions_of(now) != snapshot.decisions_of(row.snapshot):
        sentence = _("The jury has decided anew since this was prepared. Cancel it and prepare it again.")
        raise Conflict("decision_changed", sentence)
    row.state, row.confirmed_by, row.confirmed_at = state, by, at
    row.save(update_fields=["state", "confirmed_by", "confirmed_at"])
    _record(row, "publication.confirm", by, at)
    _ring(row, at)
    return row


@transaction.atomic
def release(*, publication_id: UUID, by: User, at: datetime) -> Publication:
    """Make a confirmed publication public now, before its time or without one: what the stage says, the web says.

    Two people have said yes to it before, so either of them, another organiser or the chair may. Conflict
    `wrong_state` before the confirmation; once it is public, releasing it again changes nothing.
    """
    row = locked(Publication.objects.filter(pk=publication_id))
    access.check_can_preview(by, row.edition_id)
    row.state = MACHINE.next(row.state, Verb.RELEASE)
    if is_public(row.state, row.embargo_at, at):
        return row
    row.embargo_at = at
    row.save(update_fields=["embargo_at"])
    _record(row, "publication.release", by, at)
    _ring(row, at)
    return row


@transaction.atomic
def note_for_stage(*, publication_id: UUID, notes: Mapping[str, str], by: User, at: datetime) -> Publication:
    """What the presenter reads beside each entry: how the name is said, who hands over. Replaces all notes.

    Invalid `unknown_entry` for a code that the publication does not hold. Decides nothing: no line in the ledger.
    """
    row = locked(Publication.objects.filter(pk=publication_id))
    access.check_can_preview(by, row.edition_id)
    if set(notes) - {entry["code"] for entry in row.snapshot["entries"]}:
        raise Invalid(fields={"notes": [("unknown_entry", _("One of these entries is not in this publication."))]})
    row.stage_notes = {code: text for code, text in notes.items() if text}
    row.save(update_fields=["stage_notes"])
    return row


@transaction.atomic
def queue_missing_excerpts(*, at: datetime) -> None:
    """Works whose recording was not ready yet when their publication was prepared get their excerpts now."""
    for row in Publication.objects.exclude(state=State.CANCELLED):
        audio.queue_excerpts(work_ids=snapshot.work_ids(row.snapshot), at=at)


@transaction.atomic
def cancel(*, publication_id: UUID, by: User, at: datetime) -> Publication:
    """Take it back before its time. Conflict `already_public` from the embargo on: what was seen was seen."""
    row = locked(Publication.objects.filter(pk=publication_id))
    access.check_can_publish(by, row.edition_id)
    check_not_public(row.state, row.embargo_at, at)
    row.state = MACHINE.next(row.state, Verb.CANCEL)
    row.save(update_fields=["state"])
    _record(row, "publication.cancel", by, at)
    return row


@transaction.atomic
def write_letters(*, publication_id: UUID, at: datetime) -> int:
    """One letter to each applicant, in their language, from the embargo on; returns how many were written now.

    Idempotent: a letter is written once per publication and address, however often this runs.
    """
    row = locked(Publication.objects.filter(pk=publication_id))
    if not is_public(row.state, row.embargo_at, at) or row.letters_at is not None:
        return 0
    outcomes = _outcomes(row.snapshot)
    written = 0
    for applicant in applications.applicants(row.edition_id):
        if applicant.admitted or row.kind == Kind.RESULTS:
            outcome = outcomes.get(str(applicant.application_id), "not_chosen")
            written += _letter(row, applicant, outcome, at) is not None
    row.letters_at = at
    row.save(update_fields=["letters_at"])
    return written


def _letter(row: Publication, applicant: Applicant, outcome: str, at: datetime) -> Any:
    edition = editions.by_id(row.edition_id)
    return mail.write(
        template="letter", to=applicant.email, language=applicant.language, at=at, user_id=applicant.user_id,
        campaign=f"publication:{row.pk}",
        context={
            "kind": row.kind, "outcome": outcome, "artist_name": applicant.artist_name,
            "reference": applicant.reference, "edition": edition, "path": f"/results/{edition.slug}/",
        },
    )  # fmt: skip


def _outcomes(document: dict[str, Any]) -> dict[str, str]:
    """{application: finalist, special or winner}, the highest that it reached."""
    owners = {entry["code"]: entry["application"] for entry in document["entries"]}
    rank = {"finalists": "finalist", "special": "special", "winner": "winner"}
    ordered = sorted(document["decisions"], key=lambda one: list(rank).index(one["kind"]))
    return {owners[code]: rank[one["kind"]] for one in ordered for code in one["entries"]}


def _ring(row: Publication, at: datetime) -> None:
    """Ring for the letters at once where it is public; the sweep would find them within a minute."""
    if is_public(row.state, row.embargo_at, at):
        enqueue("jury.publication.letters", publication_id=str(row.pk))


def _record(row: Publication, verb: str, by: User, at: datetime) -> None:
    ledger.record(
        verb=verb, subject=row, by=by.pk, at=at, edition_id=row.edition_id,
        facts={"kind": row.kind, "document": row.sha256, "embargo_at": row.embargo_at},
    )  # fmt: skip
