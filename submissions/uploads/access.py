"""Who may touch an upload: its owner. For everybody else it does not exist."""

from uuid import UUID

from django.db import models

from musicprize.accounts.access import User
from musicprize.kernel.errors import Invalid, NotFound
from submissions.uploads import purposes
from submissions.uploads.models import Upload


def own(by: User, upload_id: UUID) -> models.QuerySet[Upload]:
    """The person's own upload, as rows for `locked` or `.first()`."""
    return Upload.objects.filter(pk=upload_id, owner=by)


def found(by: User, upload_id: UUID) -> Upload:
    """The person's own upload, not locked. NotFound for a stranger's."""
    upload = own(by, upload_id).first()
    if upload is None:
        raise NotFound()
    return upload


def handler(purpose: str) -> purposes.Handler:
    """Who answers for a purpose. Invalid `unknown_purpose` when nobody does."""
    answering = purposes.handler_of(purpose)
    if answering is None:
        raise Invalid("unknown_purpose", fields={"purpose": [("unknown_purpose", Invalid().message)]})
    return answering
