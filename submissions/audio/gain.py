"""The one static gain of an entry: towards -16 LUFS, never a compressor or limiter.

It comes from the entry's loudest work and holds for all of them, so that an artist's own balance between works stays.
"""

import math
from collections.abc import Sequence
from typing import Protocol

TARGET_LUFS = -16.0
MAX_LIFT_DB = 6.0
CEILING_DBTP = -1.0


class Heard(Protocol):
    """What of a Measurement the gain is computed from."""

    @property
    def heard_lufs(self) -> float | None:
        """Integrated loudness of what a juror hears, None where nothing passes the gate."""

    @property
    def heard_true_peak_dbtp(self) -> float | None:
        """True peak of what a juror hears, None for digital silence."""


def entry_gain_db(works: Sequence[Heard]) -> float:
    """Decibels to apply to every work of an entry: loudest work to -16 LUFS, at most +6 dB, no true peak over -1 dBTP.

    Rounded down to the hundredth, so that rounding never lifts a peak over the ceiling. 0 when nothing is measurable.
    """
    loudness = [work.heard_lufs for work in works if work.heard_lufs is not None]
    peaks = [work.heard_true_peak_dbtp for work in works if work.heard_true_peak_dbtp is not None]
    if not loudness or not peaks:
        return 0.0
    gain = min(TARGET_LUFS - max(loudness), MAX_LIFT_DB, CEILING_DBTP - max(peaks))
    return math.floor(round(gain * 100, 6)) / 100
