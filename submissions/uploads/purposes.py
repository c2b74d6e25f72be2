"""What uploads are for. The rooms that want files register a handler per purpose in AppConfig.ready:

    from submissions.uploads import purposes
    from submissions.uploads.rules import Purpose

    purposes.register(Purpose.AUDIO, AudioOfWork())

with

    class AudioOfWork(purposes.Handler):
        def authorize(self, *, user, target_id, at, begun_at): ...
        def hold(self, *, target_id): ...
        def on_ready(self, *, upload, at): ...

so that this room never imports theirs. What it gives them: `uploads.queries.latest`, `.document`, `.file_of`, and
`uploads.actions.discard` for a file that was replaced or taken away.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from musicprize.accounts.access import User
from submissions.uploads.rules import GIB, Purpose


@dataclass(frozen=True)
class Target:
    """What a file may be and whose quota it counts on.

    `accepts`: as in the `accept` attribute of a file input: ".flac", "audio/*", "application/pdf"; one of them has to
    fit the name or the content type. Empty: anything. Only a first word to the artist; the decoder decides.
    `quota_bytes`: limit for all files of the application together, those under way included.
    """

    application_id: UUID
    max_bytes: int
    accepts: tuple[str, ...] = ()
    quota_bytes: int = 8 * GIB


@dataclass(frozen=True)
class ReadyUpload:
    """A file that arrived whole and was checked. `sha256` is what `sha256sum` prints for the artist's own file.

    `completed_at`: when all of it had arrived. The check may be later, for reasons that are not the artist's: whether
    the file came in time is judged by this.
    """

    id: UUID
    purpose: Purpose
    target_id: UUID
    application_id: UUID
    owner_id: UUID
    key: str
    size: int
    sha256: str
    file_name: str
    content_type: str
    begun_at: datetime
    completed_at: datetime | None


class Handler(ABC):
    """One purpose's side of uploading."""

    @abstractmethod
    def authorize(self, *, user: User, target_id: UUID, at: datetime, begun_at: datetime | None) -> Target:
        """May `user` send a file for this target at `at`?

        `begun_at` is None when a new upload is asked for: the section has to be editable now. Otherwise it is when
        this upload was created: one begun before closing may go on until closes_at + grace.
        Raises NotFound (not there, or a stranger's) or NotAllowed("window_closed", …). Called inside a transaction.
        """

    def hold(self, *, target_id: UUID) -> None:
        """Lock what `on_ready` will write (the work), before the upload's own row is locked: the house's lock order.

        The application is locked already. Called inside the transaction that makes an upload ready.
        """
        return None

    @abstractmethod
    def on_ready(self, *, upload: ReadyUpload, at: datetime) -> None:
        """Attach the file to its target and start what follows. Called once, inside the transaction that makes the
        upload ready: write rows and `enqueue`, touch no store. A file that it replaces: `uploads.actions.discard`.
        """

    def describe(self, *, upload_ids: Sequence[UUID]) -> Mapping[UUID, dict[str, Any]]:
        """For state documents: what became of ready uploads (for audio the `recording`), in a constant number of
        queries. Uploads with nothing to say are left out."""
        return {}


_handlers: dict[Purpose, Handler] = {}


def register(purpose: Purpose, handler: Handler) -> None:
    """Say who answers for a purpose. Called from AppConfig.ready; a second one replaces the first."""
    _handlers[purpose] = handler


def handler_of(purpose: str) -> Handler | None:
    """None: nobody takes files of this purpose here."""
    return _handlers.get(Purpose(purpose))
