"""Ending processes of a platform that the test started, at once and for good: SIGKILL, each by its own number."""

import os
import signal
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

PATIENCE_S = 60.0


def children(parent: int) -> dict[int, str]:
    """Processes that were started by `parent`, with their command lines."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(FileNotFoundError, ProcessLookupError):
            above = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            if above == parent:
                found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
    return found


def program(platform: int, words: str) -> int:
    """The main process of one of the platform's programs, told by words of its command line."""
    return next(number for number, command in children(platform).items() if words in command)


def with_words(words: str) -> list[int]:
    """All processes whose command line has these words, such as a folder that only this test uses."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(FileNotFoundError, ProcessLookupError):
            if words in (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode():
                found.append(int(folder.name))
    return [number for number in found if number != os.getpid()]


def kill(numbers: Iterable[int]) -> int:
    """SIGKILL; how many there were. Waits until they are gone."""
    killed = 0
    for number in list(numbers):
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
            killed += 1
            wait_until(lambda number=number: not _runs(number), what=f"the end of {number}")
    return killed


def _runs(number: int) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError):
        return (Path("/proc") / str(number) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False


def wait_until(done: Callable[[], bool], *, what: str, seconds: float = PATIENCE_S) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, f"{what}: not within {seconds:.0f} s"
        time.sleep(0.1)
