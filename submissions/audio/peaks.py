"""Waveforms in BBC audiowaveform's binary format, version 2, 8 bit (its doc/DataFormat.md).

Header, little endian: version (int32, 2), flags (uint32, bit 0 = 8 bit), sample rate (int32), samples a pixel (int32),
length in pixels (uint32), channels (int32); then per pixel and channel the lowest and the highest sample as int8.
"""

import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from submissions.audio.envelope import BIN, Envelope
from submissions.audio.report import PeaksFile

ZOOMS = (BIN, 4 * BIN, 16 * BIN, 64 * BIN)
HEADER = struct.Struct("<iIiiIi")


def write_peaks(envelope: Envelope, folder: Path) -> tuple[PeaksFile, ...]:
    """Write the merged waveform at every zoom and, for stereo, the split one at the base zoom."""
    written = [
        _write(folder, envelope.sample_rate, zoom, envelope.mixed_low[None], envelope.mixed_high[None])
        for zoom in ZOOMS
    ]
    if len(envelope.low) == 2:
        written.append(_write(folder, envelope.sample_rate, BIN, envelope.low, envelope.high))
    return tuple(written)


def coarser(low: NDArray[np.int8], high: NDArray[np.int8], factor: int) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    """Extremes of `factor` neighbouring pixels; shapes (channels, pixels). The last pixel may stand for fewer."""
    starts = np.arange(0, low.shape[1], factor)
    return np.minimum.reduceat(low, starts, axis=1), np.maximum.reduceat(high, starts, axis=1)


def encode(low: NDArray[np.int8], high: NDArray[np.int8], sample_rate: int, samples_per_pixel: int) -> bytes:
    """The bytes of a peaks file; low and high have the shape (channels, pixels)."""
    channels, length = low.shape
    header = HEADER.pack(2, 1, sample_rate, samples_per_pixel, length, channels)
    return header + np.stack([low, high], axis=-1).transpose(1, 0, 2).tobytes()


def _write(folder: Path, sample_rate: int, zoom: int, low: NDArray[np.int8], high: NDArray[np.int8]) -> PeaksFile:
    if zoom > BIN:
        low, high = coarser(low, high, zoom // BIN)
    channels, length = low.shape
    path = folder / f"peaks-{zoom}{'-split' if channels > 1 else ''}.dat"
    path.write_bytes(encode(low, high, sample_rate, zoom))
    return PeaksFile(path, zoom, length, channels)
