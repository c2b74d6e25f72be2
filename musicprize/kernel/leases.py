"""Claiming rows that wait for work. Redis is a doorbell, the database row is the queue.

claim → commit → the task works → finish or fail, each a short transaction. Attempts are counted *before* the work, so
that a file which kills its worker is parked after three tries instead of looping for ever. A sweep rings again for
everything whose time has come, so that a lost broker loses nothing.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db import connection, models, transaction

from musicprize.kernel.rows import Waiting, WorkRow

MAX_ATTEMPTS = 3
R = TypeVar("R", bound=WorkRow)


def due(model: type[R], *, at: datetime, limit: int = 200) -> list[UUID]:
    """Keys of the rows whose work should start or start again, oldest first."""
    return list(due_rows(model, at=at).order_by("due_at").values_list("pk", flat=True)[:limit])


def due_rows(model: type[R], *, at: datetime) -> models.QuerySet[R]:
    """The rows whose work should start, or start again because their lease is over; in no order."""
    waiting = models.Q(work_state=Waiting.DUE, due_at__lte=at)
    abandoned = models.Q(work_state=Waiting.RUNNING, lease_until__lt=at)
    return model._default_manager.filter(waiting | abandoned)


@transaction.atomic
def claim(model: type[R], pk: UUID, *, at: datetime, lease: timedelta) -> R | None:
    """Take one row for `lease`; None when somebody has it or nothing is to do. A row that has used up its attempts is
    parked here, and returned as parked so that the caller can tell the person who waits for it."""
    row = _skip_locked(model).filter(pk=pk).first()
    if row is None or not _claimable(row, at):
        return None
    if row.attempts >= MAX_ATTEMPTS:
        row.work_state = Waiting.PARKED
        row.lease_until = None
    else:
        row.work_state = Waiting.RUNNING
        row.attempts += 1
        row.lease_until = at + lease
    row.save(update_fields=["work_state", "attempts", "lease_until"])
    return row


def renew(row: WorkRow, *, at: datetime, lease: timedelta) -> bool:
    """Prolong the lease of a long task. False: the row was taken over meanwhile, stop working."""
    owned = type(row)._default_manager.filter(pk=row.pk, work_state=Waiting.RUNNING, attempts=row.attempts)
    return bool(owned.update(lease_until=at + lease))


def still_ours(row: WorkRow) -> bool:
    """Inside the transaction that records a result: lock the row and say whether the claim still stands."""
    owned = _for_update(type(row)).filter(pk=row.pk, work_state=Waiting.RUNNING, attempts=row.attempts)
    return owned.exists()


def finished(fields: Iterable[str] = ()) -> list[str]:
    """Names to pass as update_fields after `mark_done`."""
    return ["work_state", "lease_until", "last_error", *fields]


def mark_done(row: WorkRow) -> None:
    """Set the row's queue part to done; the caller saves (update_fields=leases.finished([...]))."""
    row.work_state, row.lease_until, row.last_error = Waiting.DONE, None, ""


def put_back(row: WorkRow, *, at: datetime, error: str) -> None:
    """The work failed through no fault of the row: try again with back-off (1, 4 minutes), park after the last."""
    row.last_error = error[:2000]
    row.lease_until = None
    row.work_state = Waiting.PARKED if row.attempts >= MAX_ATTEMPTS else Waiting.DUE
    row.due_at = at + timedelta(minutes=row.attempts**2)
    row.save(update_fields=["work_state", "lease_until", "last_error", "due_at"])


def give_another_go(row: WorkRow, *, at: datetime) -> bool:
    """A person has mended what stood in the way of a parked row: its attempts start anew. False: it is not parked."""
    parked = _for_update(type(row)).filter(pk=row.pk, work_state=Waiting.PARKED)
    return bool(parked.update(work_state=Waiting.DUE, due_at=at, attempts=0, lease_until=None))


def _claimable(row: WorkRow, at: datetime) -> bool:
    if row.work_state == Waiting.DUE:
        return row.due_at <= at
    return row.work_state == Waiting.RUNNING and row.lease_until is not None and row.lease_until < at


def _skip_locked(model: type[R]) -> models.QuerySet[R]:
    if connection.features.has_select_for_update_skip_locked:
        return model._default_manager.select_for_update(skip_locked=True)
    return model._default_manager.all()


def _for_update(model: type[R]) -> models.QuerySet[R]:
    return model._default_manager.select_for_update()
