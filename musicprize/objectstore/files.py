"""Small things about files: faults as StoreAway or StoreFull, writing that is all or nothing, reading in pieces."""

import errno
import os
import shutil
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from musicprize.objectstore.base import CHUNK, StoreAway, StoreFull, nothing

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextmanager
def faults() -> Iterator[None]:
    """Errors of the file system become StoreFull or StoreAway."""
    try:
        yield
    except OSError as problem:
        raise fault(problem) from problem


def fault(problem: OSError) -> StoreFull | StoreAway:
    return StoreFull() if problem.errno in NO_ROOM else StoreAway(repr(problem))


def scan(folder: Path | str) -> list[os.DirEntry[str]]:
    """What is in a folder; nothing when there is none."""
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except (FileNotFoundError, NotADirectoryError):
        return []


def changed_at(entry: os.DirEntry[str]) -> datetime:
    return datetime.fromtimestamp(entry.stat().st_mtime, UTC)


def pieces(source: BinaryIO) -> Generator[bytes, None, None]:
    """The rest of an open file, and close it."""
    with source:
        while piece := source.read(CHUNK):
            yield piece


def write_small(path: Path, text: str) -> None:
    """Write and flush to disk."""
    with path.open("w") as target:
        target.write(text)
        target.flush()
        os.fsync(target.fileno())


def concatenate(sources: Sequence[Path], target: Path, *, scratch: Path, tick: Callable[[], None] = nothing) -> None:
    """Write `sources` one after the other to `scratch`, flush it to disk, and only then let it appear as `target`."""
    try:
        with scratch.open("wb") as whole:
            for source in sources:
                _append(source, whole)
                tick()
            whole.flush()
            os.fsync(whole.fileno())
        target.parent.mkdir(parents=True, exist_ok=True)
        os.replace(scratch, target)
    finally:
        scratch.unlink(missing_ok=True)
    flush_folder(target.parent)


def _append(source: Path, whole: BinaryIO) -> None:
    """Copy, on Linux inside the kernel, so that the bytes never come up to Python."""
    with source.open("rb") as part:
        if sys.platform != "linux":
            shutil.copyfileobj(part, whole, CHUNK)
            return
        rest = os.fstat(part.fileno()).st_size
        while rest:
            done = os.sendfile(whole.fileno(), part.fileno(), None, rest)
            if not done:
                raise OSError(errno.EIO, "a part ended early", str(source))
            rest -= done


def flush_folder(folder: Path) -> None:
    """Make a rename in this folder last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
