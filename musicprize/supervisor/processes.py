"""One process of the platform: started in a group of its own, read line by line, stopped with its whole group."""

import contextlib
import os
import signal
import subprocess
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from musicprize.supervisor.configuration import ROOT
from musicprize.supervisor.guardian import die_with_parent

LAST_LINES = 15
READ_BYTES = 65536


@dataclass(frozen=True)
class Program:
    """What to start, and how long it may take to stop (seconds) before its group is killed.

    Programs of one `stage` are stopped together, higher stages before lower ones.
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    grace: float = 2.0
    pass_fds: Sequence[int] = ()
    stage: int = 0


@dataclass
class Running:
    """A started program. `lines()` never waits."""

    program: Program
    process: subprocess.Popen[bytes]
    last: deque[str] = field(default_factory=lambda: deque(maxlen=LAST_LINES))
    _rest: bytes = b""

    @property
    def output(self) -> int:
        assert self.process.stdout is not None
        return self.process.stdout.fileno()

    def status(self) -> int | None:
        return self.process.poll()

    def lines(self) -> tuple[list[str], bool]:
        """Whole lines written since the last call, and whether more can come."""
        try:
            chunk = os.read(self.output, READ_BYTES)
        except BlockingIOError:
            return [], True
        if not chunk:
            final = [self._rest] if self._rest else []
            self._rest = b""
            return self._remember(final), False
        *whole, self._rest = (self._rest + chunk).split(b"\n")
        return self._remember(whole), True

    def terminate(self) -> None:
        """Ask the leader to stop; its own children are its business (a warm worker finishes what it holds)."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGTERM)

    def kill_group(self) -> None:
        """End whatever is left of the group."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def _remember(self, raw: list[bytes]) -> list[str]:
        texts = [line.decode("utf-8", "replace").rstrip("\r") for line in raw]
        self.last.extend(texts)
        return texts


def start(program: Program) -> Running:
    """Start `program` from the checkout, with stdout and stderr in one pipe and no standard input.

    The calling process must have no threads (the child runs Python between fork and exec) and must live on in
    the calling thread, since the kernel ties PR_SET_PDEATHSIG to it.
    """
    parent = os.getpid()
    process = subprocess.Popen(
        list(program.command),
        env=dict(program.environment),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        pass_fds=tuple(program.pass_fds),
        preexec_fn=lambda: die_with_parent(parent),
    )
    running = Running(program, process)
    os.set_blocking(running.output, False)
    return running
