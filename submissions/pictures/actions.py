"""Writes to pictures, each a short transaction; the file work between them is in processing.py."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from musicprize.kernel import leases
from musicprize.kernel.locks import locked
from musicprize.kernel.queue import enqueue
from musicprize.kernel.rows import Waiting
from submissions.pictures.cleaning import Cleaned, Refusal
from submissions.pictures.models import Picture
from submissions.pictures.rules import Verdict

MAKE, TIDY = "submissions.pictures.make", "submissions.pictures.tidy"


@transaction.atomic
def queue(*, upload_id: UUID, at: datetime) -> Picture:
    """A picture arrived whole: have its clean copy made. Once per upload."""
    row, _new = Picture.objects.get_or_create(upload_id=upload_id, defaults={"due_at": at})
    enqueue(MAKE, picture_id=str(row.pk))
    return row


@transaction.atomic
def record_copy(*, row: Picture, made: Cleaned, key: str, at: datetime) -> bool:
    """The copy is stored. False when the row was taken over or is not wanted any more: the caller deletes the copy."""
    if not leases.still_ours(row) or Picture.objects.filter(pk=row.pk, discarded_at__isnull=False).exists():
        return False
    row.verdict, row.key, row.made_at = Verdict.READY, key, at
    row.size, row.width, row.height = made.size, made.width, made.height
    _done(row, "verdict", "key", "made_at", "size", "width", "height")
    return True


@transaction.atomic
def record_refusal(*, row: Picture, refusal: Refusal, at: datetime) -> None:
    """The file is no picture that we can show; its bytes are deleted next."""
    if leases.still_ours(row):
        row.verdict, row.code, row.made_at, row.last_error = Verdict.REFUSED, refusal.code, at, ""
        _done(row, "verdict", "code", "made_at")


@transaction.atomic
def put_back(*, row: Picture, error: str, at: datetime) -> None:
    """The machine failed, not the file: again later."""
    if leases.still_ours(row):
        leases.put_back(row, at=at, error=error)


@transaction.atomic
def discard(*, upload_id: UUID, at: datetime) -> None:
    """The picture was replaced or taken away. Nothing happens where there is none."""
    row = Picture.objects.select_for_update().filter(upload_id=upload_id, discarded_at__isnull=True).first()
    if row is None:
        return
    row.discarded_at = at
    if row.work_state == Waiting.DUE:
        row.work_state = Waiting.DONE
    row.save(update_fields=["discarded_at", "work_state"])
    enqueue(TIDY, picture_id=str(row.pk))


@transaction.atomic
def forget_copy(*, picture_id: UUID) -> None:
    """The object of a discarded copy is gone."""
    row = locked(Picture.objects.filter(pk=picture_id, discarded_at__isnull=False))
    row.key = ""
    row.save(update_fields=["key"])


def _done(row: Picture, *fields: str) -> None:
    leases.mark_done(row)
    row.save(update_fields=leases.finished(fields))
    enqueue(TIDY, picture_id=str(row.pk))
