"""Writes to works: the fields, and the recording."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from musicprize.accounts.access import User
from musicprize.editions import queries as editions
from submissions.applications import autosave
from submissions.applications.rules import check_open, open_sections, work_section
from submissions.audio import actions as audio
from submissions.uploads import actions as uploads
from submissions.works import access
from submissions.works.models import Work
from submissions.works.rules import FIELDS, normalised


@dataclass(frozen=True)
class SavedWork:
    """What an autosave answers: the fields that changed, all versions, when."""

    fields: dict[str, Any]
    versions: dict[str, int]
    saved_at: datetime


def create_for(*, application_id: UUID, count: int, at: datetime) -> None:
    """Empty works 1 to `count` of a new application; called inside the transaction that makes it."""
    Work.objects.bulk_create(
        Work(application_id=application_id, position=position, changed_at=at) for position in range(1, count + 1)
    )


@transaction.atomic
def save(*, work_id: UUID, changes: dict[str, Any], versions: dict[str, int], by: User, at: datetime) -> SavedWork:
    """Save fields of a work as typed. Conflict `changed_elsewhere`, or why it may not be written; Invalid by field."""
    work = access.taken_by_owner(work_id, by=by)
    values = normalised(autosave.checked(FIELDS, changes))
    _check_open(work, at)
    current = {name: getattr(work, name) for name in values}
    merged = autosave.merge(values, current=current, known=work.versions, given=versions)
    if merged.values:
        for name, value in merged.values.items():
            setattr(work, name, value)
        work.versions, work.changed_at = merged.versions, at
        work.save(update_fields=[*merged.values, "versions", "changed_at"])
    return SavedWork({name: getattr(work, name) for name in values}, work.versions, work.changed_at)


@transaction.atomic
def remove_audio(*, work_id: UUID, by: User, at: datetime) -> None:
    """Take the recording of a work away. Nothing happens where there is none."""
    work = access.taken_by_owner(work_id, by=by)
    _check_open(work, at)
    if work.audio_id is None:
        return
    _release(work, at)
    work.changed_at = at
    work.save(update_fields=["audio", "changed_at"])
    audio.replan(application_id=work.application_id, at=at)


def attach_audio(*, work_id: UUID, upload_id: UUID, begun_at: datetime, done_at: datetime, at: datetime) -> None:
    """A verified recording becomes the work's, in place of an earlier one, and is measured.

    Called inside the transaction that makes the upload ready, the application and the work already locked. When the
    application was sent without it meanwhile the file is not taken; nor when it had arrived, at `done_at`, after the
    grace. How long its check waited does not count.
    """
    work = access.rows().get(pk=work_id)
    if work.audio_id == upload_id:
        return
    edition = editions.by_id(work.application.edition_id)
    if not takes_audio(work, edition, begun_at=begun_at, at=done_at):
        uploads.discard(upload_id=upload_id, at=at)
        return
    _release(work, at)
    work.audio_id, work.changed_at = upload_id, at
    work.save(update_fields=["audio", "changed_at"])
    audio.queue_measurement(work_id=work.pk, upload_id=upload_id, at=at)


def takes_audio(work: Work, edition: editions.EditionFacts, *, begun_at: datetime | None, at: datetime) -> bool:
    """Whether a recording begun at `begun_at` (None: about to begin) may still be sent for this work of `edition`."""
    accepts = edition.accepts(at) or (begun_at is not None and edition.accepts_upload(begun_at=begun_at, at=at))
    return work_section(work.position) in _opened(work, edition, accepts=accepts, at=at)


@transaction.atomic
def drop_audio(*, application_id: UUID, at: datetime) -> None:
    """The artist is erased: no work keeps a recording. The application is locked."""
    for work in access.rows().filter(application_id=application_id).exclude(audio=None).order_by("position"):
        _release(work, at)


def _release(work: Work, at: datetime) -> None:
    earlier = work.audio_id
    work.audio = None
    if earlier:
        work.save(update_fields=["audio"])
        uploads.discard(upload_id=earlier, at=at)


def _check_open(work: Work, at: datetime) -> None:
    edition = editions.by_id(work.application.edition_id)
    opened = _opened(work, edition, accepts=edition.accepts(at), at=at)
    check_open(work_section(work.position), opened, state=work.application.state)


def _opened(work: Work, edition: editions.EditionFacts, *, accepts: bool, at: datetime) -> tuple[str, ...]:
    application = work.application
    return open_sections(
        state=application.state,
        works=edition.works_required,
        accepts=accepts,
        reopened=application.reopened_sections,
        until=application.reopened_until,
        at=at,
    )
