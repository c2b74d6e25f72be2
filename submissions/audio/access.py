"""Who may meddle with the audio queue. Who may hear a work is said where works are (submissions/works/access.py)."""

from uuid import UUID

from musicprize.accounts.access import Person, is_organiser
from musicprize.kernel.errors import NotFound


def check_can_mend(person: Person, *, edition_id: UUID) -> None:
    """Give what is parked another try: organisers. Others do not learn that there is anything."""
    if not is_organiser(person, edition_id):
        raise NotFound()
