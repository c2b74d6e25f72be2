"""True peak by ITU-R BS.1770-4, annex 2: the largest value of the wave between the samples, oversampled to 192 kHz.

The annex asks for four times 48 kHz. The interpolator here is a sinc of 24 taps a phase under a Kaiser window, as one
matrix product for many samples at a time. Most of a piece cannot hold its highest peak: a filter's output is at most
the sum of its coefficients' sizes times the largest sample under it, so groups for which that is below the highest
peak found so far are left out, without any change of the result.
"""

import numpy as np
from numpy.typing import NDArray

from submissions.audio.envelope import Samples

TARGET_HZ = 192_000
TAPS = 24
GROUP = 64
KAISER_BETA = 5.0


class TruePeak:
    """Takes blocks (channels, samples) in order; `peak` is linear, 1.0 is full scale."""

    def __init__(self, sample_rate: int, channels: int) -> None:
        self.peak = 0.0
        self._factor = 4 if sample_rate < TARGET_HZ / 2 else 2 if sample_rate < TARGET_HZ else 1
        phases = interpolators(self._factor)
        self._gain = float(np.abs(phases).sum(axis=1).max()) if len(phases) else 1.0
        self._matrix = _for_groups(phases)
        self._tail = np.zeros((channels, TAPS - 1), np.float32)

    def add(self, block: Samples) -> None:
        """Take the next block in. The block is not kept."""
        self.peak = max(self.peak, float(block.max()), -float(block.min()))
        if self._factor == 1:
            return
        whole = np.concatenate([self._tail, block], axis=1)
        groups = (whole.shape[1] - (TAPS - 1)) // GROUP
        used = groups * GROUP
        self._tail = whole[:, used:].copy()
        for row in whole:
            self._search(row[: used + TAPS - 1], groups)

    def finish(self) -> float:
        """The peak of everything, with what rings after the last sample."""
        if self._factor > 1:
            self.add(np.zeros((len(self._tail), TAPS + GROUP), np.float32))
        return self.peak

    def _search(self, row: Samples, groups: int) -> None:
        """Raise the peak to the largest interpolated value of a row of GROUP · groups + TAPS - 1 samples."""
        if not groups:
            return
        windows = np.lib.stride_tricks.as_strided(
            row, (groups, GROUP + TAPS - 1), (GROUP * row.strides[0], row.strides[0]), writeable=False
        )
        size = np.maximum.reduceat(np.abs(row), np.arange(0, len(row), GROUP))  # a window reaches into the next group
        largest = np.maximum(size[:groups], size[1:]) * self._gain
        first = int(largest.argmax())
        if largest[first] <= self.peak:
            return
        self._evaluate(windows[first : first + 1])
        self._evaluate(windows[largest > self.peak])

    def _evaluate(self, windows: Samples) -> None:
        if len(windows):
            between = windows @ self._matrix
            self.peak = max(self.peak, float(between.max()), -float(between.min()))


def interpolators(factor: int) -> NDArray[np.float64]:
    """(phases, TAPS): the filters for the places between two samples, `factor` - 1 of them, each with a gain of 1."""
    places = np.arange(1, factor)[:, None] / factor
    distance = np.arange(TAPS)[None] - (TAPS // 2 - 1) - places
    window = np.i0(KAISER_BETA * np.sqrt(1 - (distance / (TAPS / 2)) ** 2)) / np.i0(KAISER_BETA)
    taps: NDArray[np.float64] = np.sinc(distance) * window
    return taps / taps.sum(axis=1, keepdims=True) if len(taps) else taps


def _for_groups(phases: NDArray[np.float64]) -> Samples:
    """A matrix that turns GROUP + TAPS - 1 samples into the values between GROUP of them, all phases side by side."""
    matrix = np.zeros((GROUP + TAPS - 1, GROUP, len(phases)), np.float32)
    for shift in range(GROUP):
        matrix[shift : shift + TAPS, shift, :] = phases.T
    return matrix.reshape(GROUP + TAPS - 1, -1)
