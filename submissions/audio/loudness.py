"""Loudness by EBU R128 / ITU-R BS.1770-4, measured by FFmpeg's ebur128 filter: integrated and range.

The true peak is measured in truepeak.py: FFmpeg's own costs three times as much, and tells its last tenth of a second
in steps of 0.1 dB only.
"""

import math
from dataclasses import dataclass

from av.audio.frame import AudioFrame

from submissions.audio.graphs import DOWNMIX, Wiring, pulled

FILTER = ("ebur128", "metadata=1:framelog=quiet")
DUAL_MONO_LU = 10 * math.log10(2)
UNMEASURABLE_LUFS = -70.0


@dataclass(frozen=True, slots=True)
class Loudness:
    """Integrated in LUFS (None: everything gated), range in LU, true peak in dBTP (None: digital silence)."""

    integrated_lufs: float | None
    range_lu: float | None
    true_peak_dbtp: float | None


class Meter:
    """One ebur128 filter, fed with every frame of a decode; `mixed` meters the downmix to stereo."""

    def __init__(self, first: AudioFrame, *, mixed: bool = False) -> None:
        self._wiring = Wiring(first, 1)
        self._sink = self._wiring.branch(*((("aresample", DOWNMIX),) if mixed else ()), FILTER)
        self._wiring.configure()
        self._last: list[AudioFrame] = []

    def push(self, frame: AudioFrame | None) -> None:
        """Take the next frame, None at the end."""
        self._wiring.push(frame)
        for metered in pulled(self._sink):
            self._last = [*self._last[-1:], metered]

    def finish(self, peak: float) -> Loudness:
        """The figures; `peak` is the true peak, linear."""
        # The figures so far are on every frame but one at the end that is shorter than a tenth of a second.
        told = next((found for frame in reversed(self._last) if (found := frame.metadata)), {})
        integrated = float(told.get("lavfi.r128.I", "-inf"))
        measurable = integrated > UNMEASURABLE_LUFS
        return Loudness(
            round(integrated, 2) if measurable else None,
            round(float(told["lavfi.r128.LRA"]), 2) if measurable else None,
            round(decibels(peak), 2) if peak > 0 else None,
        )


def decibels(amplitude: float) -> float:
    """20·log10 of a linear amplitude relative to full scale; -inf for 0."""
    return 20 * math.log10(amplitude) if amplitude > 0 else -math.inf
