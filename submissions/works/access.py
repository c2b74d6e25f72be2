"""Who may see, hear and write a work: as its application."""

from uuid import UUID

from django.db.models import QuerySet

from musicprize.accounts.access import Person, User
from musicprize.kernel.errors import NotFound
from musicprize.kernel.locks import locked
from submissions.applications import access as applications
from submissions.works.models import Work


def rows() -> QuerySet[Work]:
    return Work.objects.select_related("application", "audio")


def audible(work_id: UUID, *, by: Person) -> Work:
    """A work that this person may read and hear: the artist, and who may screen the application. Else NotFound."""
    work = rows().filter(pk=work_id).first()
    if work is None:
        raise NotFound()
    applications.check_can_see(by, work.application)
    return work


def taken_by_owner(work_id: UUID, *, by: User) -> Work:
    """The artist's own work, its application and itself locked, in the house's order."""
    found = Work.objects.filter(pk=work_id, application__owner=by).values_list("application_id", flat=True).first()
    if found is None:
        raise NotFound()
    application = applications.taken_by_owner(found, by=by)
    work = locked(Work.objects.filter(pk=work_id))
    work.application = application
    return work
