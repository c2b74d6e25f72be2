"""Clipping: runs of three or more neighbouring samples at full scale, the flat tops of a wave that did not fit."""

import numpy as np

from submissions.audio.envelope import Samples
from submissions.audio.findings import Code, found
from submissions.audio.report import Finding

RUN = 3


class ClippingDetector:
    """Takes blocks (channels, samples) in order; a run may reach over the edge between two blocks."""

    def __init__(self, sample_rate: int, bit_depth: int | None) -> None:
        """`bit_depth`: of the integer samples; None for lossy or floating point, where values over 1.0 are no clipping
        (they come back when the level is lowered), so that only what stands at ±1.0 counts."""
        self._sample_rate = sample_rate
        self._integer = bit_depth is not None
        self._rail = 1.0 - 2.0 ** -(min(bit_depth or 16, 24) - 1)
        self._done = 0
        self._open: list[int] = []
        self.runs = self.samples = self.longest = 0
        self.first_s: float | None = None
        self.last_s: float | None = None

    def add(self, block: Samples, low: float, high: float) -> None:
        """Take the next block in; `low` and `high` are its extremes, known already, which spares quiet blocks."""
        self._open = self._open or [0] * len(block)
        if max(high, -low) < self._rail:
            for channel in range(len(block)):
                self._close(channel, 0)
        else:
            for channel, row in enumerate(block):
                self._scan(channel, row)
        self._done += block.shape[1]

    def finish(self) -> list[Finding]:
        """The finding, if there was any run."""
        for channel in range(len(self._open)):
            self._close(channel, 0)
        if not self.runs:
            return []
        figures = {"runs": self.runs, "samples": self.samples, "longest": self.longest}
        return [found(Code.CLIPPED, self.first_s, self.last_s, **figures)]

    def _scan(self, channel: int, row: Samples) -> None:
        size = np.abs(row)
        hot = size >= self._rail if self._integer else np.abs(size - 1.0) <= 2.0**-15
        edges = np.flatnonzero(np.diff(np.concatenate(([False], hot, [False])).astype(np.int8)))
        starts, ends = edges[::2], edges[1::2]
        if not len(starts) or starts[0] > 0:
            self._close(channel, 0)
        for start, end in zip(starts.tolist(), ends.tolist(), strict=True):
            carried = self._open[channel] if start == 0 else 0
            self._open[channel] = carried + end - start
            if end < len(row):
                self._close(channel, end)

    def _close(self, channel: int, end: int) -> None:
        """End the open run of a channel `end` samples into this block; count it if it is long enough."""
        length, self._open[channel] = self._open[channel], 0
        if length < RUN:
            return
        self.runs += 1
        self.samples += length
        self.longest = max(self.longest, length)
        last = (self._done + end) / self._sample_rate
        first = last - length / self._sample_rate
        self.first_s = first if self.first_s is None else min(self.first_s, first)
        self.last_s = last if self.last_s is None else max(self.last_s, last)
