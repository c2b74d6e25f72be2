"""Who may name a tie, and who may read which. Jurors never learn what others named."""

from uuid import UUID

from jury.conflicts.rules import Source
from jury.panel.access import may_judge
from musicprize.accounts.access import Person, Role, city_of, is_organiser
from musicprize.accounts.models import User
from musicprize.kernel.errors import NotAllowed, NotFound
from submissions.applications.ties import EntryFacts


def check_on_jury(person: Person, edition_id: UUID) -> None:
    """The register is for those who may judge; for others it does not exist."""
    if not may_judge(person, edition_id):
        raise NotFound()


def source(person: User, entry: EntryFacts) -> Source:
    """As what the person may name a tie of an entry: its artist, a coordinator of its city, an organiser. Else
    NotFound: for everybody else, jurors too, the application is not there."""
    if entry.owner_id == person.pk:
        return Source.ARTIST
    if is_organiser(person, entry.edition_id):
        return Source.ORGANISER
    mine = city_of(person, Role.COORDINATOR, entry.edition_id)
    if mine is not None and entry.city_id in (mine, None) and not entry.draft:
        return Source.COORDINATOR
    raise NotFound()


def check_can_weigh(person: Person, edition_id: UUID) -> None:
    """Hints and lifting are for organisers."""
    if not is_organiser(person, edition_id):
        raise NotAllowed() if may_judge(person, edition_id) else NotFound()
