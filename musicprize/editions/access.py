"""Who may see and change an edition."""

from uuid import UUID

from musicprize.accounts.access import Person, is_organiser
from musicprize.kernel.errors import NotAllowed, NotFound


def check_can_see(person: Person, *, edition_id: UUID, published: bool) -> None:
    """A published edition is public; until then it is a secret of its organisers."""
    if not published and not is_organiser(person, edition_id):
        raise NotFound()


def check_can_change(person: Person, edition_id: UUID) -> None:
    if not is_organiser(person, edition_id):
        raise NotAllowed()


def check_can_create(person: Person) -> None:
    """Organisers of all editions."""
    if not is_organiser(person):
        raise NotAllowed()
