"""The golden table: real files of many formats, each against figures that are known beforehand.

The sound is a sine of 997 Hz whose loudness and peak follow from ITU-R BS.1770-4 alone: at full scale it is -3.01 LKFS
in one channel and 0 LKFS in two; a surround channel counts 1.41 times. The rows marked `oracle` are written by FFmpeg's
own program, with encoders that PyAV does not carry.
"""

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from submissions.audio.opening import Refused
from submissions.audio.report import Measurement
from tests.submissions.audio.conftest import Measure
from tests.submissions.audio.synth import Sound, aiff, caf, encoded, faded, silence, tone, w64, wav

SECONDS, DBFS, HZ = 4.0, -18.0, 997.0


@dataclass(frozen=True)
class Row:
    """What a file must be found to be. Tolerances: loudness and peak in dB, length in seconds."""

    container: str
    codec: str
    rate: int = 48000
    channels: int = 2
    bits: int | None = None
    lufs: float = DBFS
    within_db: float = 0.1
    within_s: float = 0.0


def sines(channels: int = 2, rate: int = 48000, *, sounding: int | None = None) -> Sound:
    """The tone in the first `sounding` channels, silence in the others."""
    one = faded(tone(SECONDS, hz=HZ, dbfs=DBFS, rate=rate), 0.005, rate)
    used = channels if sounding is None else sounding
    return np.concatenate([one] * used + [silence(SECONDS, rate=rate)] * (channels - used))


MONO, HALF_DB = DBFS - 3.01, 0.5
EDGE_DB = 0.5  # what a lossy encoder makes of the edges may stand out over the tone
OURS: dict[str, tuple[Callable[[Path], Path], Row]] = {
    "wav 16": (lambda p: wav(p, sines()), Row("wav", "pcm_s16le", bits=16)),
    "wav 24, 96 kHz": (lambda p: wav(p, sines(rate=96000), 96000, 24), Row("wav", "pcm_s24le", 96000, bits=24)),
    "wav 32, 192 kHz": (lambda p: wav(p, sines(rate=192000), 192000, 32), Row("wav", "pcm_s32le", 192000, bits=32)),
    "wav float": (lambda p: wav(p, sines(), bits=32, floating=True), Row("wav", "pcm_f32le")),
    "wav double": (lambda p: wav(p, sines(), bits=64, floating=True), Row("wav", "pcm_f64le")),
    "wav mono, 8 kHz": (lambda p: wav(p, sines(1, 8000), 8000), Row("wav", "pcm_s16le", 8000, 1, 16, MONO)),
    "wav 5.1, front only": (
        lambda p: wav(p, sines(6, sounding=2), bits=24, mask=0x3F), Row("wav", "pcm_s24le", 48000, 6, 24),
    ),
    "wav 7.1, front only": (
        lambda p: wav(p, sines(8, sounding=2), bits=24, mask=0x63F), Row("wav", "pcm_s24le", 48000, 8, 24),
    ),
    "rf64": (lambda p: wav(p, sines(), bits=24, riff=b"RF64"), Row("rf64", "pcm_s24le", bits=24)),
    "bw64": (lambda p: wav(p, sines(), bits=24, riff=b"BW64"), Row("bw64", "pcm_s24le", bits=24)),
    "w64": (lambda p: w64(p, sines(rate=44100), 44100, 24), Row("w64", "pcm_s24le", 44100, bits=24)),
    "aiff": (lambda p: aiff(p, sines(rate=44100), 44100, 24), Row("aiff", "pcm_s24be", 44100, bits=24)),
    "aifc": (lambda p: aiff(p, sines(), little=True), Row("aifc", "pcm_s16le", bits=16)),
    "caf": (lambda p: caf(p, sines(rate=88200), 88200, 24), Row("caf", "pcm_s24be", 88200, bits=24)),
    "flac": (
        lambda p: encoded(p, sines(rate=44100), "flac", "flac", 44100, sample_format="s32"),
        Row("flac", "flac", 44100, bits=24),
    ),
    "flac 5.1": (
        lambda p: encoded(p, sines(6, sounding=2), "flac", "flac", sample_format="s16"),
        Row("flac", "flac", 48000, 6, 16),
    ),
    "flac mono": (
        lambda p: encoded(p, sines(1), "flac", "flac", sample_format="s16"), Row("flac", "flac", 48000, 1, 16, MONO),
    ),
    "alac": (
        lambda p: encoded(p, sines(), "alac", "ipod", sample_format="s32p"), Row("mp4", "alac", bits=24),
    ),
    "aac": (
        lambda p: encoded(p, sines(rate=44100), "aac", "ipod", 44100, bit_rate=192_000),
        Row("mp4", "aac", 44100, within_db=0.2, within_s=0.05),
    ),
    "aac mono": (
        lambda p: encoded(p, sines(1), "aac", "mp4", bit_rate=96_000),
        Row("mp4", "aac", channels=1, lufs=MONO, within_db=0.2, within_s=0.05),
    ),
    "mp3": (
        lambda p: encoded(p, sines(rate=44100), "libmp3lame", "mp3", 44100, bit_rate=192_000),
        Row("mp3", "mp3", 44100, within_db=HALF_DB, within_s=0.06),
    ),
    "opus": (
        lambda p: encoded(p, sines(), "libopus", "ogg", bit_rate=128_000),
        Row("ogg", "opus", within_db=HALF_DB, within_s=0.05),
    ),
}  # fmt: skip
PROGRAM: dict[str, tuple[str, Row]] = {
    "x.ogg": ("-c:a libvorbis -q:a 6", Row("ogg", "vorbis", within_db=0.3, within_s=0.01)),
    "mono.ogg": (
        "-af pan=mono|c0=c0 -c:a libvorbis",
        Row("ogg", "vorbis", channels=1, lufs=MONO, within_db=0.3, within_s=0.01),
    ),
    "x.oga": ("-c:a flac", Row("ogg", "flac", bits=24)),
    "x.opus": ("-c:a libopus -b:a 96k", Row("ogg", "opus", within_db=HALF_DB, within_s=0.01)),
    "vbr.mp3": ("-c:a libmp3lame -q:a 2 -ar 44100", Row("mp3", "mp3", 44100, within_db=HALF_DB, within_s=0.06)),
    "old.mp3": ("-c:a libmp3lame -b:a 64k -ar 22050", Row("mp3", "mp3", 22050, within_db=HALF_DB, within_s=0.08)),
    "noinfo.mp3": ("-c:a libmp3lame -b:a 320k -write_xing 0", Row("mp3", "mp3", within_db=0.2, within_s=0.09)),
    "x.m4a": ("-c:a aac -b:a 256k", Row("mp4", "aac", within_db=0.2, within_s=0.05)),
    "alac.m4a": ("-c:a alac -ar 96000", Row("mp4", "alac", 96000, bits=24)),
    "alac.caf": ("-c:a alac", Row("caf", "alac", bits=24)),
    "float.caf": ("-c:a pcm_f32le", Row("caf", "pcm_f32le")),
    "x.aac": ("-c:a aac -b:a 192k", Row("adts", "aac", within_db=0.2, within_s=0.08)),
    "x.aiff": ("-c:a pcm_s16be", Row("aiff", "pcm_s16be", bits=16)),
    "float.aifc": ("-c:a pcm_f32be -f aiff", Row("aifc", "pcm_f32be")),
    "x.w64": ("-c:a pcm_s24le", Row("w64", "pcm_s24le", bits=24)),
    "rf64.wav": ("-c:a pcm_s24le -rf64 always", Row("rf64", "pcm_s24le", bits=24)),
    "x.flac": ("-c:a flac -sample_fmt s16 -compression_level 12", Row("flac", "flac", bits=16)),
    "x.mov": ("-c:a pcm_s24le", Row("mp4", "pcm_s24le", bits=24)),
    "x.mka": ("-c:a libvorbis -q:a 6", Row("matroska", "vorbis", within_db=0.3, within_s=0.03)),
    "x.webm": ("-c:a libopus -b:a 128k", Row("matroska", "opus", within_db=HALF_DB, within_s=0.03)),
}


def check(seen: Measurement, row: Row) -> None:
    """Every figure of a measurement against its row."""
    facts = ("container", "codec", "sample_rate", "channels", "bit_depth")
    told = tuple(getattr(seen, name) for name in facts)
    assert told == (row.container, row.codec, row.rate, row.channels, row.bits)
    assert seen.decoded_s == pytest.approx(SECONDS, abs=row.within_s or 1 / row.rate)
    assert seen.integrated_lufs == pytest.approx(row.lufs, abs=row.within_db)
    assert seen.true_peak_dbtp == pytest.approx(DBFS, abs=row.within_db + (EDGE_DB if seen.lossy else 0.05))
    assert seen.loudness_range_lu == pytest.approx(0.0, abs=row.within_db)
    assert seen.bad_packets == 0
    harmless = {
        "mono_in_stereo",
        "downmixed",
        "low_bit_rate",
    }  # one tone in all channels; short files have little to code
    assert {one.code for one in seen.findings} <= harmless


@pytest.mark.parametrize("name", OURS)
def test_measure_golden_file_gives_its_known_figures(name: str, tmp_path: Path, measured: Measure) -> None:
    write, row = OURS[name]
    check(measured(write(tmp_path / "sound")), row)


@pytest.mark.oracle
@pytest.mark.parametrize("name", PROGRAM)
def test_measure_golden_file_of_the_program_gives_its_known_figures(
    name: str, tmp_path: Path, measured: Measure
) -> None:
    arguments, row = PROGRAM[name]
    source = wav(tmp_path / "source.wav", sines(), bits=24)
    command = ["ffmpeg", "-nostdin", "-v", "error", "-i", str(source), *arguments.split(), str(tmp_path / name)]
    subprocess.run(command, check=True)
    check(measured(tmp_path / name), row)


@pytest.mark.oracle
@pytest.mark.parametrize("codec", ["wavpack", "ac3", "adpcm_ima_wav", "mp2"])
def test_measure_codec_that_is_not_on_the_list_is_named(codec: str, tmp_path: Path, measured: Measure) -> None:
    source, path = wav(tmp_path / "source.wav", sines()), tmp_path / "sound.mka"
    subprocess.run(["ffmpeg", "-nostdin", "-v", "error", "-i", str(source), "-c:a", codec, str(path)], check=True)
    with pytest.raises(Refused) as refused:
        measured(path)
    assert refused.value.refusal.code in ("codec_not_supported", "not_decodable", "no_sound")
