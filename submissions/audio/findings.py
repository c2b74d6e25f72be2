"""The vocabulary of findings: stable codes, the severity each has unless the edition's rules say otherwise.

Sentences are in sentences.py; here are only facts, so that this half runs without Django. `apply_rules` is how an
edition overrides a severity.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from enum import StrEnum

from submissions.audio.report import Figure, Finding, Severity


class Code(StrEnum):
    """Every finding there is."""

    SILENT_START = "silent_start"
    SILENT_END = "silent_end"
    SILENT_INSIDE = "silent_inside"
    NEARLY_SILENT = "nearly_silent"
    DEAD_CHANNEL = "dead_channel"
    OUT_OF_PHASE = "out_of_phase"
    MONO_IN_STEREO = "mono_in_stereo"
    CLIPPED = "clipped"
    TRUE_PEAK_OVER = "true_peak_over"
    DC_OFFSET = "dc_offset"
    CUT_OFF = "cut_off"
    NO_END = "no_end"
    LENGTH_DIFFERS = "length_differs"
    BAD_PACKETS = "bad_packets"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    LOW_BIT_RATE = "low_bit_rate"
    SAME_SOUND = "same_sound"
    VIDEO_PRESENT = "video_present"
    DOWNMIXED = "downmixed"


DEFAULT_SEVERITY: Mapping[Code, Severity] = {
    Code.SILENT_START: Severity.WARNING,
    Code.SILENT_END: Severity.WARNING,
    Code.SILENT_INSIDE: Severity.NOTE,
    Code.NEARLY_SILENT: Severity.REFUSAL,
    Code.DEAD_CHANNEL: Severity.WARNING,
    Code.OUT_OF_PHASE: Severity.WARNING,
    Code.MONO_IN_STEREO: Severity.NOTE,
    Code.CLIPPED: Severity.WARNING,
    Code.TRUE_PEAK_OVER: Severity.NOTE,
    Code.DC_OFFSET: Severity.WARNING,
    Code.CUT_OFF: Severity.REFUSAL,
    Code.NO_END: Severity.WARNING,
    Code.LENGTH_DIFFERS: Severity.NOTE,
    Code.BAD_PACKETS: Severity.WARNING,
    Code.TOO_SHORT: Severity.REFUSAL,
    Code.TOO_LONG: Severity.REFUSAL,
    Code.LOW_BIT_RATE: Severity.WARNING,
    Code.SAME_SOUND: Severity.WARNING,
    Code.VIDEO_PRESENT: Severity.NOTE,
    Code.DOWNMIXED: Severity.NOTE,
}


def found(code: Code, start_s: float | None = None, end_s: float | None = None, **figures: Figure) -> Finding:
    """A finding with its default severity; positions are rounded to the hundredth of a second."""
    start = None if start_s is None else round(start_s, 2)
    end = None if end_s is None else round(end_s, 2)
    return Finding(code.value, DEFAULT_SEVERITY[code], start, end, figures)


def apply_rules(findings: tuple[Finding, ...], rules: Mapping[str, Severity]) -> tuple[Finding, ...]:
    """The findings with the severities that an edition's rules give to their codes."""
    return tuple(replace(one, severity=rules.get(one.code, one.severity)) for one in findings)


def same_sound(samples_sha256: str, others: Iterable[tuple[str, str]]) -> Finding | None:
    """A finding if another work has the same decoded samples. `others`: (label, samples' SHA-256) of each work; two
    works may have one label."""
    for label, digest in others:
        if digest == samples_sha256:
            return found(Code.SAME_SOUND, work=label)
    return None
