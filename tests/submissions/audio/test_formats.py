"""Every format that is accepted, against known numbers: a table of real files, made here."""

from pathlib import Path

import pytest

from tests.submissions.audio.conftest import Measure
from tests.submissions.audio.synth import RATE, aiff, caf, encoded, noise, w64, wav

SOUND = noise(3.0, channels=2, dbfs=-18)
SOUND_16 = (SOUND * 32768).round() / 32768

LOSSLESS = {
    "wav16": (lambda p, s: wav(p, s), "wav", "pcm_s16le", 16),
    "wav24": (lambda p, s: wav(p, s, bits=24), "wav", "pcm_s24le", 24),
    "wav32": (lambda p, s: wav(p, s, bits=32), "wav", "pcm_s32le", 32),
    "float32": (lambda p, s: wav(p, s, bits=32, floating=True), "wav", "pcm_f32le", None),
    "float64": (lambda p, s: wav(p, s, bits=64, floating=True), "wav", "pcm_f64le", None),
    "extensible": (lambda p, s: wav(p, s, bits=24, mask=3), "wav", "pcm_s24le", 24),
    "rf64": (lambda p, s: wav(p, s, riff=b"RF64"), "rf64", "pcm_s16le", 16),
    "bw64": (lambda p, s: wav(p, s, riff=b"BW64"), "bw64", "pcm_s16le", 16),
    "w64": (lambda p, s: w64(p, s), "w64", "pcm_s16le", 16),
    "aiff16": (lambda p, s: aiff(p, s), "aiff", "pcm_s16be", 16),
    "aiff24": (lambda p, s: aiff(p, s, bits=24), "aiff", "pcm_s24be", 24),
    "aifc": (lambda p, s: aiff(p, s, little=True), "aifc", "pcm_s16le", 16),
    "caf": (lambda p, s: caf(p, s), "caf", "pcm_s16be", 16),
    "flac16": (lambda p, s: encoded(p, s, "flac", "flac", sample_format="s16"), "flac", "flac", 16),
    "flac24": (lambda p, s: encoded(p, s, "flac", "flac", sample_format="s32"), "flac", "flac", 24),
    "oggflac": (lambda p, s: encoded(p, s, "flac", "ogg", sample_format="s16"), "ogg", "flac", 16),
    "alac16": (lambda p, s: encoded(p, s, "alac", "ipod", sample_format="s16p"), "mp4", "alac", 16),
    "alac24": (lambda p, s: encoded(p, s, "alac", "ipod", sample_format="s32p"), "mp4", "alac", 24),
    "caf-alac": (lambda p, s: encoded(p, s, "alac", "caf", sample_format="s16p"), "caf", "alac", 16),
}
LOSSY = {
    "mp3": ("libmp3lame", "mp3", "mp3", "mp3", RATE),
    "vorbis": ("vorbis", "ogg", "ogg", "vorbis", RATE),
    "opus": ("libopus", "ogg", "ogg", "opus", RATE),
    "aac-m4a": ("aac", "ipod", "mp4", "aac", RATE),
    "aac-mp4": ("aac", "mp4", "mp4", "aac", RATE),
    "aac-adts": ("aac", "adts", "adts", "aac", RATE),
}


@pytest.mark.parametrize("name", LOSSLESS)
def test_measure_lossless_file_reports_format_and_exact_length(name: str, tmp_path: Path, measured: Measure) -> None:
    write, container, codec, bits = LOSSLESS[name]
    seen = measured(write(tmp_path / "sound", SOUND_16))
    assert (seen.container, seen.codec, seen.bit_depth) == (container, codec, bits)
    assert (seen.sample_rate, seen.channels, seen.lossy) == (RATE, 2, False)
    assert seen.decoded_s == 3.0
    assert seen.declared_s == (None if container == "ogg" else 3.0)
    assert seen.findings == ()


def test_measure_same_samples_in_every_lossless_format_gives_one_digest(tmp_path: Path, measured: Measure) -> None:
    digests = {measured(write(tmp_path / "sound", SOUND_16)).samples_sha256 for write, *_ in LOSSLESS.values()}
    assert len(digests) == 1
    other = measured(wav(tmp_path / "other", SOUND_16[::-1])).samples_sha256
    assert other not in digests


@pytest.mark.parametrize("name", LOSSY)
def test_measure_lossy_file_reports_format_and_length(name: str, tmp_path: Path, measured: Measure) -> None:
    encoder, muxer, container, codec, rate = LOSSY[name]
    reference = measured(wav(tmp_path / "reference", SOUND_16))
    seen = measured(encoded(tmp_path / "sound", SOUND_16, encoder, muxer, bit_rate=256_000))
    assert (seen.container, seen.codec, seen.bit_depth, seen.lossy) == (container, codec, None, True)
    assert (seen.sample_rate, seen.channels) == (rate, 2)
    assert seen.decoded_s == pytest.approx(3.0, abs=0.06)
    assert seen.bad_packets == 0
    assert not {one.code for one in seen.findings} & {"cut_off", "length_differs", "bad_packets"}
    assert reference.integrated_lufs is not None
    assert seen.integrated_lufs == pytest.approx(
        reference.integrated_lufs, abs=1.5
    )  # the built-in Vorbis encoder is a rough one


@pytest.mark.parametrize("rate", [8000, 11025, 16000, 22050, 32000, 44100, 48000, 88200, 96000, 176400, 192000])
def test_measure_any_rate_counts_its_own_samples(rate: int, tmp_path: Path, measured: Measure) -> None:
    seen = measured(wav(tmp_path / "sound.wav", noise(1.5, rate=rate, channels=2), rate))
    assert (seen.sample_rate, seen.decoded_s) == (rate, pytest.approx(1.5, abs=1 / rate))


@pytest.mark.parametrize("channels", range(1, 9))
def test_measure_any_channel_count_with_and_without_mask(channels: int, tmp_path: Path, measured: Measure) -> None:
    masks = {1: 0x4, 2: 0x3, 3: 0x7, 4: 0x33, 5: 0x37, 6: 0x3F, 7: 0x13F, 8: 0x63F}
    sound = noise(1.5, channels=channels)
    plain = measured(wav(tmp_path / "plain.wav", sound))
    masked = measured(wav(tmp_path / "masked.wav", sound, mask=masks[channels]))
    assert plain.channels == masked.channels == channels
    assert ("downmixed" in {one.code for one in masked.findings}) is (channels > 2)
    assert plain.heard_lufs is not None
    assert masked.heard_lufs is not None
    assert plain.samples_sha256 == masked.samples_sha256


def test_measure_file_behind_an_id3_tag_steps_over_it(tmp_path: Path, measured: Measure) -> None:
    flac = encoded(tmp_path / "plain.flac", SOUND_16, "flac", "flac", sample_format="s16")
    tag = b"ID3\x04\x00\x00" + bytes([0, 0, 8, 0]) + b"\xff" * 1024
    tagged = tmp_path / "tagged.flac"
    tagged.write_bytes(tag + flac.read_bytes())
    assert measured(tagged).samples_sha256 == measured(flac).samples_sha256
