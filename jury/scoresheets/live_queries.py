"""What a live round asks of score sheets: how many are in, and one's own. Never what is on them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from jury.scoresheets.models import Ballot, ScoreSheet
from jury.scoresheets.rules import BallotState, SheetState
from musicprize.accounts.models import User


@dataclass(frozen=True)
class OwnSheet:
    """One's own sheet for the entry that is being marked."""

    id: UUID
    state: str


def done_by_entry(round_id: UUID) -> dict[UUID, tuple[int, int]]:
    """Entry (RoundEntry id) → (sheets complete or stood aside from, sheets)."""
    rows = ScoreSheet.objects.filter(ballot__round_id=round_id).values("entry_id").order_by()
    counted = rows.annotate(done=Count("pk", filter=~Q(state=SheetState.OPEN)), all=Count("pk"))
    return {row["entry_id"]: (row["done"], row["all"]) for row in counted}


def own_sheet(person: User, entry_id: UUID) -> OwnSheet | None:
    """None where the juror does not hear the entry."""
    row = ScoreSheet.objects.filter(ballot__juror=person, entry_id=entry_id).values_list("pk", "state").first()
    return None if row is None else OwnSheet(*row)


def own_ballot_state(person: User, round_id: UUID) -> str:
    """Of a ballot that is there (access.round_of_ballot)."""
    return Ballot.objects.values_list("state", flat=True).get(round_id=round_id, juror=person)


@dataclass(frozen=True)
class BallotLine:
    """One sheet of one ballot for the desk: whose, of which entry, how far. `withdrawn`: the artist took it back."""

    sheet_id: UUID
    pseudonym: str
    juror: str
    city: str
    sealed: bool
    code: str
    state: str
    completed_at: datetime | None
    withdrawn: bool


def ballot_lines(round_id: UUID) -> list[BallotLine]:
    """All sheets of a round, by pseudonym and code; one query."""
    rows = ScoreSheet.objects.filter(ballot__round_id=round_id).order_by("ballot__pseudonym", "entry__code")
    found = rows.values_list(
        *("pk", "ballot__pseudonym", "ballot__juror__name", "ballot__city__code", "ballot__state", "entry__code"),
        *("state", "completed_at", "entry__withdrawn_at"),
    )
    return [
        BallotLine(
            pk,
            pseudonym,
            juror,
            city,
            state == BallotState.SEALED,
            code,
            sheet,
            completed_at,
            withdrawn=withdrawn_at is not None,
        )
        for pk, pseudonym, juror, city, state, code, sheet, completed_at, withdrawn_at in found
    ]
