"""Starts the child that opens a picture, and judges what it answers. A stranger's file is never opened in here."""

import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from submissions.pictures import rules
from submissions.pictures.rules import Code

ROOT = Path(__file__).resolve().parents[2]
JPEG = b"\xff\xd8\xff"


@dataclass(frozen=True)
class Cleaned:
    """The copy in the folder that we gave. Size in bytes, the rest in pixels."""

    path: Path
    size: int
    width: int
    height: int


@dataclass(frozen=True)
class Refusal:
    """No picture for us. `detail` is for the log."""

    code: Code
    detail: str = ""


class CleaningFault(Exception):
    """Our side failed, not the file: try again later, refuse nobody for it."""


def clean(source: Path, folder: Path, *, wall_s: float = rules.WALL_S) -> Cleaned | Refusal:
    """Have the picture decoded and written anew in a process with limits. CleaningFault if that cannot start."""
    target = folder / "clean.jpg"
    request = {
        "source": str(source), "target": str(target), "formats": rules.FORMATS, "most_pixels": rules.MOST_PIXELS,
        "edge": rules.LONGEST_EDGE, "quality": rules.QUALITY, "cpu_s": rules.CPU_S,
        "memory_bytes": rules.MEMORY_BYTES, "parent_pid": os.getpid(),
    }  # fmt: skip
    with tempfile.TemporaryFile() as errors:
        child = _start(folder, errors)
        try:
            said, _nothing = child.communicate(json.dumps(request).encode() + b"\n", timeout=wall_s)
        except subprocess.TimeoutExpired:
            return Refusal(Code.TOO_COSTLY, f"more than {wall_s} s")
        finally:
            _end(child)
        errors.seek(0)
        tail = errors.read()[-2000:].decode("utf-8", "replace")
    return _judge(said, child.returncode, target, tail)


def _judge(said: bytes, status: int, target: Path, tail: str) -> Cleaned | Refusal:
    started, answer = _answers(said)
    if not started:
        raise CleaningFault(f"the picture child did not start, status {status}: {tail}")
    if answer is None or status != 0:
        costly = -status in (signal.SIGXCPU, signal.SIGKILL)
        return Refusal(Code.TOO_COSTLY if costly else Code.NO_PICTURE, f"status {status}: {tail}")
    if "refusal" in answer:
        known = answer["refusal"] in Code.__members__.values()
        return Refusal(Code(answer["refusal"]) if known else Code.NO_PICTURE, str(answer.get("detail", "")))
    return _checked(answer, target)


def _checked(answer: dict[str, Any], target: Path) -> Cleaned | Refusal:
    """The child has read a stranger's file: what it says and wrote is looked at before it is believed."""
    width, height = answer.get("width"), answer.get("height")
    if not (isinstance(width, int) and isinstance(height, int) and target.is_file() and not target.is_symlink()):
        return Refusal(Code.NO_PICTURE, f"odd answer {answer!r}"[:500])
    with target.open("rb") as copy:
        begins = copy.read(len(JPEG))
    if begins != JPEG or not (1 <= width <= rules.LONGEST_EDGE and 1 <= height <= rules.LONGEST_EDGE):
        return Refusal(Code.NO_PICTURE, f"odd copy {answer!r}"[:500])
    return Cleaned(target, target.stat().st_size, width, height)


def _answers(said: bytes) -> tuple[bool, dict[str, Any] | None]:
    try:
        lines = [json.loads(line) for line in said.splitlines()]
    except ValueError:
        return True, None
    return bool(lines), lines[1] if len(lines) == 2 and isinstance(lines[1], dict) else None


def _start(folder: Path, errors: Any) -> "subprocess.Popen[bytes]":
    """A fresh interpreter with none of our secrets in its environment and no inherited files."""
    environment = {
        "PATH": os.defpath, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8",
        "MALLOC_ARENA_MAX": "2",
    }  # fmt: skip
    try:
        return subprocess.Popen(
            [sys.executable, "-P", "-s", "-m", "submissions.pictures.child"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, cwd=folder, env=environment,
            start_new_session=True,
        )  # fmt: skip
    except OSError as problem:
        raise CleaningFault(f"the picture child did not start: {problem}") from problem


def _end(child: "subprocess.Popen[bytes]") -> None:
    """Kill the child's whole session if it is still there, and reap it."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            pipe.close()
