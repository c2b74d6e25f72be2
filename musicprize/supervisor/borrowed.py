"""A platform of one's own for the length of a `with` block, run by another process (rehearsals, benchmarks, tests)."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

from musicprize.supervisor import platform_state
from musicprize.supervisor.configuration import ROOT
from musicprize.supervisor.platform_state import Platform
from musicprize.supervisor.problems import CannotRun

START_SECONDS = 600.0
STOP_SECONDS = 20.0
TAIL_LINES = 40
SERVICES = ("DATABASE_URL", "REDIS_URL", "STORAGE")


@contextlib.contextmanager
def running_platform(
    *,
    data: Path,
    port: int = 0,
    demo: bool = True,
    demo_data: bool | None = None,
    share_services: bool = False,
    environment: Mapping[str, str] | None = None,
) -> Iterator[Platform]:
    """Start a platform on `data`, give it when /healthz answers 200, stop it at the end of the block.

    `port` 0 takes any free one. `demo` turns the demo's mail page on; `demo_data` loads the demo edition (as `demo`
    when not said). The platform has a database, broker and file store of its own under `data`; with `share_services`
    it uses those that this process's environment names (DATABASE_URL, REDIS_URL, STORAGE). `environment` adds to
    that. Its output is in `data`/output.log. Raises CannotRun with the last lines when it does not start.
    """
    data.mkdir(parents=True, exist_ok=True)
    output = data / "output.log"
    before = platform_state.read(data / "run")  # of another platform, or of one that was killed
    with output.open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "musicprize.supervisor", "run", "--with-parent"],
            cwd=ROOT,
            env={
                **_inherited(share_services),
                **(environment or {}),
                "DATA": str(data),
                "PORT": str(port),
                "DEMO": str(int(demo)),
                "DEMO_DATA": str(int(demo if demo_data is None else demo_data)),
            },
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield _wait(process, data, output, before)
    finally:
        _stop(process)


def _inherited(share_services: bool) -> dict[str, str]:
    """This process's environment without what belongs to its own platform, or to its tests."""
    left_out = {"BASE_URL", "HOST", "DJANGO_SETTINGS_MODULE", *(() if share_services else SERVICES)}
    return {name: value for name, value in os.environ.items() if name not in left_out}


def _wait(process: subprocess.Popen[bytes], data: Path, output: Path, before: Platform | None) -> Platform:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise CannotRun(f"The platform did not start:\n{_tail(output)}")
        platform = platform_state.read(data / "run")
        if platform is not None and platform != before:
            return platform
        time.sleep(0.1)
    raise CannotRun(f"The platform was not ready after {START_SECONDS:.0f} seconds:\n{_tail(output)}")


def _tail(output: Path) -> str:
    return "\n".join(output.read_text(encoding="utf-8", errors="replace").splitlines()[-TAIL_LINES:])


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
