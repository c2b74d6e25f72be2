"""Portrait and rider on their way: what the uploads room asks about them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from musicprize.accounts.access import User
from musicprize.editions import queries as editions
from musicprize.kernel.errors import NotAllowed, NotFound
from submissions.applications import actions
from submissions.applications.models import Application
from submissions.applications.rules import CLOSED, FILES, PORTRAIT, open_sections
from submissions.pictures import queries as pictures
from submissions.uploads.purposes import Handler, ReadyUpload, Target


class FileOfApplication(Handler):
    """A file that belongs to the application itself. `what`: its name in rules.FILES."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.kind = FILES[what]

    def authorize(self, *, user: User, target_id: UUID, at: datetime, begun_at: datetime | None) -> Target:
        application = Application.objects.filter(pk=target_id, owner=user).first()
        if application is None:
            raise NotFound()
        if not takes_file(application, self.kind.section, begun_at=begun_at, at=at):
            raise NotAllowed("window_closed", CLOSED)
        return Target(application_id=application.pk, max_bytes=self.kind.max_bytes, accepts=self.kind.accepts)

    def on_ready(self, *, upload: ReadyUpload, at: datetime) -> None:
        application = Application.objects.get(pk=upload.target_id)
        done_at = upload.completed_at or at  # how long the check waited does not count
        wanted = takes_file(application, self.kind.section, begun_at=upload.begun_at, at=done_at)
        actions.attach_file(application_id=application.pk, what=self.what, upload_id=upload.id, wanted=wanted, at=at)

    def describe(self, *, upload_ids: Sequence[UUID]) -> Mapping[UUID, dict[str, Any]]:
        """What became of portraits: ready to be shown, or refused and why."""
        return pictures.described(upload_ids) if self.what == PORTRAIT else {}


def takes_file(application: Application, section: str, *, begun_at: datetime | None, at: datetime) -> bool:
    """Whether a file begun at `begun_at` (None: about to begin) may still be sent for this section."""
    edition = editions.by_id(application.edition_id)
    accepts = edition.accepts(at) or (begun_at is not None and edition.accepts_upload(begun_at=begun_at, at=at))
    opened = open_sections(
        state=application.state,
        works=edition.works_required,
        accepts=accepts,
        reopened=application.reopened_sections,
        until=application.reopened_until,
        at=at,
    )
    return section in opened
