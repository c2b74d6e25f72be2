"""Starts the child, listens to its lines, and ends it whatever happens: it has a wall clock and no way to stay."""

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from submissions.audio.report import Refusal
from submissions.audio.wire import MAX_LINE

ROOT = Path(__file__).resolve().parents[2]
STDERR_BYTES = 4000
Line = Mapping[str, Any]


class PipelineFault(Exception):
    """Our side failed, not the file: try again later, refuse nobody for it."""


class _Hung(Exception):
    """The wall clock ran out."""


class _Nonsense(Exception):
    """The child says what is not of the protocol."""


def converse(
    request: Mapping[str, Any], folder: Path, *, wall_s: float, on_progress: Callable[[float], None]
) -> Line | Refusal:
    """Run one child on one request. Gives its verdict line, or a Refusal if it crashed, hung or ran into a bound.

    Raises PipelineFault if the child could not start or its machine failed it; and whatever `on_progress` raises.
    """
    with tempfile.TemporaryFile() as errors:
        child = _start(folder, errors)
        try:
            verdict, started = _listen(child, request, time.monotonic() + wall_s, on_progress)
            status = child.wait(timeout=10)
        except _Hung:
            return Refusal("time_limit", {"limit_s": wall_s})
        except (_Nonsense, subprocess.TimeoutExpired) as error:
            return Refusal("crashed", detail=repr(error))
        finally:
            _end(child)
        if verdict is not None and "fault" in verdict:
            raise PipelineFault(str(verdict["fault"]))
        if verdict is not None and status == 0:
            return verdict
        detail = f"status {status}: {_tail(errors)}"
    if not started:
        raise PipelineFault(f"the audio child did not start, {detail}")
    if -status in (signal.SIGXCPU, signal.SIGKILL):
        return Refusal("cpu_limit" if -status == signal.SIGXCPU else "killed", {"limit_s": request["cpu_s"]}, detail)
    return Refusal("crashed", detail=detail)


def _start(folder: Path, errors: IO[bytes]) -> "subprocess.Popen[bytes]":
    """A fresh interpreter with none of our secrets in its environment and no inherited files."""
    environment = {
        "PATH": os.defpath,
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LC_ALL": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",  # its buffers count as memory of the child
        "OMP_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
        "MALLOC_MMAP_THRESHOLD_": str(64 << 20),  # blocks of samples are used again, not given back to the kernel
        "MALLOC_TRIM_THRESHOLD_": str(128 << 20),
    }
    try:
        return subprocess.Popen(
            [sys.executable, "-P", "-s", "-m", "submissions.audio.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )
    except OSError as error:
        raise PipelineFault(f"the audio child did not start: {error}") from error


def _listen(
    child: "subprocess.Popen[bytes]", request: Line, deadline: float, on_progress: Callable[[float], None]
) -> tuple[Line | None, bool]:
    """The verdict line, None if there was none; and whether the child got as far as its locks."""
    assert child.stdin is not None
    verdict, started = None, False
    try:
        child.stdin.write(json.dumps(request).encode() + b"\n")
        child.stdin.close()
    except BrokenPipeError:
        return None, False
    for line in _lines(child, deadline):
        event = line.get("event")
        started = started or event == "started"
        if event == "progress" and isinstance(line.get("share"), int | float):
            on_progress(min(1.0, max(0.0, float(line["share"]))))
        elif event == "verdict":
            verdict = line
    return verdict, started


def _lines(child: "subprocess.Popen[bytes]", deadline: float) -> Iterator[Line]:
    """Objects from the child's output until it closes it. Raises _Hung at the deadline, _Nonsense for what is not
    a JSON object or too long to be one of ours."""
    assert child.stdout is not None
    pending = b""
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        while True:
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise _Hung
            chunk = os.read(child.stdout.fileno(), 65536)
            if not chunk:
                return
            if len(pending) > MAX_LINE:
                raise _Nonsense("line too long")
            *whole, pending = (pending + chunk).split(b"\n")
            for text in whole:
                try:
                    line = json.loads(text)
                except ValueError as error:
                    raise _Nonsense("no JSON") from error
                if not isinstance(line, dict):
                    raise _Nonsense("no object")
                yield line


def _end(child: "subprocess.Popen[bytes]") -> None:
    """Kill the child's whole session if it is still there, and reap it."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()


def _tail(errors: IO[bytes]) -> str:
    size = errors.seek(0, os.SEEK_END)
    errors.seek(max(0, size - STDERR_BYTES))
    return errors.read().decode("utf-8", "replace")
