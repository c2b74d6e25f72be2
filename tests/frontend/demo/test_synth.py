"""The demo's music: the same again from the same seed, different from piece to piece, at the level it names."""

from __future__ import annotations

import io
import time
import wave
from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest

from frontend.demo import dsp, synth
from frontend.demo.synth import Character, Piece


def short(character: Character, seed: int = 5, lufs: float = -18.0) -> Piece:
    return Piece(character, seed, 20.0, lufs)


def spectrum(audio: np.ndarray) -> np.ndarray:
    """Share of the energy in twelve bands an octave and a bit wide: a crude picture of timbre."""
    power = np.square(np.abs(np.fft.rfft(audio.mean(axis=1) / 32_768)))
    edges = np.geomspace(40, 16_000, 13) / (dsp.RATE / len(audio))
    bands = np.array([power[int(a) : int(b)].sum() for a, b in pairwise(edges)])
    return bands / bands.sum()


@pytest.mark.parametrize("character", list(Character))
def test_render_each_character_is_sound_at_its_level(character: Character) -> None:
    audio = synth.render(short(character))
    signal = audio.astype(np.float32) / 32_768
    assert audio.shape == (20 * dsp.RATE, 2)
    assert audio.dtype == np.int16
    assert dsp.loudness(signal) == pytest.approx(-18.0, abs=0.5)
    assert np.abs(signal).max() < 0.99
    assert not np.array_equal(audio[:, 0], audio[:, 1]), "stereo, not one channel twice"
    assert abs(float(signal.mean())) < 0.005, "no direct current"
    seconds = np.abs(signal).reshape(20, -1).max(axis=1)
    assert (seconds[1:-1] > 10 ** (-60 / 20)).mean() > 0.8, "no long hole"
    assert np.abs(audio[0]).max() <= 1
    assert np.abs(audio[-1]).max() <= 1


def test_render_same_piece_twice_is_the_same_to_the_bit() -> None:
    piece = synth.piece_for(Character.GRAINS, 9)
    assert synth.render(piece).tobytes() == synth.render(piece).tobytes()


def test_render_other_seed_is_another_piece() -> None:
    one, two = (synth.render(short(Character.PLUCK, seed)) for seed in (1, 2))
    assert abs(float(np.corrcoef(one[:, 0], two[:, 0])[0, 1])) < 0.2


def test_render_characters_differ_in_timbre() -> None:
    shares = {c: spectrum(synth.render(short(c))) for c in Character}
    for one, two in combinations(Character, 2):
        assert np.abs(shares[one] - shares[two]).sum() > 0.1, (one, two)


def test_render_layer_under_is_heard_and_stays_under() -> None:
    alone = synth.render(short(Character.DRONE)).astype(float)
    both = synth.render(Piece(Character.DRONE, 5, 20.0, -18.0, under=Character.PULSE)).astype(float)
    likeness = float(np.corrcoef(alone[:, 0], both[:, 0])[0, 1])
    assert 0.8 < likeness < 0.99


@pytest.mark.parametrize("lufs", [-28.0, -9.0])
def test_render_extremes_of_level_are_reached_without_clipping(lufs: float) -> None:
    audio = synth.render(short(Character.PAD, lufs=lufs))
    assert dsp.loudness(audio.astype(np.float32) / 32_768) == pytest.approx(lufs, abs=0.7)
    assert int((np.abs(audio.astype(int)) >= 32_767).sum()) == 0


def test_piece_for_spreads_lengths_and_levels() -> None:
    pieces = [synth.piece_for(c, seed) for c in Character for seed in range(20)]
    assert len(set(pieces)) == len(pieces)
    assert max(p.lufs for p in pieces) - min(p.lufs for p in pieces) > 15
    assert {p.under is None for p in pieces} == {True, False}


@pytest.mark.parametrize(("seconds", "lufs"), [(19.9, -18), (45.1, -18), (30, -28.1), (30, -8.9)])
def test_piece_outside_the_limits_is_refused(seconds: float, lufs: float) -> None:
    with pytest.raises(ValueError, match="a piece"):
        Piece(Character.PAD, 1, seconds, lufs)


def test_write_wav_can_be_read_back(tmp_path: Path) -> None:
    audio = synth.render(short(Character.VOICE))
    synth.write_wav(str(tmp_path / "a.wav"), audio)
    buffer = io.BytesIO()
    synth.write_wav(buffer, audio)
    assert (tmp_path / "a.wav").read_bytes() == buffer.getvalue()
    with wave.open(str(tmp_path / "a.wav")) as file:
        assert (file.getnchannels(), file.getframerate(), file.getsampwidth()) == (2, 44_100, 2)
        assert file.readframes(file.getnframes()) == audio.tobytes()


def test_loudness_of_the_reference_tone() -> None:
    """BS.1770: a sine of 997 Hz at -20 dBFS on both channels is -20 LUFS; on one channel 3 LU less."""
    tone = 0.1 * np.sin(2 * np.pi * 997 * np.arange(5 * dsp.RATE) / dsp.RATE)
    both = np.stack([tone, tone], axis=1).astype(np.float32)
    assert dsp.loudness(both) == pytest.approx(-20.0, abs=0.1)
    both[:, 1] = 0
    assert dsp.loudness(both) == pytest.approx(-23.0, abs=0.1)


def test_loudness_of_silence_is_minus_infinity() -> None:
    assert dsp.loudness(np.zeros((dsp.RATE, 2), dtype=np.float32)) == float("-inf")


@pytest.mark.parametrize("hertz", [110.0, 261.6, 659.3])
def test_oscillate_sounds_at_its_frequency(hertz: float) -> None:
    tone = dsp.oscillate(dsp.table([1.0]), hertz, 4 * dsp.RATE)
    peak = int(np.argmax(np.abs(np.fft.rfft(tone * np.hanning(len(tone)))))) / 4
    assert peak == pytest.approx(hertz, abs=0.3)


def test_render_is_fast_enough_for_a_whole_edition() -> None:
    """162 pieces are made for the demo: at most 0.6 s of processor time for 30 s of music, on average."""
    pieces = [Piece(c, 3, 30.0, -16.0, under=Character.PLUCK) for c in Character if c is not Character.PLUCK]
    begun = time.process_time()
    for piece in pieces:
        synth.render(piece)
    assert (time.process_time() - begun) / len(pieces) < 0.6
