"""Silence at the start, at the end, inside, and nearly everywhere.

What is silent is decided bin by bin while decoding, see envelope.py.
"""

import numpy as np
from numpy.typing import NDArray

from submissions.audio.envelope import Envelope
from submissions.audio.findings import Code, found
from submissions.audio.report import Finding

START_S, END_S, INSIDE_S = 3.0, 5.0, 4.0
NEARLY_ALL = 0.95
REPORTED_INSIDE = 5


def find_silence(envelope: Envelope) -> list[Finding]:
    """Findings about silence, in order of time. Nearly silent sound is one finding, not one a stretch."""
    silent = envelope.silent
    share = float(silent.mean())
    if share >= NEARLY_ALL:
        return [found(Code.NEARLY_SILENT, percent=round(100 * share, 1))]
    length_s = envelope.samples / envelope.sample_rate
    findings = []
    for first, last in _stretches(silent):
        start_s, end_s = first * envelope.bin_s, min(last * envelope.bin_s, length_s)
        if finding := _judge(start_s, end_s, at_start=first == 0, at_end=last == len(silent)):
            findings.append(finding)
    inside = sorted((one for one in findings if one.code == Code.SILENT_INSIDE), key=_longest_first)
    dropped = set(map(id, inside[REPORTED_INSIDE:]))
    return [one for one in findings if id(one) not in dropped]


def _judge(start_s: float, end_s: float, *, at_start: bool, at_end: bool) -> Finding | None:
    seconds = end_s - start_s
    limit, code = INSIDE_S, Code.SILENT_INSIDE
    if at_start:
        limit, code = START_S, Code.SILENT_START
    elif at_end:
        limit, code = END_S, Code.SILENT_END
    return found(code, start_s, end_s, seconds=round(seconds, 1)) if seconds > limit else None


def _longest_first(finding: Finding) -> float:
    return (finding.start_s or 0.0) - (finding.end_s or 0.0)


def _stretches(silent: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Runs of True as (first, one past the last)."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], silent, [False])).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
