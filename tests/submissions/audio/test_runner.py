"""The child process from outside: its answers, its end, its locks, and what is ours when it fails."""

import contextlib
import ctypes
import errno
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from submissions.audio import child as child_module
from submissions.audio import process, wire
from submissions.audio.limits import Limits
from submissions.audio.report import Measurement, Refusal
from submissions.audio.runner import PipelineFault, locks, measure, render
from tests.factories.processes import children
from tests.submissions.audio.synth import encoded, noise, wav

ROOT = Path(__file__).parents[3]


@pytest.fixture
def workdir(tmp_path: Path) -> Path:
    """A folder for the child alone."""
    folder = tmp_path / "work"
    folder.mkdir()
    return folder


@pytest.fixture
def song(tmp_path: Path) -> Path:
    """Ten seconds of stereo."""
    return wav(tmp_path / "song.wav", noise(10.0, channels=2))


def eventually(holds: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Whether something becomes true in time."""
    deadline = time.monotonic() + seconds
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.05)
    return holds()


def test_measure_and_render_through_the_child_end_to_end(song: Path, workdir: Path) -> None:
    shares: list[float] = []
    measured = measure(song, workdir, on_progress=shares.append)
    assert isinstance(measured, Measurement)
    assert measured.decoded_s == 10.0
    assert shares == sorted(shares)
    assert shares[-1] > 0.8
    assert measured.peaks_path.parent == workdir
    rendered = render(song, workdir, gain_db=-1.5, decoded_s=measured.decoded_s, codecs=("aac", "opus", "flac"))
    assert not isinstance(rendered, Refusal)
    assert [one.codec for one in rendered] == ["aac", "opus", "flac"]
    assert all(one.path.stat().st_size == one.size_bytes > 10_000 for one in rendered)
    assert not children()


def test_locks_of_this_kernel_all_hold(workdir: Path) -> None:
    held = locks(workdir)
    assert held["no_new_privs"]
    assert held["seccomp"]
    version = ctypes.CDLL(None).syscall(444, None, ctypes.c_size_t(0), 1)  # landlock_create_ruleset, "which version"
    assert held["landlock"] is (version > 0)


def test_measure_path_that_does_not_exist_is_our_mistake(tmp_path: Path, workdir: Path) -> None:
    with pytest.raises(FileNotFoundError):
        measure(tmp_path / "missing.wav", workdir)


def test_render_unknown_codec_is_our_mistake(song: Path, workdir: Path) -> None:
    measured = measure(song, workdir)
    assert isinstance(measured, Measurement)
    with pytest.raises(ValueError, match="codecs"):
        render(song, workdir, gain_db=0, decoded_s=measured.decoded_s, codecs=("mp3",))


def test_measure_child_that_hangs_is_refused_at_the_wall_clock(workdir: Path, tmp_path: Path) -> None:
    fifo = tmp_path / "song.wav"
    os.mkfifo(fifo)  # opening it for reading waits for ever
    started = time.monotonic()
    assert measure(fifo, workdir, limits=Limits(wall_s=1.0)) == Refusal("time_limit", {"limit_s": 1.0})
    assert time.monotonic() - started < 3
    assert not children()


def test_measure_progress_that_raises_ends_the_child(song: Path, workdir: Path) -> None:
    def stop(share: float) -> None:
        raise InterruptedError("the lease is lost")

    with pytest.raises(InterruptedError):
        measure(song, workdir, on_progress=stop)
    assert not children()


def test_measure_child_killed_from_outside_is_a_refusal_and_the_next_one_works(song: Path, workdir: Path) -> None:
    def shoot(share: float) -> None:
        for number in children():
            os.kill(number, signal.SIGKILL)

    refusal = measure(song, workdir, on_progress=shoot)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "killed"
    assert isinstance(measure(song, workdir), Measurement)


def test_measure_child_dies_with_its_killed_parent(tmp_path: Path, workdir: Path) -> None:
    fifo = tmp_path / "song.wav"
    os.mkfifo(fifo)
    code = (
        "from pathlib import Path; from submissions.audio.runner import measure;"
        f"measure(Path({str(fifo)!r}), Path({str(workdir)!r}))"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT)
    assert eventually(lambda: bool(children(parent.pid)))
    (child,) = children(parent.pid)
    status = Path(f"/proc/{child}/status")
    assert eventually(lambda: "Seccomp:\t2" in status.read_text())  # locked in, waiting on the pipe
    parent.kill()
    parent.wait()
    assert eventually(lambda: not status.exists() or "State:\tZ" in status.read_text())


def test_measure_interpreter_that_does_not_start_is_our_fault(
    song: Path, workdir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "ROOT", workdir)  # no such module there
    with pytest.raises(PipelineFault, match="did not start"):
        measure(song, workdir)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_child_tells_a_broken_machine_from_a_broken_file(number: int) -> None:
    assert "fault" in child_module._system_error(OSError(number, "x"), Limits())
    for of_the_file in (errno.ENOMEM, errno.EFBIG, errno.EPERM):
        assert "refusal" in child_module._system_error(OSError(of_the_file, "x"), Limits())


def test_measure_fault_of_the_machine_is_raised_not_refused(
    song: Path, workdir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = workdir / "code" / "submissions" / "audio"
    package.mkdir(parents=True)
    (package / "child.py").write_text(
        "import sys; sys.stdin.readline()\n"
        'print(\'{"event":"started"}\')\nprint(\'{"event":"verdict","fault":"disk full"}\')\n'
    )
    monkeypatch.setattr(process, "ROOT", workdir / "code")
    with pytest.raises(PipelineFault, match="disk full"):
        measure(song, workdir)


@pytest.mark.parametrize("line", ["not json", "[1]", '{"event":"verdict","measurement":{}}', "x" * 2_000_000, ""])
def test_measure_child_that_talks_nonsense_is_refused(
    line: str, song: Path, workdir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = workdir / "code" / "submissions" / "audio"
    package.mkdir(parents=True)
    (package / "child.py").write_text(
        f'import sys; sys.stdin.readline()\nprint(\'{{"event":"started"}}\')\nprint({line!r})\n'
    )
    monkeypatch.setattr(process, "ROOT", workdir / "code")
    refusal = measure(song, workdir)
    assert isinstance(refusal, Refusal)
    assert refusal.code == "crashed"


def test_render_output_over_its_bound_is_refused(song: Path, workdir: Path) -> None:
    measured = measure(song, workdir)
    assert isinstance(measured, Measurement)
    refusal = render(song, workdir, gain_db=0, decoded_s=measured.decoded_s, limits=Limits(output_bytes=100_000))
    assert refusal == Refusal("output_limit", {"limit_mb": 0})


def test_measure_many_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    results: dict[int, object] = {}

    def one(number: int) -> None:
        folder = tmp_path / f"work{number}"
        folder.mkdir()
        path = wav(tmp_path / f"{number}.wav", noise(1.0 + number, channels=2))
        results[number] = measure(path, folder)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [getattr(results[n], "decoded_s", results[n]) for n in range(3)] == [1.0, 2.0, 3.0]


PROBES = {
    "read another file": "open('/etc/hostname').read()",
    "list a folder": "import os; os.listdir('/')",
    "write beside": "open({outside!r}, 'w')",
    "write over the upload": "open({song!r}, 'r+b')",
    "open a socket": "import socket; socket.socket()",
    "talk to a unix socket": "import socket; socket.socket(socket.AF_UNIX)",
    "start a program": "import os; os.execv('/bin/true', ['true'])",
    "fork": "import os; os.fork()",
    "spawn": "import os; os.posix_spawn('/bin/true', ['true'], {{}})",
    "signal another": "import os; os.kill(os.getppid(), 0)",
    "take more memory": "x = bytearray(600 * 2**20)",
    "open many files": "fs = [open({song!r}, 'rb') for _ in range(40)]",
}
ALLOWED = {
    "read the upload": "open({song!r}, 'rb').read(4)",
    "write in the folder": "open({inside!r}, 'w').write('x')",
    "start a thread": "import threading; t = threading.Thread(target=print); t.start(); t.join()",
}


def locked_in(code: str, song: Path, workdir: Path) -> str:
    """Run a line of Python behind the child's own locks; 'ok', or the name of the error."""
    places = {"song": str(song), "inside": str(workdir / "x"), "outside": str(workdir.parent / "x")}
    program = (
        "import os, socket, threading\nfrom pathlib import Path\n"
        "from submissions.audio import limits, sandbox\n"
        f"limits.apply(limits.Limits(), cpu_s=20, parent_pid={os.getpid()})\n"
        f"sandbox.enter(readable=Path({str(song)!r}), writable=Path({str(workdir)!r}))\n"
        f"try:\n    {code.format(**places)}\n    print('ok')\n"
        "except Exception as error:\n    print(type(error).__name__)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=30)
    return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else f"died {done.returncode} {done.stderr}"


@pytest.mark.parametrize("attempt", PROBES)
def test_locks_stop_what_a_hijacked_decoder_would_try(attempt: str, song: Path, workdir: Path) -> None:
    assert locked_in(PROBES[attempt], song, workdir) in ("PermissionError", "MemoryError", "OSError")


@pytest.mark.parametrize("need", ALLOWED)
def test_locks_leave_what_the_child_needs(need: str, song: Path, workdir: Path) -> None:
    assert locked_in(ALLOWED[need], song, workdir) == "ok"


def test_child_sees_no_secret_of_the_environment(song: Path, workdir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hidden")
    seen: list[bytes] = []

    def look(share: float) -> None:
        for child in children():
            with contextlib.suppress(ProcessLookupError, FileNotFoundError):  # it may end before its last word is read
                seen.append(Path(f"/proc/{child}/environ").read_bytes())

    assert isinstance(measure(song, workdir, on_progress=look), Measurement)
    assert seen
    assert all(b"PYTHONPATH" in environment and b"hidden" not in environment for environment in seen)


@pytest.mark.parametrize("name", ["../song.wav", "/etc/hostname", "missing.dat", "link", ""])
def test_wire_takes_only_plain_files_of_the_folder(name: str, workdir: Path) -> None:
    (workdir / "link").symlink_to("/etc/hostname")
    with pytest.raises(wire.BadAnswer):
        wire.file_in(workdir, name)


def test_wire_measurement_survives_the_way_and_lies_do_not(song: Path, workdir: Path) -> None:
    measured = measure(song, workdir)
    assert isinstance(measured, Measurement)
    plain = json.loads(json.dumps(wire.measurement_to_wire(measured)))
    assert wire.measurement_from_wire(plain, workdir) == measured
    for lie in ({"findings": [{"code": "x", "severity": "deadly"}]}, {"peaks": [{}]}, {"more": 1}):
        with pytest.raises(wire.BadAnswer):
            wire.measurement_from_wire({**plain, **lie}, workdir)


def test_importing_the_runner_imports_no_framework_and_no_decoder() -> None:
    code = (
        "import submissions.audio.runner, submissions.audio.gain, submissions.audio.findings, sys;"
        "print(sorted({'django', 'av', 'numpy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_importing_the_child_imports_no_framework() -> None:
    code = "import submissions.audio.child, sys; print('django' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_measure_compressed_file_through_the_child(tmp_path: Path, workdir: Path) -> None:
    path = encoded(tmp_path / "song.mp3", noise(3.0, channels=2), "libmp3lame", "mp3", bit_rate=192_000)
    assert isinstance(measure(path, workdir), Measurement)


def test_no_connection_is_possible_from_the_child_even_to_this_host(song: Path, workdir: Path) -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        outcome = locked_in(f"socket.create_connection(('127.0.0.1', {port}), 1)", song, workdir)
        server.settimeout(0.2)
        with pytest.raises(TimeoutError):
            server.accept()
    assert outcome == "PermissionError"
