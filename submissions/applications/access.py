"""Who may see, write and screen an application. A stranger's is not there (NotFound).

The locked row comes with the answer, so that nobody can check one row and write another.
"""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from musicprize.accounts.access import Person, Role, User, city_of, is_coordinator, is_organiser
from musicprize.kernel.errors import Conflict, NotAllowed, NotFound
from musicprize.kernel.locks import locked
from submissions.applications.models import Application
from submissions.applications.rules import State

SCREENED = (State.SUBMITTED, State.ADMITTED, State.REFUSED)
"""What coordinators and organisers may read: what was sent and not withdrawn. A draft is the artist's own."""


def owned(application_id: UUID, *, by: Person) -> Application:
    """The artist's own application, for reading. NotFound for everybody else."""
    found = Application.objects.filter(pk=application_id, owner_id=by.pk).first() if by.pk else None
    if found is None:
        raise NotFound()
    return found


def taken_by_owner(application_id: UUID, *, by: User) -> Application:
    """The artist's own application, locked until the transaction ends."""
    return locked(Application.objects.filter(pk=application_id, owner=by))


def screenable(person: Person, edition_id: UUID) -> QuerySet[Application]:
    """What a person may screen in an edition: an organiser all, a coordinator their city's and those without a city."""
    rows = Application.objects.filter(edition_id=edition_id, state__in=SCREENED)
    if is_organiser(person, edition_id):
        return rows
    if not is_coordinator(person, edition_id):
        return rows.none()
    return rows.filter(Q(city_id=city_of(person, Role.COORDINATOR, edition_id)) | Q(city_id=None))


def can_screen(person: Person, application: Application) -> bool:
    """Whether the person may read this application at the desk."""
    if application.state not in SCREENED:
        return False
    if is_organiser(person, application.edition_id):
        return True
    if not is_coordinator(person, application.edition_id):
        return False
    return application.city_id in (None, city_of(person, Role.COORDINATOR, application.edition_id))


def check_desk(person: Person, edition_id: UUID) -> None:
    """The desk of an edition is for its coordinators and organisers; for others it is not there."""
    if not (is_organiser(person, edition_id) or is_coordinator(person, edition_id)):
        raise NotFound()


def screened(application_id: UUID, *, by: Person) -> Application:
    """An application for reading at the desk; NotFound for who may not screen it."""
    found = Application.objects.select_related("owner", "city").filter(pk=application_id).first()
    if found is None or not can_screen(by, found):
        raise NotFound()
    return found


def taken(application_id: UUID, *, by: User) -> Application:
    """An application, locked for a decision at the desk. NotAllowed for one's own."""
    found = locked(Application.objects.filter(pk=application_id))
    if not can_screen(by, found):
        raise NotFound()
    if found.owner_id == by.pk:
        raise NotAllowed("own_application", _("Somebody else has to decide about your own application."))
    return found


def check_waiting(application: Application) -> None:
    """Conflict `wrong_state` unless the application was sent and waits for a decision."""
    if application.state != State.SUBMITTED:
        raise Conflict(
            "wrong_state",
            _("This application does not wait for a decision any more. Reload the page to see what has changed."),
            state=str(application.state),
        )


def check_can_see(person: Person, application: Application) -> None:
    """The owner, and who may screen it."""
    if application.owner_id != person.pk and not can_screen(person, application):
        raise NotFound()
