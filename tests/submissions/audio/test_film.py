"""The picture of a film: upright, small enough, in time with its levelled sound, and nothing of the author's in it."""

import hashlib
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from submissions.audio.film import MadeFilm, film, picture_size
from submissions.audio.limits import Limits
from submissions.audio.opening import Refused
from submissions.audio.report import Measurement, Refusal, Rendition
from submissions.audio.runner import film as film_in_child
from submissions.audio.runner import measure
from tests.submissions.audio.conftest import decoded
from tests.submissions.audio.synth import RATE, Sound, db, encoded, noise, pink, stereo, wav
from tests.submissions.audio.test_render import MARK, TAGS, rms_db

Make = Callable[..., MadeFilm]


@pytest.fixture
def made(tmp_path: Path) -> Make:
    """Make the film of a file in this process, into tmp_path/out."""

    def run(path: Path, gain_db: float = 0.0, decoded_s: float = 2.0) -> MadeFilm:
        (tmp_path / "out").mkdir(exist_ok=True)
        folder, limits = tmp_path / "out", Limits()
        return film(path, folder, gain_db=gain_db, decoded_s=decoded_s, limits=limits, on_progress=lambda share: None)

    return run


def shot(
    path: Path, sound: Sound, *, size: tuple[int, int] = (64, 48), rate: int = 25, seconds: float = 2.0,
    flash: tuple[float, float] = (0.0, 0.0), codec: str = "mpeg4", muxer: str = "mp4", first: float = 0.0,
    jump: float = 0.0, tags: dict[str, str] | None = None,
) -> Path:  # fmt: skip
    """Write a film: black, white from flash[0] to flash[1]. `first`: when the picture begins; `jump`: seconds that its
    times leap in the middle."""
    with av.open(str(path), "w", format=muxer) as container:
        container.metadata.update(tags or {})
        picture: Any = container.add_stream(codec, rate=rate)
        picture.width, picture.height = size
        picture.pix_fmt = "yuvj420p" if codec == "mjpeg" else "yuv420p"
        voice: Any = container.add_stream("aac", rate=RATE)
        voice.codec_context.layout = {1: "mono", 2: "stereo", 6: "5.1"}[len(sound)]
        picture.time_base = picture.codec_context.time_base = Fraction(1, 1000)
        for index in range(round(seconds * rate)):
            now = first + index / rate
            shade = 255 if flash[0] <= now < flash[1] else 0
            frame = av.VideoFrame.from_ndarray(np.full((size[1], size[0], 3), shade, np.uint8), format="rgb24")
            frame.pts = round(1000 * (now + (jump if index > seconds * rate / 2 else 0)))
            frame.time_base = Fraction(1, 1000)
            container.mux(picture.encode(frame))
        container.mux(picture.encode(None))
        for start in range(0, sound.shape[1], 1024):
            block = np.ascontiguousarray(sound[:, start : start + 1024].astype(np.float32))
            samples = av.AudioFrame.from_ndarray(block, format="fltp", layout=voice.codec_context.layout.name)
            samples.sample_rate, samples.pts, samples.time_base = RATE, start, Fraction(1, RATE)
            container.mux(voice.encode(samples))
        container.mux(voice.encode(None))
    return path


def shades(path: Path) -> list[tuple[float, float]]:
    """(time, mean brightness) of every picture."""
    with av.open(str(path)) as container:
        return [(frame.time, float(frame.to_ndarray(format="gray").mean())) for frame in container.decode(video=0)]


@pytest.mark.parametrize(
    ("size", "turned", "expected"),
    [
        ((1920, 1080), False, (1280, 720)),
        ((3840, 2160), False, (1280, 720)),
        ((1080, 1920), False, (720, 1280)),
        ((1920, 1080), True, (720, 1280)),
        ((640, 480), False, (640, 480)),
        ((1440, 1080), False, (960, 720)),
        ((4000, 400), False, (1280, 128)),
        ((641, 361), False, (640, 360)),
        ((1, 1), False, (2, 2)),
    ],
)
def test_picture_size_keeps_the_proportions(size: tuple[int, int], turned: bool, expected: tuple[int, int]) -> None:
    assert picture_size(*size, turned=turned) == expected


def test_film_is_small_vp9_and_aac_with_its_index_in_front(tmp_path: Path, made: Make) -> None:
    seen = made(shot(tmp_path / "film.mp4", noise(2.0, channels=2), size=(1920, 1080), rate=60))
    path = tmp_path / "out" / "film.mp4"
    with av.open(str(path)) as container:
        kinds = [(stream.type, stream.codec_context.codec.canonical_name) for stream in container.streams]
        picture = container.streams.video[0]
        assert kinds == [("video", "vp9"), ("audio", "aac")]
        assert (picture.width, picture.height, picture.average_rate) == (1280, 720, 30)
    assert (seen.width, seen.height, seen.sample_rate, seen.channels) == (1280, 720, RATE, 2)
    assert seen.duration_s == pytest.approx(2.0, abs=0.06)
    content = path.read_bytes()
    assert content.find(b"moov") < content.find(b"mdat")


@pytest.mark.parametrize("first", [0.0, 0.4])
def test_film_keeps_picture_and_sound_together(first: float, tmp_path: Path, made: Make) -> None:
    beep = stereo(noise(2.0, dbfs=-12) * 0)
    beep[:, round(1.2 * RATE) : round(1.6 * RATE)] = pink(0.4, channels=2, dbfs=-12)
    made(shot(tmp_path / "film.mp4", beep, flash=(1.2, 1.6), first=first, seconds=2.0 - first))
    bright = [time for time, shade in shades(tmp_path / "out" / "film.mp4") if shade > 128]
    heard, rate = decoded(tmp_path / "out" / "film.mp4")
    loud = np.flatnonzero(np.abs(heard).max(axis=0) > 0.02) / rate
    assert bright[0] == pytest.approx(1.2, abs=0.045)
    assert loud[0] == pytest.approx(bright[0], abs=0.06)
    assert loud[-1] == pytest.approx(bright[-1] + 0.04, abs=0.08)


def test_film_sound_has_the_entry_gain_and_surround_is_mixed_down(tmp_path: Path, made: Make) -> None:
    song = pink(2.0, channels=2, dbfs=-20)
    made(shot(tmp_path / "film.mp4", song), gain_db=-6.0)
    heard, _ = decoded(tmp_path / "out" / "film.mp4")
    assert rms_db(heard[:, : 2 * RATE]) == pytest.approx(rms_db(song) - 6.0, abs=0.3)
    seen = made(shot(tmp_path / "wide.mp4", np.repeat(song * db(-6), 3, axis=0)))
    assert (seen.channels, seen.downmixed) == (2, True)


def test_film_that_lies_on_its_side_is_turned_upright(tmp_path: Path, made: Make) -> None:
    path = shot(tmp_path / "film.mp4", noise(2.0, channels=2), size=(160, 96))
    content = bytearray(path.read_bytes())
    matrix = content.find(b"tkhd") + 44  # version 0: 40 bytes of other fields follow the name
    assert content[matrix : matrix + 4] == b"\0\1\0\0"
    quarter = np.array([0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000], ">i4").tobytes()  # as a phone writes it
    content[matrix : matrix + 36] = quarter
    path.write_bytes(content)
    seen = made(path)
    assert (seen.width, seen.height) == (96, 160)


@pytest.mark.parametrize("muxer", ["mp4", "matroska"])
def test_film_no_tag_survives_and_same_input_gives_the_same_bytes(muxer: str, tmp_path: Path, made: Make) -> None:
    digests = set()
    for tags in (None, TAGS, TAGS):
        path = shot(tmp_path / f"{MARK}.film", noise(2.0, channels=2), muxer=muxer, tags=tags)
        assert (MARK.encode() in path.read_bytes()) is (tags is not None)
        made(path)
        content = (tmp_path / "out" / "film.mp4").read_bytes()
        digests.add(hashlib.sha256(content).hexdigest())
        for text in (MARK.encode(), b"Lavf", b"Lavc", b"vpx"):
            assert text not in content
    assert len(digests) == 1


def test_film_whose_times_jump_does_not_grow(tmp_path: Path, made: Make) -> None:
    path = shot(tmp_path / "film.mkv", noise(2.0, channels=2), jump=36_000.0, muxer="matroska")
    assert made(path).duration_s < 13


def test_film_without_a_picture_or_with_one_that_we_do_not_decode_says_so(tmp_path: Path, made: Make) -> None:
    sound = encoded(tmp_path / "sound.mp4", noise(2.0, channels=2), "aac", "mp4")
    with pytest.raises(Refused) as refused:
        made(sound)
    assert refused.value.refusal == Refusal("no_picture")
    odd = shot(tmp_path / "odd.mkv", noise(2.0, channels=2), codec="ffv1", muxer="matroska")
    with pytest.raises(Refused) as refused:
        made(odd)
    assert refused.value.refusal == Refusal("picture_not_supported", {"codec": "ffv1"})


def test_film_with_a_huge_picture_is_refused_before_it_is_decoded(tmp_path: Path, made: Make) -> None:
    path = shot(
        tmp_path / "film.mkv", noise(1.0, channels=2), size=(5000, 4000), seconds=0.08, codec="mjpeg", muxer="matroska"
    )
    with pytest.raises(Refused) as refused:
        made(path)
    assert refused.value.refusal == Refusal("picture_too_large", {"width": 5000, "height": 4000})


def test_film_through_the_child_after_the_measure_pass(tmp_path: Path) -> None:
    path, folder = shot(tmp_path / "film.mp4", noise(2.0, channels=2), size=(320, 240)), tmp_path / "work"
    folder.mkdir()
    limits = Limits(allow_video=True)
    seen = measure(path, folder, limits=limits)
    assert isinstance(seen, Measurement)
    shares: list[float] = []
    outcome = film_in_child(path, folder, gain_db=-1.0, decoded_s=seen.decoded_s, on_progress=shares.append)
    assert isinstance(outcome, Rendition)
    assert (outcome.codec, outcome.width, outcome.height, outcome.gain_db) == ("film", 320, 240, -1.0)
    assert outcome.content_type.startswith("video/mp4")
    assert outcome.sha256 == hashlib.sha256(outcome.path.read_bytes()).hexdigest()
    assert shares == sorted(shares)
    sound = wav(tmp_path / "song.wav", noise(1.0))
    assert film_in_child(sound, folder, gain_db=0, decoded_s=1.0) == Refusal("no_picture")
