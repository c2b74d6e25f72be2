"""Nothing stays behind: a guardian process that outlives the supervisor by exactly as long as it takes to clean up.

Process groups alone do not catch a grandchild that opened a session of its own. On Linux the guardian is the
"child subreaper" of all that the platform starts: when the supervisor ends, even by `kill -9`, every process that
it left is handed to the guardian, which ends it. When the guardian is killed, the kernel tells the supervisor.
"""

import contextlib
import ctypes
import os
import signal
import sys
import time
from collections import defaultdict
from pathlib import Path

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
FORWARDED = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
GRACE_SECONDS = 4.0


def die_with_parent(expected_parent: int, number: int = signal.SIGTERM) -> None:
    """Ask the kernel for `number` when the parent ends. To be called in the child, right after the fork."""
    _prctl(PR_SET_PDEATHSIG, number)
    if os.getppid() != expected_parent:  # it ended before we asked
        os.kill(os.getpid(), number)


def stay_behind(*, follow_parent: bool) -> None:
    """Fork. Returns in the child, which goes on with its work; the caller stays as guardian and exits with its status.

    SIGINT, SIGTERM and SIGHUP are passed on to the child, which has a session of its own, so that a Ctrl-C at the
    terminal reaches it once. With `follow_parent` the end of whoever started us counts as SIGTERM.
    """
    _prctl(PR_SET_CHILD_SUBREAPER, 1)
    guardian, starter = os.getpid(), os.getppid()
    signal.pthread_sigmask(signal.SIG_BLOCK, FORWARDED | {signal.SIGCHLD})
    child = os.fork()
    if child == 0:
        os.setsid()
        die_with_parent(guardian)
        _prctl(PR_SET_CHILD_SUBREAPER, 1)  # so that the child can sweep too, should the guardian be killed
        signal.pthread_sigmask(signal.SIG_UNBLOCK, FORWARDED | {signal.SIGCHLD})
        return
    status = _guard(child, starter if follow_parent else None)
    sweep()
    sys.stdout.flush()
    os._exit(status)


def _guard(child: int, starter: int | None) -> int:
    """Pass signals on until the child has ended; its exit status, or 128 + the signal that ended it."""
    told = False
    while True:
        received = signal.sigtimedwait(FORWARDED | {signal.SIGCHLD}, 0.5)
        if received is not None and received.si_signo in FORWARDED:
            os.kill(child, received.si_signo)
        if starter is not None and os.getppid() != starter and not told:
            told = True
            os.kill(child, signal.SIGTERM)
        for pid, status in reap():
            if pid == child:
                code = os.waitstatus_to_exitcode(status)
                return code if code >= 0 else 128 - code


def reap() -> list[tuple[int, int]]:
    """Collect every child that has ended: (pid, wait status) of each."""
    ended = []
    with contextlib.suppress(ChildProcessError):
        while (found := os.waitpid(-1, os.WNOHANG))[0]:
            ended.append(found)
    return ended


def descendants(root: int) -> list[int]:
    """Processes below `root` that still run, from the process table (empty where there is no /proc)."""
    children: dict[int, list[int]] = defaultdict(list)
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent = path.read_text(errors="replace").rpartition(")")[2].split()[:2]
            if state != "Z":
                children[int(parent)].append(int(path.parent.name))
    found: list[int] = []
    queue = [root]
    while queue:
        below = children[queue.pop()]
        found += below
        queue += below
    return found


def sweep(grace: float = GRACE_SECONDS) -> None:
    """End whatever is left below this process: SIGTERM, then SIGKILL after `grace` seconds."""
    deadline = time.monotonic() + grace
    number = signal.SIGTERM
    told: set[int] = set()
    while remaining := descendants(os.getpid()):
        if time.monotonic() > deadline:
            number = signal.SIGKILL
            told.clear()
        for pid in set(remaining) - told:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(pid, number)
        told.update(remaining)
        time.sleep(0.05)
        reap()
        if time.monotonic() > deadline + grace:
            return


def _prctl(option: int, value: int) -> None:
    if sys.platform != "linux":
        return
    if ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), f"prctl({option})")
