"""Reading who hears what."""

from uuid import UUID

from jury.assignments.models import Assignment


def positions(round_id: UUID, juror_id: UUID) -> dict[UUID, int]:
    """Entry (RoundEntry id) → its place in the juror's order, from 1."""
    rows = Assignment.objects.filter(round_id=round_id, juror_id=juror_id)
    return dict(rows.values_list("entry_id", "position"))


def places(round_id: UUID) -> dict[tuple[UUID, str], int]:
    """(juror, entry code) → place in the juror's order, from 1, of a whole round; one query."""
    rows = Assignment.objects.filter(round_id=round_id).values_list("juror_id", "entry__code", "position")
    return {(juror_id, code): position for juror_id, code, position in rows}
