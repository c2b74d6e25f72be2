"""Writing down who hears what, in which order."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from jury.assignments.models import Assignment
from jury.assignments.rules import Origin


@transaction.atomic
def assign(*, round_id: UUID, orders: Mapping[UUID, Sequence[UUID]]) -> int:
    """Give each juror (key) its entries (RoundEntry ids) in their order; returns how many assignments were made.

    Called by the opening of a round, inside its lock.
    """
    rows = [
        Assignment(round_id=round_id, juror_id=juror_id, entry_id=entry_id, position=position)
        for juror_id, entries in orders.items()
        for position, entry_id in enumerate(entries, start=1)
    ]
    return len(Assignment.objects.bulk_create(rows, batch_size=1000))


@transaction.atomic
def append(*, round_id: UUID, juror_id: UUID, entry_id: UUID, origin: Origin) -> Assignment:
    """One more entry, last in a juror's order. The caller holds the round alone."""
    mine = Assignment.objects.filter(round_id=round_id, juror_id=juror_id)
    last = mine.aggregate(last=Max("position"))["last"] or 0
    return Assignment.objects.create(
        round_id=round_id, juror_id=juror_id, entry_id=entry_id, position=last + 1, origin=origin
    )


@transaction.atomic
def remove(*, juror_id: UUID, entry_id: UUID) -> None:
    """Take an entry off a juror's order; the places of the others stay. The caller holds the round alone."""
    Assignment.objects.filter(juror_id=juror_id, entry_id=entry_id).delete()


@transaction.atomic
def taken_over(*, round_id: UUID, leaves: UUID, comes: UUID, barred: Collection[UUID], origin: Origin) -> list[UUID]:
    """Give the order of a juror who leaves to another, without the `barred` entries; returns the entries in order.

    The caller holds the round alone.
    """
    mine = Assignment.objects.filter(round_id=round_id, juror_id=leaves)
    entries = [entry_id for entry_id in mine.values_list("entry_id", flat=True) if entry_id not in barred]
    mine.delete()
    Assignment.objects.bulk_create(
        [
            Assignment(round_id=round_id, juror_id=comes, entry_id=entry_id, position=position, origin=origin)
            for position, entry_id in enumerate(entries, start=1)
        ],
        batch_size=1000,
    )
    return entries
