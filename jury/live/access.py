"""Who leads a live round: organisers and the chair."""

from uuid import UUID

from jury.rounds.access import knows_rounds, sees_drafts
from musicprize.accounts.access import Person
from musicprize.kernel.errors import NotAllowed, NotFound


def check_can_lead(person: Person, edition_id: UUID) -> None:
    """Calling entries and ending their turns. NotAllowed for jurors, NotFound for everybody else."""
    if not sees_drafts(person, edition_id):
        raise NotAllowed() if knows_rounds(person, edition_id) else NotFound()
