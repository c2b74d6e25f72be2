"""Rules of an edition: its phases, and what its set-up must hold. Pure Python."""

from datetime import datetime, timedelta
from enum import StrEnum


class Phase(StrEnum):
    """Where an edition stands. Computed from the clock, so that nothing has to run for it to change."""

    HIDDEN = "hidden"
    ANNOUNCED = "announced"
    OPEN = "open"
    SCREENING = "screening"
    JURY = "jury"
    FINAL = "final"
    OVER = "over"


FINDINGS = (
    *("silent_start", "silent_end", "silent_inside", "nearly_silent", "dead_channel", "out_of_phase", "mono_in_stereo"),
    *(
        "clipped",
        "true_peak_over",
        "dc_offset",
        "cut_off",
        "no_end",
        "length_differs",
        "bad_packets",
        "too_short",
        "too_long",
    ),
    *("low_bit_rate", "same_sound", "video_present", "downmixed"),
)
"""Codes of findings whose severity an edition may set (submissions.audio.findings names the same; a test compares)."""

SEVERITIES = ("refusal", "warning", "note")

TEXT_LIMITS: dict[str, tuple[int, int]] = {"biography": (200, 3000), "motivation": (200, 3000), "project": (200, 4000)}
"""Characters, least and most, where an edition says nothing else."""


def phase(
    *,
    published: bool,
    opens_at: datetime,
    closes_at: datetime,
    screening_until: datetime,
    finalists_at: datetime,
    final_at: datetime,
    at: datetime,
) -> Phase:
    """The phase at an instant. Closing is exclusive: at `closes_at` itself it is closed."""
    if not published:
        return Phase.HIDDEN
    ends = (
        (opens_at, Phase.ANNOUNCED),
        (closes_at, Phase.OPEN),
        (screening_until, Phase.SCREENING),
        (finalists_at, Phase.JURY),
        (final_at, Phase.FINAL),
    )
    return next((name for end, name in ends if at < end), Phase.OVER)


def accepts(*, published: bool, opens_at: datetime, closes_at: datetime, at: datetime) -> bool:
    """Whether an application may be sent at this instant."""
    return published and opens_at <= at < closes_at


def accepts_upload(*, closes_at: datetime, grace: timedelta, begun_at: datetime, at: datetime) -> bool:
    """An upload begun before closing may be finished within the printed grace."""
    return at < closes_at or (begun_at < closes_at and at < closes_at + grace)
