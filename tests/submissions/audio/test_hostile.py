"""Files that mean harm: refused with a reason, in bounds, without a foreign byte read; the next file works."""

import ctypes
import os
import resource
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from submissions.audio.limits import Limits
from submissions.audio.report import Measurement, Refusal
from submissions.audio.runner import measure
from tests.submissions.audio import hostile
from tests.submissions.audio.hostile import REFUSED, SOUND, SURVIVED, Bait
from tests.submissions.audio.synth import pcm, wav

ROOT = Path(__file__).parents[3]


@pytest.fixture
def workdir(tmp_path: Path) -> Path:
    """A folder for the child alone."""
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A port of this machine that hostile files name; whoever comes can be seen."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        server.setblocking(False)
        yield server


@pytest.fixture
def bait(tmp_path: Path, listener: socket.socket) -> Bait:
    """Somebody else's upload, and the port."""
    return Bait(wav(tmp_path / "secret.wav", SOUND), listener.getsockname()[1])


@pytest.fixture
def visitors(bait: Bait) -> Iterator[Callable[[], int]]:
    """How often the secret was opened so far, told by the kernel (inotify, IN_OPEN)."""
    libc = ctypes.CDLL(None, use_errno=True)
    watch = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
    assert libc.inotify_add_watch(watch, os.fsencode(bait.secret), 0x20) >= 0

    def count() -> int:
        try:
            return len(os.read(watch, 4096)) // 16
        except BlockingIOError:
            return 0

    bait.secret.read_bytes()
    assert count() == 1  # it does see visitors
    yield count
    os.close(watch)


def spent_s() -> float:
    """CPU seconds of all children so far: unlike the clock, no business of what else the machine does."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def peak_mb(path: Path, workdir: Path) -> tuple[str, float]:
    """Outcome and peak memory of a child. Asked in a fresh process: a child starts with its parent's peak."""
    code = (
        "import resource, sys; from pathlib import Path; from submissions.audio.runner import measure;"
        "outcome = measure(Path(sys.argv[1]), Path(sys.argv[2]));"
        "print(getattr(outcome, 'code', type(outcome).__name__),"
        " resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path), str(workdir)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    outcome, peak = done.stdout.split()
    return outcome, float(peak)


@pytest.mark.parametrize("name", REFUSED)
def test_measure_hostile_file_is_refused_with_its_reason(
    name: str, tmp_path: Path, workdir: Path, bait: Bait, listener: socket.socket, visitors: Callable[[], int]
) -> None:
    write, codes = REFUSED[name]
    path = write(tmp_path / "song.wav", bait)
    before = spent_s()
    outcome = measure(path, workdir)
    assert isinstance(outcome, Refusal)
    assert outcome.code in codes
    assert spent_s() - before < 2
    with pytest.raises(BlockingIOError):
        listener.accept()
    assert not visitors()
    assert list(workdir.iterdir()) == []


@pytest.mark.parametrize("name", SURVIVED)
def test_measure_header_that_lies_about_sizes_ends_in_bounds(name: str, tmp_path: Path, workdir: Path) -> None:
    outcome, peak = peak_mb(SURVIVED[name](tmp_path / "sound"), workdir)
    assert outcome in ("Measurement", "not_decodable", "memory_limit", "damaged")
    assert peak < 512


def test_measure_id3_bomb_is_stepped_over_and_the_song_heard(tmp_path: Path, workdir: Path) -> None:
    outcome, peak = peak_mb(hostile.id3_bomb(tmp_path / "bomb.mp3"), workdir)
    assert outcome == "Measurement"
    assert peak < 200


def test_measure_too_many_samples_behind_a_modest_header_are_counted(tmp_path: Path, workdir: Path) -> None:
    data = bytearray(hostile.flac_of_silence(1200))
    data[8 + 13 : 8 + 18] = bytes([data[8 + 13] & 0xF0, 0, 0, 0, 0])  # "unknown number of samples"
    path = tmp_path / "bomb.flac"
    path.write_bytes(data)
    refusal = measure(path, workdir, limits=Limits(hard_max_s=600.0))
    assert refusal == Refusal("too_long_to_decode", {"limit_s": 600.0})


def test_measure_header_of_half_an_hour_over_four_tenths_of_a_second_refuses(tmp_path: Path, workdir: Path) -> None:
    path = wav(tmp_path / "song.wav", SOUND[:, :19200], claimed_bytes=31 * 60 * 48000 * 4)
    outcome = measure(path, workdir)
    assert isinstance(outcome, Measurement)
    assert {one.code for one in outcome.refused} == {"cut_off", "too_short"}


def test_measure_video_without_sound_says_so_where_films_are_allowed(tmp_path: Path, workdir: Path) -> None:
    film = hostile.film_without_sound(tmp_path / "film")
    assert measure(film, workdir, limits=Limits(allow_video=True)) == Refusal("no_sound")


def test_measure_file_that_needs_too_much_cpu_is_refused(tmp_path: Path, workdir: Path) -> None:
    path = tmp_path / "long.flac"
    path.write_bytes(hostile.flac_of_silence(3 * 3600))
    refusal = measure(path, workdir, limits=Limits(cpu_s=1, hard_max_s=4 * 3600))
    assert isinstance(refusal, Refusal)
    assert refusal.code == "cpu_limit"


def test_measure_external_reference_of_a_film_is_not_followed(
    tmp_path: Path, workdir: Path, bait: Bait, visitors: Callable[[], int]
) -> None:
    outcome = measure(hostile.external_sound(tmp_path / "b.mov", bait), workdir)
    if isinstance(outcome, Measurement):
        assert outcome.integrated_lufs is None  # the silence of its own, not the noise of the other file
    else:
        assert outcome.code in ("not_decodable", "no_sound", "codec_not_supported")
    assert not visitors()


ODD_NAMES = (
    *(
        "concat:a|b",
        "http:x.wav",
        "pipe:0",
        "file:x",
        "-",
        "--help",
        "%03d.wav",
        "a*b?[c].wav",
        "x\ny.wav",
        "a'b\".wav",
    ),
    *("é\u202egnp.wav", "subfile,,start,0,end,9,,:x", "crypto:x", "data:audio,x", "cache:x", " ", "$(id).wav"),
)


@pytest.mark.parametrize("name", ODD_NAMES)
def test_measure_name_of_a_file_is_only_a_name(name: str, tmp_path: Path, workdir: Path) -> None:
    outcome = measure(wav(tmp_path / name, SOUND), workdir)
    assert isinstance(outcome, Measurement)
    assert outcome.decoded_s == 2.0


def test_measure_link_to_another_file_reads_what_the_caller_meant(tmp_path: Path, workdir: Path) -> None:
    """Uploads are stored as plain files of our own; a link can only come from the caller, who follows it knowingly."""
    link = tmp_path / "link.wav"
    link.symlink_to(wav(tmp_path / "song.wav", SOUND))
    assert isinstance(measure(link, workdir), Measurement)
    broken = tmp_path / "broken.wav"
    broken.symlink_to(tmp_path / "nowhere")
    with pytest.raises(FileNotFoundError):
        measure(broken, workdir)


def test_measure_plain_song_still_works_beside_all_this(tmp_path: Path, workdir: Path) -> None:
    assert isinstance(measure(wav(tmp_path / "song.wav", SOUND), workdir), Measurement)


def test_pcm_of_the_helper_is_what_it_says() -> None:
    assert pcm(np.array([[0.5, -1.0]]), 24) == b"\x00\x00\x40\x00\x00\x80"
