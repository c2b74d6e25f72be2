"""Files that are held: written whole or not at all, known by size and SHA-256."""

import contextlib
import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from musicprize.objectstore.files import flush_folder

DRAFT = ".unfinished"


@dataclass(frozen=True)
class Held:
    """What a file has to be: size in bytes, SHA-256 as 64 hex digits."""

    size: int
    sha256: str


def write_whole(target: Path, pieces: Iterable[bytes]) -> Held:
    """Write to a draft beside `target`, flush it to disk, and only then let it appear. Readable by its owner only."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(target.name + DRAFT)
    digest, size = hashlib.sha256(), 0
    try:
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
                size += len(piece)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, target)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            draft.unlink()
        raise
    flush_folder(target.parent)
    return Held(size, digest.hexdigest())


def held(path: Path) -> Held:
    """What a file is now. FileNotFoundError when there is none."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Held(os.fstat(file.fileno()).st_size, digest)


def flushed(path: Path) -> Held:
    """What a file that another program wrote is, once it lasts through a power cut."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
    return held(path)


def damage(path: Path, wanted: Held, name: str) -> str:
    """One sentence when the file is not what it has to be, "" when it is."""
    try:
        size = path.stat().st_size
        if size != wanted.size:
            return f"{name}: {size} bytes instead of {wanted.size}"
        return "" if held(path).sha256 == wanted.sha256 else f"{name}: its content was changed (SHA-256 differs)"
    except FileNotFoundError:
        return f"{name}: missing"
    except OSError as problem:
        return f"{name}: cannot be read ({problem.strerror})"
