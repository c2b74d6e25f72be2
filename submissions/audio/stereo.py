"""What is wrong between or in the channels: one dead, out of phase, mono in stereo, a constant offset."""

import math

import numpy as np
from numpy.typing import NDArray

from submissions.audio.envelope import Envelope
from submissions.audio.findings import Code, found
from submissions.audio.loudness import decibels
from submissions.audio.report import Finding

DEAD_BELOW_OTHER_DB = 50.0
ALIVE_RMS_DB = -60.0
SAME_SHARE = 1e-5  # power of the difference against power of the sum: -50 dB
OPPOSITE = -0.5
WINDOW_S = 3.0
OPPOSITE_SHARE = 0.2
OFFSET = 0.005


def find_channel_faults(envelope: Envelope) -> list[Finding]:
    """Findings between and in the channels. Mono has only the offset; more than two channels, offset and dead ones."""
    levels = channel_levels(envelope)
    findings = find_offset(envelope)
    dead = find_dead(levels)
    if dead:
        return [*dead, *findings]
    if len(levels) == 2 and max(levels) > ALIVE_RMS_DB:
        findings += find_mono(envelope) or find_opposite(envelope)
    return findings


def channel_levels(envelope: Envelope) -> list[float]:
    """RMS of each channel without its constant part, in dBFS (a full-scale square wave is 0)."""
    power = envelope.power.sum(axis=1) / envelope.samples
    mean = envelope.total.sum(axis=1) / envelope.samples
    return [decibels(math.sqrt(max(0.0, value))) for value in power - mean**2]


def find_dead(levels: list[float]) -> list[Finding]:
    """A channel that is 50 dB or more below the loudest one. In surround the low frequency channel may well be empty,
    so only stereo is judged."""
    if len(levels) != 2 or max(levels) <= ALIVE_RMS_DB:
        return []
    quiet = int(np.argmin(levels))
    if levels[quiet] > max(levels) - DEAD_BELOW_OTHER_DB:
        return []
    side = "left" if quiet == 0 else "right"
    return [found(Code.DEAD_CHANNEL, channel=side, other_dbfs=round(max(levels), 1))]


def find_mono(envelope: Envelope) -> list[Finding]:
    """The same sound in both channels."""
    left, right = envelope.power
    difference = float((left + right - 2 * envelope.product).sum())
    return [found(Code.MONO_IN_STEREO)] if difference <= SAME_SHARE * float((left + right).sum()) else []


def find_opposite(envelope: Envelope) -> list[Finding]:
    """Channels that work against each other, so that they vanish when mixed to mono: windows of 3 s with a correlation
    below -0.5, if they make up a fifth of what sounds. The position is the longest stretch of them."""
    size = max(1, round(WINDOW_S / envelope.span_s))
    left, right, product = (_windows(row, size) for row in (*envelope.power, envelope.product))
    floor = 10 ** (ALIVE_RMS_DB / 10) * size * envelope.span_s * envelope.sample_rate
    sounding = left + right > floor
    correlation = product / np.sqrt(np.maximum(left * right, 1e-30))
    opposite = sounding & (correlation < OPPOSITE)
    share = float(opposite.sum() / max(1, sounding.sum()))
    if share < OPPOSITE_SHARE:
        return []
    first, last = _longest(opposite)
    window_s = size * envelope.span_s
    length_s = envelope.samples / envelope.sample_rate
    worst = round(float(correlation[opposite].mean()), 2)
    return [
        found(
            Code.OUT_OF_PHASE,
            first * window_s,
            min(last * window_s, length_s),
            percent=round(100 * share),
            correlation=worst,
        )
    ]


def find_offset(envelope: Envelope) -> list[Finding]:
    """A constant part of more than half a percent of full scale in a channel."""
    mean = envelope.total.sum(axis=1) / envelope.samples
    worst = float(mean[np.argmax(np.abs(mean))])
    return [found(Code.DC_OFFSET, percent=round(100 * worst, 2))] if abs(worst) > OFFSET else []


def _windows(row: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    sums: NDArray[np.float64] = np.add.reduceat(row, np.arange(0, len(row), size))
    return sums


def _longest(flags: NDArray[np.bool_]) -> tuple[int, int]:
    best, start = (0, 0), None
    for index, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = index
        elif not flag and start is not None:
            best, start = max(best, (start, index), key=lambda pair: pair[1] - pair[0]), None
    return best
