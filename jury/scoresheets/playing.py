"""What a juror's player fetches: an address for the sound, and the waveform. No transaction is open here."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from jury.scoresheets.juror import SheetWork
from musicprize.kernel.errors import Conflict, NotFound
from musicprize.objectstore import ObjectMissing, store
from submissions.audio import queries as audio

ADDRESS_LIFE = timedelta(hours=1)
"""Longer than the longest work (30 minutes), so that seeking near its end still works."""
ENDINGS = {"aac": "m4a", "opus": "opus", "flac": "flac"}


@dataclass(frozen=True)
class Address:
    """Where to fetch a work's preview for the next `expires_in` seconds. The address tells nothing about who plays."""

    url: str
    expires_in: int
    content_type: str
    gain_db: float
    undo_db: float
    duration_ms: int
    codec: str
    copies: tuple[str, ...]


def address(work: SheetWork, *, copy: str = "") -> Address:
    """A signed address, of the codec `copy` where the edition offers it and it is made, else of the standard copy.
    Conflict `not_playable` while there is nothing to hear. StoreAway when the store is."""
    sound = audio.playable(work.work_id, copy=copy)
    if sound is None:
        raise Conflict(
            "not_playable",
            _("This work cannot be played just now. Please try again later, or tell the organisers its code."),
        )
    return _signed(sound, f"{work.code}-{work.position}.{ENDINGS[sound.codec]}")


def _signed(sound: audio.Playable, name: str) -> Address:
    url = store().sign_get(sound.key, content_type=sound.content_type, file_name=name, expires=ADDRESS_LIFE)
    return Address(
        url, int(ADDRESS_LIFE.total_seconds()), sound.content_type, sound.gain_db, sound.undo_db, sound.duration_ms,
        sound.codec, sound.copies,
    )  # fmt: skip


def film(work: SheetWork) -> Address:
    """A signed address of the picture with its levelled sound. NotFound where who plays is not to be known (yet),
    whatever there is, and where there is none. StoreAway when the store is."""
    found = None if work.blind else audio.film(work.work_id)
    if found is None:
        raise NotFound()
    return _signed(found, f"{work.code}-{work.position}.mp4")


def peaks(work: SheetWork) -> bytes:
    """The waveform (audiowaveform data, version 2). NotFound while there is none."""
    key = audio.peaks_key(work.work_id)
    if key is None:
        raise NotFound()
    try:
        with store().open_stream(key) as pieces:
            return b"".join(pieces)
    except ObjectMissing as problem:
        raise NotFound() from problem
