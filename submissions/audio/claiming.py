"""What the audio queue takes next. A bell names no row: whoever hears it takes the most urgent one that is due.

So the order is the database's, also after the broker lost or repeated every bell. Two bells are rung for a short first
check: one for the audio worker, one for the quick one, which does nothing else of this queue. Long renderings on every
core of the audio worker therefore never keep somebody with a short file waiting.
"""

from datetime import datetime, timedelta
from typing import TypeVar

from django.conf import settings
from django.db.models import QuerySet

from musicprize.kernel import leases
from musicprize.kernel.queue import enqueue
from submissions.audio.models import Recording, Rendition
from submissions.audio.rules import WHOLE, Urgency

WORK, CHECK = "submissions.audio.work", "submissions.audio.check"
R = TypeVar("R", Recording, Rendition)
LOOKED_AT = 20
"""Rows of a kind that one bell tries to claim: more others than that are not faster at once."""


def lease() -> timedelta:
    """How long a claimed row is one's own; every report of progress begins it anew."""
    return timedelta(seconds=settings.AUDIO_LEASE_SECONDS)


def ring(row: Recording | Rendition) -> None:
    """Say after the commit that something is due."""
    enqueue(WORK)
    if isinstance(row, Recording) and row.urgency == Urgency.SHORT_CHECK:
        enqueue(CHECK)


def waiting(*, at: datetime, most: int = LOOKED_AT, checks_only: bool = False) -> list[Recording | Rendition]:
    """Rows that are due, the most urgent first, the oldest first among equals. `checks_only`: short first checks.

    Files that were replaced or taken away meanwhile are left alone: nobody wants to know of them.
    """
    wanted = leases.due_rows(Recording, at=at).filter(upload__discarded_at__isnull=True)
    if checks_only:
        return list(_ordered(wanted.filter(urgency=Urgency.SHORT_CHECK))[:most])
    copies = leases.due_rows(Rendition, at=at).filter(recording__upload__discarded_at__isnull=True)
    both: list[Recording | Rendition] = [*_ordered(wanted)[:most], *_ordered(copies)[:most]]
    return sorted(both, key=lambda row: (row.urgency, row.due_at))[:most]


def take_next(*, at: datetime, checks_only: bool = False) -> Recording | Rendition | None:
    """Claim the most urgent row. None: nothing is due, or others have it. May be parked: its attempts are used up."""
    for row in waiting(at=at, checks_only=checks_only):
        if claimed := leases.claim(type(row), row.pk, at=at, lease=lease()):
            return claimed
    return None


def take_companions(row: Rendition, *, at: datetime) -> list[Rendition]:
    """Claim the other copies of the same recording that are due, as urgent and as loud: one decode makes them all."""
    if row.codec not in WHOLE:
        return []
    others = leases.due_rows(Rendition, at=at).filter(
        recording_id=row.recording_id, codec__in=WHOLE, gain=row.gain, urgency=row.urgency, attempts=row.attempts - 1
    )
    claimed = [leases.claim(Rendition, pk, at=at, lease=lease()) for pk in others.values_list("pk", flat=True)]
    return [one for one in claimed if one]


def _ordered(rows: QuerySet[R]) -> QuerySet[R]:
    return rows.order_by("urgency", "due_at", "pk")
