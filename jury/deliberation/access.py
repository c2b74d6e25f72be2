"""Who sits at the table: the organisers, the chair, and the jurors of the round. For others there is no board."""

from uuid import UUID

from jury.panel.access import may_judge
from jury.scoresheets import queries as sheets
from musicprize.accounts import queries as accounts
from musicprize.accounts.access import Person, Role, User, is_chair, is_organiser
from musicprize.kernel.errors import NotAllowed, NotFound


def check_at_the_table(person: Person, *, edition_id: UUID, round_id: UUID) -> None:
    """NotFound for everybody who is neither organiser nor chair nor a juror with a ballot in the round."""
    if is_organiser(person, edition_id) or is_chair(person, edition_id):
        return
    votes = isinstance(person, User) and may_judge(person, edition_id) and sheets.voted(round_id, person)
    if not votes:
        raise NotFound()


def check_can_export(person: Person, *, edition_id: UUID, round_id: UUID) -> None:
    """The marks as a table leave the house only through the organisers or the chair."""
    check_at_the_table(person, edition_id=edition_id, round_id=round_id)
    if not (is_organiser(person, edition_id) or is_chair(person, edition_id)):
        raise NotAllowed()


def check_can_propose(person: Person, *, edition_id: UUID, round_id: UUID) -> None:
    """Motions are put by jurors of the round and by the chair; organisers keep the minutes and do not propose."""
    check_at_the_table(person, edition_id=edition_id, round_id=round_id)
    if is_chair(person, edition_id):
        return
    if not (isinstance(person, User) and may_judge(person, edition_id) and sheets.voted(round_id, person)):
        raise NotAllowed()


def check_leads(person: Person, *, edition_id: UUID) -> None:
    """Ending a vote and signing the minutes: the chair. NotAllowed for others at the table, NotFound for the rest."""
    if is_chair(person, edition_id):
        return
    raise NotAllowed() if is_organiser(person, edition_id) or may_judge(person, edition_id) else NotFound()


def check_can_read_report(person: Person, *, edition_id: UUID, own: bool) -> None:
    """A juror's report is for that juror and the chair; for everybody else it does not exist."""
    if not (own or is_chair(person, edition_id)):
        raise NotFound()


def chair_of(edition_id: UUID) -> UUID | None:
    """Who leads the jury; None while nobody does."""
    return next((one.user_id for one in accounts.members(edition_id, Role.CHAIR)), None)


def leads_or_organises(person: Person, edition_id: UUID) -> bool:
    """The chair and the organisers, who see marks under pseudonyms whatever the rules show to jurors."""
    return is_chair(person, edition_id) or is_organiser(person, edition_id)
