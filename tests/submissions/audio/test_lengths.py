"""Cut off, damaged, lying about the length: exit code 0 is not sound."""

from collections.abc import Callable
from pathlib import Path

import pytest

from submissions.audio.opening import Refused
from tests.submissions.audio.conftest import Measure, codes, finding
from tests.submissions.audio.synth import aiff, caf, encoded, noise, w64, wav

SOUND = noise(10.0, channels=2)
FASTSTART = {"movflags": "+faststart"}
DECLARING: dict[str, Callable[[Path], Path]] = {
    "wav": lambda p: wav(p, SOUND),
    "wav24": lambda p: wav(p, SOUND, bits=24, mask=3),
    "rf64": lambda p: wav(p, SOUND, riff=b"RF64"),
    "bw64": lambda p: wav(p, SOUND, riff=b"BW64"),
    "w64": lambda p: w64(p, SOUND),
    "aiff": lambda p: aiff(p, SOUND),
    "caf": lambda p: caf(p, SOUND),
    "flac": lambda p: encoded(p, SOUND, "flac", "flac", sample_format="s16"),
    "mp3": lambda p: encoded(p, SOUND, "libmp3lame", "mp3", bit_rate=192_000),
    "m4a": lambda p: encoded(p, SOUND, "aac", "mp4", bit_rate=192_000, options=FASTSTART),
    "alac": lambda p: encoded(p, SOUND, "alac", "ipod", sample_format="s16p", options=FASTSTART),
}


def cut(path: Path, share: float) -> Path:
    """Keep only the first part of a file."""
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    return path


@pytest.mark.parametrize("name", DECLARING)
def test_measure_file_cut_at_60_percent_is_cut_off(name: str, tmp_path: Path, measured: Measure) -> None:
    found = finding(measured(cut(DECLARING[name](tmp_path / "sound"), 0.6)), "cut_off")
    assert found.figures["declared_s"] == pytest.approx(10.0, abs=0.06)
    assert found.figures["decoded_s"] == pytest.approx(6.0, abs=0.2)
    assert (found.start_s, found.end_s) == (found.figures["decoded_s"], found.figures["declared_s"])


@pytest.mark.parametrize("name", DECLARING)
def test_measure_file_cut_at_98_and_a_half_percent_is_within_tolerance(
    name: str, tmp_path: Path, measured: Measure
) -> None:
    assert "cut_off" not in codes(measured(cut(DECLARING[name](tmp_path / "sound"), 0.985)))


@pytest.mark.parametrize(("codec", "bit_rate"), [("vorbis", None), ("libopus", 160_000), ("flac", None)])
def test_measure_ogg_without_its_last_page_says_so(
    codec: str, bit_rate: int | None, tmp_path: Path, measured: Measure
) -> None:
    path = encoded(tmp_path / "sound.ogg", SOUND, codec, "ogg", bit_rate=bit_rate)
    assert "no_end" not in codes(measured(path))
    assert "no_end" in codes(measured(cut(path, 0.6)))


def test_measure_header_that_declares_half_an_hour_is_not_believed(tmp_path: Path, measured: Measure) -> None:
    path = wav(tmp_path / "sound.wav", noise(0.4, channels=2), claimed_bytes=31 * 60 * 48000 * 4)
    seen = measured(path)
    assert {"cut_off", "too_short"} <= codes(seen)
    assert (seen.declared_s, seen.decoded_s) == (1860.0, 0.4)


@pytest.mark.parametrize("claimed", [0xFFFFFFFF, 0])
def test_measure_wav_of_unknown_length_is_no_fault(claimed: int, tmp_path: Path, measured: Measure) -> None:
    seen = measured(wav(tmp_path / "sound.wav", SOUND, claimed_bytes=claimed))
    assert (seen.declared_s, seen.decoded_s) == (None, 10.0)
    assert codes(seen) == set()


def test_measure_mp3_without_a_frame_count_declares_nothing(tmp_path: Path, measured: Measure) -> None:
    path = encoded(tmp_path / "sound.mp3", SOUND, "libmp3lame", "mp3", bit_rate=192_000, options={"write_xing": "0"})
    seen = measured(path)
    assert seen.declared_s is None
    assert codes(seen) == set()


def damaged(path: Path, every: int, start: int = 20_000) -> Path:
    """Overwrite 200 bytes in every so many."""
    data = bytearray(path.read_bytes())
    for place in range(start, len(data) - 200, every):
        data[place : place + 200] = bytes(255 - byte for byte in data[place : place + 200])
    path.write_bytes(data)
    return path


def test_measure_flac_with_a_few_damaged_frames_warns(tmp_path: Path, measured: Measure) -> None:
    path = encoded(tmp_path / "sound.flac", noise(60.0), "flac", "flac", sample_format="s16")
    seen = measured(damaged(path, 2_000_000))
    found = finding(seen, "bad_packets")
    assert 0 < seen.bad_packets <= 0.02 * seen.packets
    assert found.figures == {"bad": seen.bad_packets, "packets": seen.packets}


def test_measure_flac_with_many_damaged_frames_is_refused(tmp_path: Path, measured: Measure) -> None:
    path = encoded(tmp_path / "sound.flac", noise(20.0), "flac", "flac", sample_format="s16")
    with pytest.raises(Refused) as refused:
        measured(damaged(path, 30_000))
    assert refused.value.refusal.code in ("damaged", "not_decodable")
