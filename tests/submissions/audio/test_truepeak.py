"""The true-peak meter against a much finer and slower one: the whole sound oversampled 16 times by its spectrum."""

import numpy as np
import pytest

from submissions.audio.loudness import decibels
from submissions.audio.truepeak import TAPS, TruePeak, interpolators
from tests.submissions.audio.synth import Sound, after, db, faded, noise, pink, silence, stereo, tone


def metered(sound: Sound, rate: int, *, block: int = 65536) -> float:
    """The meter's answer in dBTP, given in blocks."""
    meter, single = TruePeak(rate, len(sound)), sound.astype(np.float32)
    for start in range(0, sound.shape[1], block):
        meter.add(np.ascontiguousarray(single[:, start : start + block]))
    return decibels(meter.finish())


def finely(sound: Sound, times: int = 16) -> float:
    """The peak in dB of the sound between silences, oversampled by padding its spectrum with zeros."""
    padded = np.pad(sound, ((0, 0), (512, 512)))
    spectrum = np.fft.rfft(padded)
    return decibels(float(np.abs(np.fft.irfft(spectrum, times * padded.shape[1])).max() * times))


SOUNDS = {
    "wide": pink(2.0, channels=2, dbfs=-14),
    "tone between samples": faded(tone(1.0, hz=12000, phase=45, dbfs=-1)),
    "high tone": faded(tone(1.0, hz=17000, phase=30, dbfs=-2)),
    "low tone": faded(tone(1.0, hz=60, dbfs=-0.5)),
    "impulse": np.pad(np.ones((1, 1)) * 0.9, ((0, 0), (3000, 3000))),
    "step": after(silence(0.1), np.full((1, 4800), 0.7), silence(0.1)),
    "loud, then quiet": after(faded(tone(0.5, hz=11025, phase=45, dbfs=-1)), noise(2.0, dbfs=-60)),
    "quiet, then loud": after(noise(2.0, dbfs=-60), faded(tone(0.5, hz=11025, phase=45, dbfs=-1))),
    "peak in the right channel": stereo(tone(1.0, dbfs=-30), faded(tone(1.0, hz=9000, phase=50, dbfs=-3))),
}


@pytest.mark.parametrize("name", SOUNDS)
@pytest.mark.parametrize("rate", [44100, 48000])
def test_peak_is_within_a_tenth_of_a_much_finer_one(name: str, rate: int) -> None:
    sound = SOUNDS[name]
    if name == "step":  # a jump has no end of overtones; the finer meter rings more
        assert metered(sound, rate) == pytest.approx(finely(sound), abs=0.35)
    else:
        assert metered(sound, rate) == pytest.approx(finely(sound), abs=0.12)


@pytest.mark.parametrize("name", SOUNDS)
def test_peak_does_not_depend_on_what_is_left_out_or_on_the_blocks(name: str) -> None:
    sound = SOUNDS[name]
    everything = TruePeak(48000, len(sound))
    everything._gain = 1e9  # so that no group can be left out
    everything.add(sound.astype(np.float32))
    whole = decibels(everything.finish())
    for block in (65536, 4096, 1000, 24, 7):
        short = sound[:, :20_000] if block < 100 else sound
        expected = whole if block >= 100 else metered(short, 48000)
        assert metered(short, 48000, block=block) == pytest.approx(expected, abs=1e-4)


def test_peak_of_high_rates_needs_less_or_no_oversampling() -> None:
    sound = faded(tone(0.5, hz=12000, phase=45, dbfs=-1, rate=96000), rate=96000)
    assert metered(sound, 96000) == pytest.approx(-1.0, abs=0.05)
    finest = faded(tone(0.5, hz=12000, phase=45, dbfs=-1, rate=192000), rate=192000)
    assert metered(finest, 192000) == pytest.approx(decibels(float(np.abs(finest).max())), abs=1e-4)


@pytest.mark.parametrize("samples", [0, 1, 5, TAPS, 100])
def test_peak_of_next_to_nothing(samples: int) -> None:
    meter = TruePeak(48000, 1)
    if samples:
        meter.add(np.full((1, samples), db(-6), np.float32))
    assert meter.finish() >= (db(-6) - 1e-6 if samples else 0.0)
    assert meter.finish() < 1.0


def test_interpolators_pass_a_constant_and_mirror_each_other() -> None:
    phases = interpolators(4)
    assert phases.shape == (3, TAPS)
    assert phases.sum(axis=1) == pytest.approx(1.0)
    assert phases[0] == pytest.approx(phases[2][::-1])
    assert interpolators(1).shape == (0, TAPS)
