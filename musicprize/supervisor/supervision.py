"""Several processes run as one: started in order, watched together, stopped together stage by stage."""

import selectors
import signal
import time
from collections.abc import Callable
from types import FrameType

from musicprize.supervisor.printing import Printer
from musicprize.supervisor.problems import CannotRun
from musicprize.supervisor.processes import Program, Running, start

TICK = 0.2
SAME_SIGNAL_SECONDS = 1.0
"""make and the terminal may each pass the same Ctrl-C on: what arrives this close together was asked once."""


class ProcessEnded(CannotRun):
    """One process ended although nobody asked it to; the message carries its last lines."""

    def __init__(self, running: Running, what: str = "stopped on its own") -> None:
        status = running.status()
        how = f"signal {-status}" if status is not None and status < 0 else f"exit status {status}"
        tail = "\n".join(f"    {line}" for line in running.last) or "    (it wrote nothing)"
        super().__init__(f"{running.program.name} {what} ({how}). Its last lines:\n{tail}")


class StopAsked(Exception):
    """SIGINT, SIGTERM or SIGHUP arrived."""


class Supervisor:
    """Owns the processes. Single-threaded: one loop reads their output, watches them and answers signals."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer
        self._running: list[Running] = []
        self._selector = selectors.DefaultSelector()
        self._signals = 0
        self._last_signal = 0.0
        self._stopping = False

    def listen(self) -> None:
        """Take the signals that stop the platform."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def start(self, program: Program) -> Running:
        """Start one more process."""
        self._check_signals()
        running = start(program)
        self._running.append(running)
        self._selector.register(running.output, selectors.EVENT_READ, running)
        return running

    def run_to_end(self, program: Program) -> None:
        """Run a step that ends by itself. Raises ProcessEnded when its exit status is not 0."""
        running = self.start(program)
        while running.status() is None:
            self._turn(ignore=running)
        self._drain(running)
        running.kill_group()
        self._running.remove(running)
        if running.status() != 0:
            raise ProcessEnded(running, "failed")

    def wait_until(self, condition: Callable[[], bool], *, seconds: float, otherwise: Callable[[], str]) -> None:
        """Keep everything going until `condition()`; after `seconds` raise CannotRun with what `otherwise()` says."""
        deadline = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > deadline:
                raise CannotRun(otherwise())
            asked = time.monotonic()
            while time.monotonic() - asked < TICK:
                self._turn()
        self._pump(0)

    def watch(self) -> None:
        """Keep everything going. Returns never: raises StopAsked or ProcessEnded."""
        while True:
            self._turn()

    def stop_all(self) -> None:
        """Stop stage by stage, the highest first, each process within its grace; a second signal cuts it short."""
        self._stopping = True
        asked = self._signals
        for stage in sorted({running.program.stage for running in self._running}, reverse=True):
            together = [running for running in self._running if running.program.stage == stage]
            for running in together:
                running.terminate()
            told = time.monotonic()
            for running in together:
                deadline = told + running.program.grace
                while running.status() is None and time.monotonic() < deadline and self._signals == asked:
                    self._pump(0.05)
                running.kill_group()
                running.process.wait()
                self._drain(running)
        self._running.clear()

    def _turn(self, ignore: Running | None = None) -> None:
        self._pump(TICK)
        self._check_signals()
        for running in self._running:
            if running is not ignore and running.status() is not None:
                self._drain(running)
                raise ProcessEnded(running)

    def _check_signals(self) -> None:
        if self._signals and not self._stopping:
            raise StopAsked

    def _pump(self, seconds: float) -> None:
        for key, _events in self._selector.select(seconds):
            self._print_lines(key.data)

    def _print_lines(self, running: Running) -> bool:
        lines, more = running.lines()
        for line in lines:
            self._printer.line(running.program.name, line)
        if not more:
            self._selector.unregister(running.output)
        return bool(lines) and more

    def _drain(self, running: Running) -> None:
        """Print what is already in the pipe; a grandchild that keeps it open does not hold us."""
        while running.output in self._selector.get_map() and self._print_lines(running):
            pass
        if running.output in self._selector.get_map():
            self._selector.unregister(running.output)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        now = time.monotonic()
        if now - self._last_signal > SAME_SIGNAL_SECONDS:
            self._signals += 1
            self._last_signal = now
