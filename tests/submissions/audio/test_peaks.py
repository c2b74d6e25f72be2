"""Waveforms: BBC audiowaveform's format, against extremes computed here the slow way.

The program itself is packaged for few systems, so that no test may need it: `slowly` is its documented rule once more,
sample by sample on integers, and shares nothing with the code under test.
"""

import struct
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.submissions.audio.conftest import Measure
from tests.submissions.audio.synth import RATE, Sound, noise, pcm, wav


def read(path: Path) -> tuple[tuple[int, ...], NDArray[np.int8]]:
    """Header and pixels (pixels, channels, low and high)."""
    data = path.read_bytes()
    header = struct.unpack_from("<iIiiIi", data)
    return header, np.frombuffer(data, np.int8, offset=24).reshape(header[4], header[5], 2)


def slowly(sound: Sound, samples_per_pixel: int) -> list[tuple[int, int]]:
    """Lowest and highest 16 bit sample of every pixel of the channels' mean, divided by 256: audiowaveform's rule."""
    steps = np.frombuffer(pcm(sound, 16), "<i2").reshape(-1, len(sound)).astype(int)
    mixed = [int(sum(row) / len(row)) for row in steps]
    parts = [mixed[start : start + samples_per_pixel] for start in range(0, len(mixed), samples_per_pixel)]
    return [(int(min(part) / 256), int(max(part) / 256)) for part in parts]


@pytest.mark.parametrize("channels", [1, 2, 6])
@pytest.mark.parametrize("seconds", [0.6, 3.337])
def test_measure_peaks_equal_the_slow_way_within_one_step(
    channels: int, seconds: float, tmp_path: Path, measured: Measure
) -> None:
    sound = noise(seconds, channels=channels, dbfs=-12)
    seen = measured(wav(tmp_path / "sound.wav", sound))
    merged = [file for file in seen.peaks if file.channels == 1]
    assert [file.samples_per_pixel for file in merged] == [512, 2048, 8192, 32768]
    assert seen.peaks_path == merged[0].path
    for file in merged:
        header, pixels = read(file.path)
        expected = np.array(slowly(sound, file.samples_per_pixel))
        assert header == (2, 1, RATE, file.samples_per_pixel, len(expected), 1)
        assert np.abs(pixels[:, 0, :].astype(int) - expected).max() <= 1


def test_measure_stereo_peaks_are_also_kept_apart(tmp_path: Path, measured: Measure) -> None:
    sound = noise(2.0, channels=2)
    sound[1] *= 0.1
    (split,) = [file for file in measured(wav(tmp_path / "sound.wav", sound)).peaks if file.channels == 2]
    header, pixels = read(split.path)
    assert header[4:] == (split.length, 2)
    for channel in (0, 1):
        expected = np.array(slowly(sound[channel : channel + 1], 512))
        assert np.abs(pixels[:, channel, :].astype(int) - expected).max() <= 1


def test_measure_full_scale_peaks_do_not_wrap_round(tmp_path: Path, measured: Measure) -> None:
    square = np.sign(np.sin(np.arange(RATE) / 50))[None] * 1.5
    seen = measured(wav(tmp_path / "sound.wav", square, bits=32, floating=True))
    _, pixels = read(seen.peaks_path)
    assert (pixels.min(), pixels.max()) == (-128, 127)
