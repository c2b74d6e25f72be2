"""The command: the same pipeline on one file, without database or server."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from submissions.audio import process
from submissions.audio.__main__ import main
from tests.factories.processes import children
from tests.submissions.audio.synth import encoded, noise, silence, stereo, wav

ROOT = Path(__file__).parents[3]


def test_command_ready_file_ends_with_0_and_writes_everything(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    song = wav(tmp_path / "song.wav", noise(3.0, channels=2))
    out = tmp_path / "out"
    assert main([str(song), "--json", "--out", str(out), "--codec", "aac", "--codec", "opus"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ready"]
    assert told["sha256"] == hashlib.sha256(song.read_bytes()).hexdigest()
    assert told["measurement"]["decoded_s"] == 3.0
    assert all(Path(one["path"]).is_file() for one in (*told["renditions"], *told["measurement"]["peaks"]))
    assert {Path(one["path"]).name for one in told["renditions"]} == {"sound.m4a", "sound.opus"}
    assert {path.name for path in out.iterdir()} == {
        *("sound.m4a", "sound.opus", "peaks-512.dat", "peaks-2048.dat", "peaks-8192.dat", "peaks-32768.dat"),
        "peaks-512-split.dat",
    }


@pytest.mark.parametrize("as_json", [True, False])
def test_command_refused_file_ends_with_3_and_the_reason(
    as_json: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    playlist = tmp_path / "song.wav"
    playlist.write_text("#EXTM3U\n")
    assert main([str(playlist), *(["--json"] if as_json else [])]) == 3
    told = capsys.readouterr().out
    assert "not_audio" in told
    assert "playlist" in told


def test_command_refusing_finding_ends_with_3_and_renders_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    quiet = wav(tmp_path / "song.wav", stereo(silence(3.0)))
    assert main([str(quiet), "--out", str(tmp_path / "out")]) == 3
    assert "nearly_silent" in capsys.readouterr().out
    assert not (tmp_path / "out").exists()


def is_running(pid: int) -> bool:
    """Not ended, and not merely waiting for its parent to take notice (a zombie)."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in ("Z", "X")


def test_command_that_is_stopped_leaves_no_folder_no_child_and_no_half_file(tmp_path: Path) -> None:
    song, scratch, out = tmp_path / "song.wav", tmp_path / "scratch", tmp_path / "out"
    wav(song, noise(60.0, channels=8), bits=32)
    scratch.mkdir()
    command = [sys.executable, "-m", "submissions.audio", str(song), "--out", str(out)]
    running = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"TMPDIR": str(scratch)})
    while not (seen := children(running.pid)):
        time.sleep(0.01)
    running.terminate()
    assert running.wait(timeout=10) == 128 + signal.SIGTERM
    assert list(scratch.iterdir()) == []
    assert not out.exists()
    deadline = time.monotonic() + 10
    while (left := [child for child in seen if is_running(child)]) and time.monotonic() < deadline:
        time.sleep(0.02)  # the kernel ends them, and may take a moment on a busy machine
    assert left == []


def test_command_on_a_machine_that_fails_ends_with_1_and_refuses_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "ROOT", tmp_path)  # no such module there
    assert main([str(wav(tmp_path / "song.wav", noise(1.0)))]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "did not start" in told.err


def test_command_film_gives_its_sound_and_on_demand_its_picture(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    film, out = encoded(tmp_path / "film.mp4", noise(2.0, channels=2), "aac", "mp4", picture=True), tmp_path / "out"
    assert main([str(film), "--out", str(out)]) == 3
    assert "video_not_allowed" in capsys.readouterr().out
    assert main([str(film), "--out", str(out), "--allow-video"]) == 0
    assert not (out / "film.mp4").exists()
    assert main([str(film), "--out", str(out), "--picture"]) == 0
    assert {"film.mp4", "sound.m4a"} <= {path.name for path in out.iterdir()}


@pytest.mark.parametrize("arguments", [[], ["missing.wav"], ["x", "--codec", "mp3"], ["--nonsense"]])
def test_command_wrong_usage_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2


def test_command_runs_without_django_settings(tmp_path: Path) -> None:
    song = wav(tmp_path / "song.wav", noise(1.0))
    done = subprocess.run(
        [sys.executable, "-m", "submissions.audio", str(song)], cwd=ROOT, capture_output=True, text=True, env={}
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("ready\n")
    assert "integrated_lufs" in done.stdout
