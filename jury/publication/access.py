"""Who publishes, and who may look at a publication before its time."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from musicprize.accounts.access import Person, is_chair, is_organiser
from musicprize.kernel.errors import Conflict, NotFound


def check_can_publish(person: Person, edition_id: UUID) -> None:
    """Organisers prepare. For everybody else there is no publication before its time."""
    if not is_organiser(person, edition_id):
        raise NotFound()


def check_can_preview(person: Person, edition_id: UUID) -> None:
    """Organisers and the chair."""
    if not (is_organiser(person, edition_id) or is_chair(person, edition_id)):
        raise NotFound()


def check_can_confirm(person: Person, *, edition_id: UUID, prepared_by: UUID) -> None:
    """A second person: an organiser or the chair, but not the one who prepared it (Conflict `second_person`)."""
    check_can_preview(person, edition_id)
    if person.pk == prepared_by:
        raise Conflict(
            "second_person", _("A second person has to confirm: another organiser, or the chair of the jury.")
        )
