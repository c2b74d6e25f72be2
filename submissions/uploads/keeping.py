"""Which rows of this room own stored objects."""

from django.db.models import Q

from musicprize.objectstore import owners
from submissions.uploads.rules import State


def register() -> None:
    """An upload's object can be there until it is deleted, and has to be there once it is ready and wanted."""
    wanted = Q(state=State.READY, discarded_at__isnull=True, deleted_at__isnull=True)
    owners.register("submissions.Upload", "key", must=wanted, may=Q(deleted_at__isnull=True))
