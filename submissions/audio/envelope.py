"""The sound in bins: what every waveform and most findings are computed from, gathered in the one decode.

A bin is 512 samples (the base zoom of the peaks); a span is 8 bins (4096 samples). Bins keep extremes, spans keep sums
of powers. So an hour of stereo at 44.1 kHz is held in about 3 MB, and every finding is a few lines on small arrays.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]

BIN = 512
BINS_PER_SPAN = 8
SPAN = BIN * BINS_PER_SPAN
BLOCK = 16 * SPAN
SILENT_SWING = 2 * 0.001


@dataclass(frozen=True, slots=True)
class Envelope:
    """All bins and spans of a sound.

    `low`, `high` (channels, bins): extremes in steps of 1/128. `mixed_low`, `mixed_high` (bins): those of the mean of
    all channels, as the player draws them. `silent` (bins): no channel moves by more than ±0.001 of full scale
    (-60 dBFS); the movement counts, not the value, so that a constant offset does not pass for sound.
    `total`, `power` (channels, spans): sums of the samples and of their squares; `product` (spans): sum of left times
    right, for stereo only, else empty.
    """

    sample_rate: int
    samples: int
    silent: NDArray[np.bool_]
    low: NDArray[np.int8]
    high: NDArray[np.int8]
    mixed_low: NDArray[np.int8]
    mixed_high: NDArray[np.int8]
    total: NDArray[np.float64]
    power: NDArray[np.float64]
    product: NDArray[np.float64]

    @property
    def bin_s(self) -> float:
        """Seconds a bin lasts."""
        return BIN / self.sample_rate

    @property
    def span_s(self) -> float:
        """Seconds a span lasts."""
        return SPAN / self.sample_rate


def to_peak(samples: Samples) -> NDArray[np.int8]:
    """Full scale ±1 to the 8 bit of a peaks file: x · 128 without its fraction, as a 16 bit sample divided by 256."""
    steps: NDArray[np.int8] = np.clip(np.trunc(samples * 128.0), -128, 127).astype(np.int8)
    return steps


class EnvelopeBuilder:
    """Takes blocks (channels, samples) of BLOCK samples, only the last may be shorter; gives the Envelope.

    Everything is appended to flat byte arrays, bin by bin, so that joining at the end takes no second copy.
    """

    def __init__(self, sample_rate: int, channels: int) -> None:
        self._sample_rate, self._channels = sample_rate, channels
        self._samples = 0
        names = ("silent", "low", "high", "mixed_low", "mixed_high", "total", "power", "product")
        self._kept = {name: bytearray() for name in names}

    def add(self, block: Samples) -> None:
        """Take the next block in. The block is not kept."""
        self._samples += block.shape[1]
        bins = _by(BIN, block, mode="edge")
        low, high = bins.min(axis=2), bins.max(axis=2)
        self._keep("silent", np.all(high - low <= SILENT_SWING, axis=0))
        self._keep("low", to_peak(low).T)
        self._keep("high", to_peak(high).T)
        mixed = bins[0] if self._channels == 1 else bins.sum(axis=0) * np.float32(1 / self._channels)
        self._keep("mixed_low", to_peak(mixed.min(axis=1)))
        self._keep("mixed_high", to_peak(mixed.max(axis=1)))
        spans = _by(SPAN, block, mode="constant")
        self._keep("total", spans.sum(axis=2).T)
        self._keep("power", np.einsum("cij,cij->ic", spans, spans))
        if self._channels == 2:
            self._keep("product", np.einsum("ij,ij->i", spans[0], spans[1]))

    def finish(self) -> Envelope:
        """Everything taken in so far."""
        return Envelope(
            sample_rate=self._sample_rate,
            samples=self._samples,
            silent=np.frombuffer(self._kept["silent"], np.bool_),
            low=self._rows("low"),
            high=self._rows("high"),
            mixed_low=np.frombuffer(self._kept["mixed_low"], np.int8),
            mixed_high=np.frombuffer(self._kept["mixed_high"], np.int8),
            total=self._sums("total").reshape(-1, self._channels).T,
            power=self._sums("power").reshape(-1, self._channels).T,
            product=self._sums("product"),
        )

    def _keep(self, name: str, values: NDArray[np.generic]) -> None:
        self._kept[name] += values.tobytes()

    def _rows(self, name: str) -> NDArray[np.int8]:
        return np.frombuffer(self._kept[name], np.int8).reshape(-1, self._channels).T

    def _sums(self, name: str) -> NDArray[np.float64]:
        return np.frombuffer(self._kept[name], np.float32).astype(np.float64)


def _by(size: int, block: Samples, *, mode: str) -> Samples:
    """(channels, samples) as (channels, groups, size); the last group is filled up without changing its figures."""
    missing = -block.shape[1] % size
    if missing:
        block = np.pad(block, ((0, 0), (0, missing)), mode=mode)  # type: ignore[call-overload]
    return block.reshape(block.shape[0], -1, size)
