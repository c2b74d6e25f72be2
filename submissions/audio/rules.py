"""Rules of the audio queue: which renditions an entry needs, what waits first. Pure Python."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any
from uuid import UUID

from submissions.audio.gain import CEILING_DBTP, entry_gain_db

STANDARD = "aac"
"""What every juror gets: it plays and seeks in every browser."""
COMPACT, LOSSLESS = "opus", "flac"
"""By the edition's choice, beside the standard: a third less to download; sample rate and up to 24 bit kept."""
WHOLE = (STANDARD, COMPACT, LOSSLESS)
FILM = "film"
"""The picture of a film with its levelled sound, where the edition takes films; never shown in a blind round."""
EXCERPT = "aac-excerpt"
"""For the public page, where the artist agreed: EXCERPT_S seconds from the start cue, in AAC."""
EXCERPT_S = 90.0

SHORT_BYTES = 64 * 2**20
"""A file that is checked in a few seconds: six minutes of stereo at 16 bit and 44.1 kHz."""
SHORT_MS = 6 * 60 * 1000
RUSH = timedelta(hours=6)
"""The last hours before closing: nothing that can wait stands in the way of somebody's first check."""


class Urgency(IntEnum):
    """What is taken first; the database's order and the worker's. Somebody waits for a check with the page open; a new
    entry should be heard soon; a copy at a changed level replaces one that plays meanwhile; extra copies are extra."""

    SHORT_CHECK = 0
    CHECK = 1
    SHORT_COPY = 2
    COPY = 3
    RENEWED_COPY = 4
    EXTRA_COPY = 5


@dataclass(frozen=True)
class Level:
    """What of a work the gain is computed from: hundredths of LUFS and dBTP, None where not measurable."""

    recording_id: UUID
    loudness: int | None
    true_peak: int | None

    @property
    def heard_lufs(self) -> float | None:
        return None if self.loudness is None else self.loudness / 100

    @property
    def heard_true_peak_dbtp(self) -> float | None:
        return None if self.true_peak is None else self.true_peak / 100


def entry_gain(levels: Iterable[Level]) -> int:
    """The one static gain of an entry, in hundredths of dB."""
    return round(entry_gain_db(list(levels)) * 100)


def hundredths(value: float | None) -> int | None:
    """A level for the database: hundredths, None stays None; -inf (digital silence) is None too."""
    return None if value is None or value in (float("inf"), float("-inf")) else round(value * 100)


def copies(*, compact: bool, lossless: bool) -> tuple[str, ...]:
    """The codecs that a work is rendered in, the standard first."""
    return (STANDARD, *((COMPACT,) if compact else ()), *((LOSSLESS,) if lossless else ()))


def has_film(findings: Iterable[Mapping[str, Any]]) -> bool:
    """Whether a file was found to have a moving picture beside its sound."""
    return any(one["code"] == "video_present" for one in findings)


def undoing(gain: int, true_peak: int | None, codec: str) -> int:
    """Hundredths of dB that turn a rendition back into what was delivered, without clipping what was not delivered so.

    `true_peak` of what is heard, in hundredths of dBTP as delivered. A lossless copy may go to full scale; an encoder's
    copy overshoots its source by some tenths, so it stays as far below as our own level does (gain.CEILING_DBTP).
    """
    ceiling = 0 if codec == LOSSLESS else round(CEILING_DBTP * 100)
    return -gain if true_peak is None else -gain - max(0, true_peak - ceiling)


def urgency_of_check(size_bytes: int) -> Urgency:
    """Short files first: ten of them are done while a long one is, and each has somebody waiting."""
    return Urgency.SHORT_CHECK if size_bytes <= SHORT_BYTES else Urgency.CHECK


def urgency_of_copy(codec: str, duration_ms: int, *, renewed: bool) -> Urgency:
    """`renewed`: the work can be heard already, at an earlier level."""
    if codec != STANDARD:
        return Urgency.EXTRA_COPY
    if renewed:
        return Urgency.RENEWED_COPY
    return Urgency.SHORT_COPY if duration_ms <= SHORT_MS else Urgency.COPY


def due_at(urgency: Urgency, *, at: datetime, closes_at: datetime, grace: timedelta) -> datetime:
    """When the work should start: now, but in the rush before closing what can wait waits until the rush is over."""
    over = closes_at + grace
    waits = urgency >= Urgency.RENEWED_COPY and closes_at - RUSH <= at < over
    return over if waits else at


def excerpt_window(start_cue_ms: int, duration_ms: int) -> tuple[float, float]:
    """(start, length) in seconds of the public excerpt: from the start cue, EXCERPT_S at most, inside the piece.

    A cue near the end is moved back, so that the excerpt is as long as it may be.
    """
    whole_s = duration_ms / 1000
    length_s = min(EXCERPT_S, whole_s)
    return max(0.0, min(start_cue_ms / 1000, whole_s - length_s)), length_s
