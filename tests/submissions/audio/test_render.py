"""Renditions: level, length, no tag of any kind, equal bytes, playable from the first byte."""

import hashlib
import struct
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from submissions.audio.encoders import FORMATS
from submissions.audio.gain import entry_gain_db
from submissions.audio.limits import Limits
from submissions.audio.render import Made, render
from tests.submissions.audio.conftest import Measure, decoded
from tests.submissions.audio.synth import Sound, db, encoded, faded, noise, pink, stereo, tone, wav
from tests.submissions.audio.tagged import TAGGED, tags

CODECS = ("aac", "opus", "flac")
MARK = "Zyxwvuq"
Render = Callable[..., tuple[Made, ...]]


@pytest.fixture
def rendered(tmp_path: Path) -> Render:
    """Render a file in this process into tmp_path/out."""

    def run(path: Path, gain_db: float = 0.0, codecs: tuple[str, ...] = CODECS, **limits: object) -> tuple[Made, ...]:
        (tmp_path / "out").mkdir(exist_ok=True)
        bounds = Limits(**limits)  # type: ignore[arg-type]
        return render(
            path, tmp_path / "out", gain_db=gain_db, codecs=codecs, limits=bounds, on_progress=lambda share: None
        )

    return run


def out(tmp_path: Path, codec: str) -> Path:
    """Where a rendition was written."""
    return tmp_path / "out" / FORMATS[codec].file_name


def rms_db(sound: Sound) -> float:
    """RMS in dBFS without the edges, which codecs blur."""
    inner = sound[:, 4800:-4800]
    return float(10 * np.log10(np.mean(inner**2)))


@pytest.mark.parametrize("gain", [-6.0, 0.0, 4.52])
@pytest.mark.parametrize("codec", CODECS)
def test_render_applies_the_gain_and_nothing_else(codec: str, gain: float, tmp_path: Path, rendered: Render) -> None:
    song = stereo(tone(4.0, hz=440, dbfs=-20), tone(4.0, hz=660, dbfs=-26))
    (made,) = rendered(wav(tmp_path / "song.wav", song), gain, (codec,))
    heard, rate = decoded(out(tmp_path, codec))
    assert (rate, made.sample_rate, made.duration_s) == (48000, 48000, 4.0)
    assert heard.shape[1] == pytest.approx(4 * 48000, abs=1100)
    for channel in (0, 1):
        expected = rms_db(song[channel : channel + 1]) + gain
        assert rms_db(heard[channel : channel + 1]) == pytest.approx(expected, abs=0.1)


def test_render_flac_is_exact_but_for_dither(tmp_path: Path, rendered: Render) -> None:
    song = noise(2.0, channels=2, dbfs=-18)
    rendered(wav(tmp_path / "song.wav", song, bits=24), -3.0, ("flac",))
    heard, _ = decoded(out(tmp_path, "flac"))
    assert np.abs(heard - song * db(-3.0)).max() < 2**-22
    rendered(wav(tmp_path / "song16.wav", song, bits=16), -3.0, ("flac",))
    heard, _ = decoded(out(tmp_path, "flac"))
    assert np.abs(heard - song * db(-3.0)).max() < 3 * 2**-15


@pytest.mark.parametrize(("rate", "rates"), [(44100, (44100, 48000, 44100)), (96000, (48000, 48000, 96000)),
                                             (88200, (44100, 48000, 88200)), (8000, (48000, 48000, 8000)),
                                             (192000, (48000, 48000, 192000))])  # fmt: skip
def test_render_rates_that_browsers_play(rate: int, rates: tuple[int, ...], tmp_path: Path, rendered: Render) -> None:
    made = rendered(wav(tmp_path / "song.wav", faded(tone(2.0, hz=500, rate=rate), rate=rate), rate))
    assert tuple(one.sample_rate for one in made) == rates
    for codec, expected in zip(CODECS, rates, strict=True):
        heard, got = decoded(out(tmp_path, codec))
        assert (got, len(heard)) == (expected, 1)
        assert heard.shape[1] / got == pytest.approx(2.0, abs=0.03)


@pytest.mark.parametrize(("codec", "least_db"), [("aac", 14.0), ("flac", 70.0)])
def test_render_keeps_every_band_of_wide_noise(codec: str, least_db: float, tmp_path: Path, rendered: Render) -> None:
    """The hardest case for a lossy encoder that saves on stereo: two channels that share nothing."""
    song = pink(6.0, channels=2, dbfs=-20)
    rendered(wav(tmp_path / "song.wav", song, bits=24), 0.0, (codec,))
    heard, _ = decoded(out(tmp_path, codec))
    sound, error = (
        np.abs(np.fft.rfft(part[:, : song.shape[1]])) ** 2 for part in (song, heard[:, : song.shape[1]] - song)
    )
    hz = np.fft.rfftfreq(song.shape[1], 1 / 48000)
    for low, high in ((20, 200), (200, 1000), (1000, 4000), (4000, 8000), (8000, 12000), (12000, 14500)):
        band = (hz >= low) & (hz < high)
        ratio_db = 10 * np.log10(sound[:, band].sum() / error[:, band].sum())
        assert ratio_db > least_db, (low, high, ratio_db)


def test_render_surround_is_mixed_down_by_bs_775(tmp_path: Path, rendered: Render) -> None:
    frequencies = (300, 500, 700, 900, 1100, 1300)  # left, right, centre, low, left and right surround
    song = np.concatenate([tone(3.0, hz=hz, dbfs=-20) for hz in frequencies])
    (made,) = rendered(wav(tmp_path / "song.wav", song, bits=24, mask=0x3F), 0.0, ("flac",))
    assert (made.channels, made.downmixed) == (2, True)
    heard, _ = decoded(out(tmp_path, "flac"))
    spectrum = np.abs(np.fft.rfft(heard[:, :144000], axis=1)) / 72000 / db(-20)
    levels = [[float(spectrum[channel, hz * 3]) for hz in frequencies] for channel in (0, 1)]
    half = 0.7071
    assert levels[0] == pytest.approx([1, 0, half, 0, half, 0], abs=0.001)
    assert levels[1] == pytest.approx([0, 1, half, 0, 0, half], abs=0.001)


@pytest.mark.parametrize("channels", [3, 5, 8])
def test_render_any_channel_count_without_a_mask(
    channels: int, tmp_path: Path, rendered: Render, measured: Measure
) -> None:
    path = wav(tmp_path / "song.wav", noise(2.0, channels=channels))
    gain = entry_gain_db([measured(path)])
    rendered(path, gain, ("flac",))
    after = measured(out(tmp_path, "flac"))
    assert after.channels == 2
    assert after.integrated_lufs == pytest.approx(-16.0, abs=0.1)


@pytest.mark.parametrize("dbfs", [-9.0, -20.0, -35.0])
@pytest.mark.parametrize("codec", CODECS)
def test_render_with_the_entry_gain_meets_target_and_ceiling(
    codec: str, dbfs: float, tmp_path: Path, rendered: Render, measured: Measure
) -> None:
    path = wav(tmp_path / "song.wav", faded(pink(5.0, channels=2, dbfs=dbfs)), bits=24)
    before = measured(path)
    gain = entry_gain_db([before])
    rendered(path, gain, (codec,))
    after = measured(out(tmp_path, codec))
    assert before.integrated_lufs is not None
    assert before.true_peak_dbtp is not None
    assert after.integrated_lufs == pytest.approx(before.integrated_lufs + gain, abs=0.3)
    assert before.true_peak_dbtp + gain <= -1.0
    if codec == "flac":
        assert after.true_peak_dbtp is not None
        assert after.true_peak_dbtp <= -1.0


@pytest.mark.parametrize("codec", CODECS)
def test_render_same_input_gives_the_same_bytes(codec: str, tmp_path: Path, rendered: Render) -> None:
    path = wav(tmp_path / "song.wav", noise(3.0, channels=2))
    digests = set()
    for _ in range(2):
        rendered(path, -2.0, (codec,))
        digests.add(hashlib.sha256(out(tmp_path, codec).read_bytes()).hexdigest())
    rendered(path, -2.0, CODECS)  # together with the others, in threads
    digests.add(hashlib.sha256(out(tmp_path, codec).read_bytes()).hexdigest())
    assert len(digests) == 1


def test_render_aac_has_its_index_in_front(tmp_path: Path, rendered: Render) -> None:
    rendered(wav(tmp_path / "song.wav", noise(3.0, channels=2)), 0.0, ("aac",))
    data, atoms, place = out(tmp_path, "aac").read_bytes(), [], 0
    while place < len(data):
        size, name = struct.unpack_from(">I4s", data, place)
        atoms.append(name)
        place += size
    assert atoms.index(b"moov") < atoms.index(b"mdat")


TAGS = tags(MARK.encode())


@pytest.mark.parametrize("kind", TAGGED)
def test_render_no_tag_of_any_kind_survives(kind: str, tmp_path: Path, rendered: Render) -> None:
    path = TAGGED[kind](tmp_path / f"{MARK}.sound", noise(2.0, channels=2), MARK.encode())
    assert path.read_bytes().count(MARK.encode()) > 1  # or the test would prove nothing
    made = rendered(path)
    assert [one.codec for one in made] == list(CODECS)
    for codec in CODECS:
        data = out(tmp_path, codec).read_bytes()
        for encoding in ("utf-8", "utf-16-le", "utf-16-be"):
            assert MARK.encode(encoding).lower() not in data.lower(), codec
        for text in (b"Lavf", b"Lavc", b"libopus", b"LAME", b"JFIF", b"covr", b"chpl", b"tx3g", b"uuid"):
            assert text not in data, (codec, text)
        with av.open(str(out(tmp_path, codec))) as container:
            assert [stream.type for stream in container.streams] == ["audio"]
            assert container.chapters() == []
            named = {**container.metadata, **container.streams[0].metadata}
            assert set(named) <= {
                *("major_brand", "minor_version", "compatible_brands", "language", "handler_name", "vendor_id"),
            }


@pytest.mark.parametrize("kind", TAGGED)
def test_render_tags_change_no_byte_of_a_rendition(kind: str, tmp_path: Path, rendered: Render) -> None:
    digests = set()
    for mark in (MARK.encode(), b"Abcdefghijklmnop", b"Q"):
        rendered(TAGGED[kind](tmp_path / "sound", noise(1.0, channels=2), mark))
        digests.add(tuple(hashlib.sha256(out(tmp_path, codec).read_bytes()).hexdigest() for codec in CODECS))
    assert len(digests) == 1


@pytest.mark.parametrize("codec", CODECS)
def test_render_writes_nothing_but_sound_whatever_the_source_says(codec: str, tmp_path: Path, rendered: Render) -> None:
    song = noise(2.0, channels=2)
    digests = set()
    for name, told in (("plain", None), ("tagged", TAGS)):
        path = encoded(tmp_path / f"{name}.flac", song, "flac", "flac", sample_format="s16", tags=told)
        rendered(path, 0.0, (codec,))
        digests.add(hashlib.sha256(out(tmp_path, codec).read_bytes()).hexdigest())
    assert len(digests) == 1


def test_render_film_gives_its_sound_only(tmp_path: Path, rendered: Render) -> None:
    film = encoded(tmp_path / "film.mp4", noise(2.0, channels=2), "aac", "mp4", tags=TAGS, picture=True)
    rendered(film, 0.0, ("aac",), allow_video=True)
    with av.open(str(out(tmp_path, "aac"))) as container:
        assert [stream.type for stream in container.streams] == ["audio"]
