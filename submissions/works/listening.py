"""Addresses for listening to a work, for its artist and the desk. Jurors have their own, which know no work's id."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from musicprize.accounts.access import Person
from musicprize.kernel.errors import Conflict, NotFound
from musicprize.objectstore import ObjectMissing, store
from submissions.audio import queries as audio
from submissions.works import access

LIFE: Final = timedelta(hours=1)
ENDINGS: Final = {"aac": "m4a", "opus": "opus", "flac": "flac"}


@dataclass(frozen=True)
class Play:
    """Where to fetch the level-matched copy, for `expires_in` seconds. See audio.queries.Playable for the rest."""

    url: str
    expires_in: int
    content_type: str
    gain_db: float
    undo_db: float
    duration_ms: int
    codec: str
    copies: tuple[str, ...]


def play(work_id: UUID, *, copy: str = "", by: Person) -> Play:
    """The copy that a browser plays: the one of the codec `copy` where there is one, else the standard.

    NotFound for strangers; Conflict `not_playable` while there is none."""
    work = access.audible(work_id, by=by)
    found = audio.playable(work.pk, copy=copy)
    if found is None:
        raise Conflict("not_playable", _("This recording cannot be played yet. It is being prepared."))
    return _signed(found, f"{work.application.reference}-{work.position}.{ENDINGS[found.codec]}")


def film(work_id: UUID, *, by: Person) -> Play:
    """The picture of a film with its levelled sound, for the artist and the desk. NotFound while there is none."""
    work = access.audible(work_id, by=by)
    found = audio.film(work.pk)
    if found is None:
        raise NotFound()
    return _signed(found, f"{work.application.reference}-{work.position}.mp4")


def _signed(found: audio.Playable, name: str) -> Play:
    url = store().sign_get(found.key, content_type=found.content_type, file_name=name, expires=LIFE)
    return Play(
        url, int(LIFE.total_seconds()), found.content_type, found.gain_db, found.undo_db, found.duration_ms,
        found.codec, found.copies,
    )  # fmt: skip


def peaks(work_id: UUID, *, by: Person) -> bytes:
    """The waveform (audiowaveform version 2), of both channels where something was found about them. NotFound for
    strangers, and while there is none."""
    work = access.audible(work_id, by=by)
    key = audio.peaks_key(work.pk, split=True)
    if key is None:
        raise NotFound()
    try:
        with store().open_stream(key) as pieces:
            return b"".join(pieces)
    except ObjectMissing as problem:
        raise NotFound() from problem
