"""How much one file may cost, in numbers, and the kernel limits that hold them in the child process."""

import ctypes
import os
import resource
import signal
from dataclasses import dataclass

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds for one run. Durations of the sound are counted in decoded samples, never taken from a header.

    `min_s` and `max_s` are the edition's rule and end in findings; `hard_max_s` stops the decoder. `cpu_s` holds for
    the measure pass; rendering is allowed more, in proportion to the measured length.
    """

    min_s: float = 0.5
    max_s: float = 3600.0
    hard_max_s: float = 7200.0
    max_channels: int = 8
    allow_video: bool = False
    memory_bytes: int = 512 * 2**20
    output_bytes: int = 2 * 2**30
    cpu_s: int = 60
    wall_s: float = 180.0
    open_files: int = 32


def apply(limits: Limits, *, cpu_s: int, parent_pid: int) -> None:
    """Bound this process and whatever it starts; irrevocable. Raises OSError or ValueError if the kernel refuses.

    RLIMIT_DATA bounds writable memory, which is what a bomb fills; RLIMIT_AS, which also counts libraries and
    reserved but unused ranges, only stops what is beyond reason.
    """
    _die_with(parent_pid)
    _lower(resource.RLIMIT_DATA, limits.memory_bytes)
    _lower(resource.RLIMIT_AS, 4 * limits.memory_bytes)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 2))  # SIGXCPU first, which names the reason
    _lower(resource.RLIMIT_FSIZE, limits.output_bytes)
    _lower(resource.RLIMIT_NOFILE, limits.open_files)
    _lower(resource.RLIMIT_CORE, 0)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a write past the limit is then an error we can report


def _lower(which: int, value: int) -> None:
    _, hard = resource.getrlimit(which)
    bound = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (bound, bound))


def _die_with(parent_pid: int) -> None:
    """A worker that is killed takes its child along, so that nothing decodes on for nobody."""
    libc = ctypes.CDLL(None, use_errno=True)
    for option, value in ((PR_SET_PDEATHSIG, signal.SIGKILL), (PR_SET_DUMPABLE, 0)):
        if libc.prctl(option, int(value), 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), f"prctl({option})")
    if os.getppid() != parent_pid:  # it died before the line above
        os._exit(1)
