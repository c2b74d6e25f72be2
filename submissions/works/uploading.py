"""Recordings on their way: what the uploads room asks about them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from musicprize.accounts.access import User
from musicprize.editions import queries as editions
from musicprize.kernel.errors import NotAllowed, NotFound
from musicprize.kernel.locks import locked
from submissions.applications.rules import CLOSED
from submissions.audio import queries as audio
from submissions.uploads.purposes import Handler, ReadyUpload, Target
from submissions.works import access, actions
from submissions.works.models import Work


class AudioOfWork(Handler):
    """The recording of a work. Which containers are decodable is for the decoder to say; this is a first word."""

    def authorize(self, *, user: User, target_id: UUID, at: datetime, begun_at: datetime | None) -> Target:
        work = access.rows().filter(pk=target_id, application__owner=user).first()
        if work is None:
            raise NotFound()
        edition = editions.by_id(work.application.edition_id)
        if not actions.takes_audio(work, edition, begun_at=begun_at, at=at):
            raise NotAllowed("window_closed", CLOSED)
        accepts = accepted(edition.formats, films=edition.video_accepted)
        if not edition.formats:  # browsers call sound alone in such a container video, too
            accepts = (*accepts, "video/*")
        return Target(application_id=work.application_id, max_bytes=edition.max_file_bytes, accepts=accepts)

    def hold(self, *, target_id: UUID) -> None:
        locked(Work.objects.filter(pk=target_id))

    def on_ready(self, *, upload: ReadyUpload, at: datetime) -> None:
        work = access.rows().get(pk=upload.target_id)
        done_at = upload.completed_at or at
        actions.attach_audio(work_id=work.pk, upload_id=upload.id, begun_at=upload.begun_at, done_at=done_at, at=at)

    def describe(self, *, upload_ids: Sequence[UUID]) -> Mapping[UUID, dict[str, Any]]:
        found = audio.recordings_of_uploads(upload_ids)
        return {upload_id: recording.as_json() for upload_id, recording in found.items()}


def accepted(formats: Sequence[str], *, films: bool) -> tuple[str, ...]:
    """What a chooser offers: the recordings that an edition accepts, all that we can read where it names none; and
    films where it takes them."""
    return (*(endings(formats) or ("audio/*", *KNOWN)), *(FILMS if films else ()))


def endings(formats: Sequence[str]) -> tuple[str, ...]:
    """File endings of the containers that an edition accepts: "aiff" → .aiff, .aif, .aifc."""
    return tuple(f".{ending}" for name in formats for ending in (name, *OTHER_ENDINGS.get(name, ())))


OTHER_ENDINGS = {
    "wav": ("wave", "bwf", "rf64", "w64"), "aiff": ("aif", "aifc"), "ogg": ("oga", "opus"), "m4a": ("mp4", "aac"),
}  # fmt: skip
KNOWN = (
    *(".wav", ".wave", ".bwf", ".rf64", ".w64", ".flac", ".mp3", ".m4a", ".aac", ".ogg", ".oga", ".opus"),
    *(".aif", ".aiff", ".aifc", ".caf", ".mka"),
)
"""Endings that browsers know no type for."""
FILMS = ("video/*", ".mp4", ".m4v", ".mov", ".mkv", ".webm", ".ogv")
