"""Who may decide, and who may read decisions before they are published."""

from uuid import UUID

from musicprize.accounts.access import Person, is_chair, is_juror, is_organiser
from musicprize.kernel.errors import NotAllowed, NotFound


def check_can_decide(person: Person, edition_id: UUID) -> None:
    """The organisers and the chair enter what the jury decided. NotAllowed for jurors, NotFound for the rest."""
    if is_organiser(person, edition_id) or is_chair(person, edition_id):
        return
    raise NotAllowed() if is_juror(person, edition_id) else NotFound()


def check_can_read(person: Person, edition_id: UUID) -> None:
    """The jury and the organisers; for everybody else decisions do not exist until they are published."""
    if not any(holds(person, edition_id) for holds in (is_organiser, is_chair, is_juror)):
        raise NotFound()
