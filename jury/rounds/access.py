"""Who may do what with a round. To artists and coordinators a round does not exist."""

from uuid import UUID

from jury.rounds.rules import State
from musicprize.accounts.access import Person, is_chair, is_juror, is_organiser
from musicprize.kernel.errors import NotAllowed, NotFound


def knows_rounds(person: Person, edition_id: UUID) -> bool:
    """Whether the person may know that the edition has rounds: organisers, the chair, jurors."""
    return any(holds(person, edition_id) for holds in (is_organiser, is_chair, is_juror))


def sees_drafts(person: Person, edition_id: UUID) -> bool:
    """Drafts are for organisers and the chair."""
    return is_organiser(person, edition_id) or is_chair(person, edition_id)


def listable(person: Person, edition_id: UUID) -> bool:
    """Whether the person's list of rounds holds drafts. NotFound for those to whom rounds do not exist."""
    if not knows_rounds(person, edition_id):
        raise NotFound()
    return sees_drafts(person, edition_id)


def check_can_see(person: Person, *, edition_id: UUID, state: str) -> None:
    """NotFound unless organiser, chair, or juror once the round was opened."""
    if not knows_rounds(person, edition_id) or (state == State.DRAFT and not sees_drafts(person, edition_id)):
        raise NotFound()


def check_can_manage(person: Person, edition_id: UUID) -> None:
    """Setting up and opening: organisers. NotAllowed for the jury, NotFound for everybody else."""
    if not is_organiser(person, edition_id):
        raise NotAllowed() if knows_rounds(person, edition_id) else NotFound()


def check_can_watch(person: Person, edition_id: UUID) -> None:
    """Progress and closing: organisers and the chair. NotAllowed for jurors, NotFound for everybody else."""
    if not sees_drafts(person, edition_id):
        raise NotAllowed() if knows_rounds(person, edition_id) else NotFound()
