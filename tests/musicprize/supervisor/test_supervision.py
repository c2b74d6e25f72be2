"""Processes as one: order, what is shown when one dies, how all stop. With small programs of our own."""

import contextlib
import io
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from musicprize.supervisor.printing import Printer
from musicprize.supervisor.problems import CannotRun
from musicprize.supervisor.processes import Program
from musicprize.supervisor.supervision import ProcessEnded, StopAsked, Supervisor


class Terminal(io.StringIO):
    def __init__(self, tty: bool = False) -> None:
        super().__init__()
        self._tty = tty

    def isatty(self) -> bool:
        return self._tty


@pytest.fixture
def screen() -> Terminal:
    return Terminal()


@pytest.fixture
def supervisor(screen: Terminal, tmp_path: Path) -> Iterator[Supervisor]:
    with contextlib.closing(Printer(screen, log_dir=tmp_path / "log")) as printer:
        supervisor = Supervisor(printer)
        yield supervisor
        supervisor.stop_all()


def program(name: str, code: str, grace: float = 2.0, stage: int = 0) -> Program:
    return Program(name, [sys.executable, "-u", "-c", code], dict(os.environ), grace, stage=stage)


def is_running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(condition: object, seconds: float = 5.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.02)


def test_run_to_end_shows_every_line_and_keeps_it_in_the_log(supervisor, screen, tmp_path):
    supervisor.run_to_end(program("setup", "print('one'); print('two', end='')"))

    assert screen.getvalue() == "setup  │ one\nsetup  │ two\n"
    assert (tmp_path / "log" / "setup.log").read_text() == "one\ntwo\n"


def test_run_to_end_with_an_exit_status_raises_with_the_last_lines(supervisor):
    with pytest.raises(ProcessEnded, match=r"setup failed \(exit status 3\)[\s\S]*the reason"):
        supervisor.run_to_end(program("setup", "print('the reason'); raise SystemExit(3)"))


def test_watch_when_one_process_dies_names_it_and_shows_only_its_last_lines(supervisor):
    supervisor.start(program("web", "import time; print('all is well'); time.sleep(60)"))
    supervisor.start(program("worker", "for n in range(40): print('line', n)\nraise SystemExit(5)"))

    with pytest.raises(ProcessEnded) as told:
        supervisor.watch()

    assert "worker stopped on its own (exit status 5)" in str(told.value)
    assert "line 39" in str(told.value)
    assert "line 24" not in str(told.value)
    assert "all is well" not in str(told.value)


def test_watch_when_one_process_is_killed_names_the_signal(supervisor):
    supervisor.start(program("redis", "import os; os.kill(os.getpid(), 9)"))

    with pytest.raises(ProcessEnded, match=r"redis stopped on its own \(signal 9\)"):
        supervisor.watch()


FAREWELL = (
    "import signal, sys, time\n"
    "signal.signal(signal.SIGTERM, lambda *_: (time.sleep({pause}), print('bye'), sys.exit(0)))\n"
    "print('up'); time.sleep(60)"
)


def test_stop_all_stops_the_highest_stage_first(supervisor, screen):
    for stage, name in enumerate(("redis", "web", "worker")):
        supervisor.start(program(name, FAREWELL.format(pause=0), stage=stage))
    supervisor.wait_until(lambda: screen.getvalue().count("up") == 3, seconds=10, otherwise=lambda: "not up")

    supervisor.stop_all()

    goodbyes = [line.split()[0] for line in screen.getvalue().splitlines() if line.endswith("bye")]
    assert goodbyes == ["worker", "web", "redis"]


def test_stop_all_lets_one_stage_stop_side_by_side(supervisor, screen):
    for name in ("worker", "audio", "beat"):
        supervisor.start(program(name, FAREWELL.format(pause=1)))
    supervisor.wait_until(lambda: screen.getvalue().count("up") == 3, seconds=10, otherwise=lambda: "not up")
    started = time.monotonic()

    supervisor.stop_all()

    assert screen.getvalue().count("bye") == 3
    assert time.monotonic() - started < 2.5


def test_stop_all_kills_what_does_not_listen_with_its_whole_group(supervisor, screen):
    stubborn = (
        "import signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print('child', child.pid); time.sleep(60)"
    )
    running = supervisor.start(program("worker", stubborn, grace=0.3))
    supervisor.wait_until(lambda: "child" in screen.getvalue(), seconds=10, otherwise=lambda: "no child")
    child = int(screen.getvalue().split()[-1])
    started = time.monotonic()

    supervisor.stop_all()

    assert time.monotonic() - started < 2
    assert running.status() == -9
    wait_for(lambda: not is_running(child))


def test_wait_until_when_it_never_happens_says_what_is_missing(supervisor):
    supervisor.start(program("web", "import time; time.sleep(60)"))

    with pytest.raises(CannotRun, match=r"^the broker is away$"):
        supervisor.wait_until(lambda: False, seconds=0.3, otherwise=lambda: "the broker is away")


def test_a_signal_ends_the_watch_and_its_echo_does_not_cut_the_grace_short(supervisor, screen):
    slow = (
        "import signal, sys, time\n"
        "signal.signal(signal.SIGTERM, lambda *_: (time.sleep(0.5), print('finished'), sys.exit(0)))\n"
        "print('up'); time.sleep(60)"
    )
    supervisor.start(program("worker", slow))
    supervisor.wait_until(lambda: "up" in screen.getvalue(), seconds=10, otherwise=lambda: "not up")
    supervisor._on_signal(2, None)
    supervisor._on_signal(15, None)  # make passes the same Ctrl-C on

    with pytest.raises(StopAsked):
        supervisor.watch()
    supervisor.stop_all()

    assert "finished" in screen.getvalue()


def test_printer_colours_the_name_on_a_terminal_only(tmp_path, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    terminal, pipe = Terminal(tty=True), Terminal()
    for stream in (terminal, pipe):
        with contextlib.closing(Printer(stream, log_dir=tmp_path / "log")) as printer:
            printer.line("web", "hello")

    assert terminal.getvalue() == "\033[32mweb    │ \033[0mhello\n"
    assert pipe.getvalue() == "web    │ hello\n"


def test_printer_when_the_reader_has_gone_goes_on_in_the_log(tmp_path):
    reading, writing = os.pipe()
    os.close(reading)
    with (
        contextlib.suppress(BrokenPipeError),
        os.fdopen(writing, "w") as gone,
        contextlib.closing(Printer(gone, log_dir=tmp_path)) as printer,
    ):
        printer.line("web", "first")
        printer.line("web", "second")

    assert (tmp_path / "web.log").read_text() == "first\nsecond\n"


def test_printer_sets_a_large_log_aside_at_the_next_start(tmp_path, monkeypatch):
    monkeypatch.setattr("musicprize.supervisor.printing.KEEP_BYTES", 10)
    (tmp_path / "web.log").write_text("a long line of the day before\n")
    with contextlib.closing(Printer(Terminal(), log_dir=tmp_path)) as printer:
        printer.line("web", "today")

    assert (tmp_path / "web.log").read_text() == "today\n"
    assert (tmp_path / "web.log.1").read_text() == "a long line of the day before\n"
