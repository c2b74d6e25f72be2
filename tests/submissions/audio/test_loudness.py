"""The meter against EBU Tech 3341 and 3342: their test signals, synthesised here after the documents' tables.

Tech 3341 (v4) table 1: integrated within ±0.1 LU, true peak within +0.2/-0.4 dB. Tech 3342 (v4) table 1: range ±1 LU.
Left out: signals 9 to 14, which are about momentary and short-term meters, that we have none of; 7 and 8 of Tech 3341
and 5 and 6 of Tech 3342, which are recordings of broadcasts.
"""

from pathlib import Path

import numpy as np
import pytest

from tests.submissions.audio.conftest import Measure
from tests.submissions.audio.synth import Sound, after, faded, noise, stereo, tone, wav


def steps(*parts: tuple[float, float]) -> Sound:
    """1 kHz in both channels, by (dBFS, seconds)."""
    return stereo(after(*(tone(seconds, dbfs=dbfs) for dbfs, seconds in parts)))


INTEGRATED = {
    "3341-1": (steps((-23, 20)), -23.0),
    "3341-2": (steps((-33, 20)), -33.0),
    "3341-3": (steps((-36, 10), (-23, 60), (-36, 10)), -23.0),
    "3341-4": (steps((-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)), -23.0),
    "3341-5": (steps((-26, 20), (-20, 20.1), (-26, 20)), -23.0),
}
RANGE = {
    "3342-1": (steps((-20, 20), (-30, 20)), 10),
    "3342-2": (steps((-20, 20), (-15, 20)), 5),
    "3342-3": (steps((-40, 20), (-20, 20)), 20),
    "3342-4": (steps((-50, 20), (-35, 20), (-20, 20), (-35, 20), (-50, 20)), 15),
}
TRUE_PEAK = {
    "3341-15": (4, 0.0, -6.02, -6.0),
    "3341-16": (4, 45.0, -6.02, -6.0),
    "3341-17": (6, 60.0, -6.02, -6.0),
    "3341-18": (8, 67.5, -6.02, -6.0),
    "3341-19": (4, 45.0, 2.98, 3.0),
}


@pytest.mark.parametrize("case", INTEGRATED)
def test_measure_ebu_3341_signal_gives_its_integrated_loudness(case: str, tmp_path: Path, measured: Measure) -> None:
    sound, lufs = INTEGRATED[case]
    assert measured(wav(tmp_path / "sound.wav", sound, bits=24)).integrated_lufs == pytest.approx(lufs, abs=0.1)


def test_measure_ebu_3341_case_6_weights_the_surround_channels(tmp_path: Path, measured: Measure) -> None:
    sound = np.concatenate([tone(20, dbfs=level) for level in (-28, -28, -24, -30, -30)])
    seen = measured(wav(tmp_path / "sound.wav", sound, bits=24, mask=0x37))
    assert seen.integrated_lufs == pytest.approx(-23.0, abs=0.1)


@pytest.mark.parametrize("case", RANGE)
def test_measure_ebu_3342_signal_gives_its_loudness_range(case: str, tmp_path: Path, measured: Measure) -> None:
    sound, range_lu = RANGE[case]
    assert measured(wav(tmp_path / "sound.wav", sound, bits=24)).loudness_range_lu == pytest.approx(range_lu, abs=1)


@pytest.mark.parametrize("case", TRUE_PEAK)
def test_measure_ebu_3341_signal_gives_its_true_peak(case: str, tmp_path: Path, measured: Measure) -> None:
    divisor, phase, dbfs, expected = TRUE_PEAK[case]
    sound = stereo(faded(tone(2.0, hz=48000 / divisor, phase=phase, dbfs=dbfs)))
    peak = measured(wav(tmp_path / "sound.wav", sound, bits=32, floating=True)).true_peak_dbtp
    assert peak is not None
    assert expected - 0.4 <= peak <= expected + 0.2


@pytest.mark.parametrize("offset", [0, 1, 2, 3])
def test_measure_ebu_3341_signals_20_to_23_find_one_peak_between_samples(
    offset: int, tmp_path: Path, measured: Measure
) -> None:
    """One period of full scale in a tone of half of it, made at four times the rate, thinned out from `offset`."""
    count = 4 * 96_000
    wave = 0.5 * np.sin(2 * np.pi * 12_000 / 192_000 * np.arange(count))
    wave[192_000 : 192_000 + 16] *= 2.0  # a whole period, from zero to zero
    spectrum = np.fft.rfft(wave * np.minimum(1, np.minimum(np.arange(count), np.arange(count)[::-1]) / 20_000))
    spectrum[np.fft.rfftfreq(count, 1 / 192_000) >= 24_000] = 0
    limited = np.fft.irfft(spectrum, count)
    limited /= np.abs(np.fft.irfft(spectrum, 4 * count)).max() * 4  # its wave, not its samples, reaches full scale
    sound = stereo(limited[None, offset::4])
    peak = measured(wav(tmp_path / "sound.wav", sound, bits=24)).true_peak_dbtp
    assert peak is not None
    assert -0.4 <= peak <= 0.2


@pytest.mark.parametrize("dbfs", [-20.0, -45.0, -60.0])
def test_measure_quiet_sound_keeps_a_fine_true_peak(dbfs: float, tmp_path: Path, measured: Measure) -> None:
    sound = stereo(faded(tone(2.0, hz=12000, phase=45, dbfs=dbfs)))
    peak = measured(wav(tmp_path / "sound.wav", sound, bits=24)).true_peak_dbtp
    assert peak == pytest.approx(dbfs, abs=0.15)


def test_measure_peak_in_the_last_tenth_of_a_second_counts(tmp_path: Path, measured: Measure) -> None:
    loud_end = after(tone(2.0, dbfs=-30), faded(tone(0.05, hz=12000, phase=45, dbfs=-3), 0.01))
    assert measured(wav(tmp_path / "sound.wav", stereo(loud_end))).true_peak_dbtp == pytest.approx(-3, abs=0.2)


def test_measure_mono_is_heard_three_units_louder_on_two_loudspeakers(tmp_path: Path, measured: Measure) -> None:
    mono = measured(wav(tmp_path / "mono.wav", noise(5.0)))
    twice = measured(wav(tmp_path / "twice.wav", stereo(noise(5.0))))
    assert mono.integrated_lufs is not None
    assert mono.heard_lufs == pytest.approx(mono.integrated_lufs + 3.01, abs=0.01)
    assert mono.heard_lufs == pytest.approx(twice.heard_lufs, abs=0.02)


def test_measure_under_the_gate_block_has_no_loudness(tmp_path: Path, measured: Measure) -> None:
    seen = measured(wav(tmp_path / "short.wav", noise(0.3)))
    assert (seen.integrated_lufs, seen.loudness_range_lu) == (None, None)
    assert seen.true_peak_dbtp is not None
