"""Whose sheets are whose. To everybody else they do not exist."""

from uuid import UUID

from jury.panel.access import may_judge
from jury.rounds.access import knows_rounds
from jury.scoresheets.models import Ballot, ScoreSheet
from musicprize.accounts.access import Person, is_chair
from musicprize.accounts.models import User
from musicprize.kernel.errors import NotAllowed, NotFound


def round_of_sheet(person: User, sheet_id: UUID) -> UUID:
    """The round of one's own sheet; NotFound for a sheet of anybody else, and for somebody whose role has ended."""
    row = ScoreSheet.objects.filter(pk=sheet_id, ballot__juror=person).values_list(
        "ballot__round_id", "ballot__round__edition_id"
    )
    return _if_juror(person, row.first())


def round_of_ballot(person: User, round_id: UUID) -> UUID:
    """`round_id`, if the person has a ballot in it; else NotFound."""
    row = Ballot.objects.filter(round_id=round_id, juror=person).values_list("round_id", "round__edition_id")
    return _if_juror(person, row.first())


def check_can_reopen(person: Person, edition_id: UUID) -> None:
    """Opening a sealed ballot again: the chair. NotAllowed for others who know the round, NotFound for the rest."""
    if not is_chair(person, edition_id):
        raise NotAllowed() if knows_rounds(person, edition_id) else NotFound()


def _if_juror(person: Person, found: tuple[UUID, UUID] | None) -> UUID:
    if found is None or not may_judge(person, found[1]):
        raise NotFound()
    return found[0]
