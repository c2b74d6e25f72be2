"""The list of who was erased, kept outside of the database, so that restoring an older one brings nobody back.

    DATA/erasures/<account>.json    {"at": …, "person": the account's random id, "sha256": of these two}

One file each, written whole: nothing that is appended to can be torn. Only random ids and times are in it, so it may be
copied elsewhere as often as one likes. Lists are merged, never shortened.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from musicprize.kernel.canonical import canonical, digest
from musicprize.objectstore.files import flush_folder, write_small


class DamagedList(RuntimeError):
    """The message names a file of a list that is not as it was written."""


@dataclass(frozen=True)
class Erasure:
    """That an account was erased, and when."""

    person: UUID
    at: datetime


def folder() -> Path:
    """The platform's own list."""
    return Path(settings.DATA) / "erasures"


def note(erasure: Erasure, into: Path) -> None:
    """Write it down unless it is there: it lasts through a power cut from here on."""
    target = into / f"{erasure.person}.json"
    if target.exists():
        return
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = target.with_suffix(".unfinished")
    write_small(draft, _written(erasure).decode())
    draft.replace(target)
    flush_folder(into)


def listed(place: Path) -> list[Erasure]:
    """Everybody on the list in this folder; nobody where there is none. DamagedList."""
    return [_read(path) for path in _files(place)]


def damages(place: Path) -> Iterator[str]:
    """One sentence for each file that is not as it was written."""
    for path in _files(place):
        try:
            _read(path)
        except DamagedList as problem:
            yield str(problem)


def merge(source: Path, target: Path) -> None:
    """Add to the list in `target` whoever is on that in `source`. DamagedList."""
    for erasure in listed(source):
        note(erasure, target)


def _files(place: Path) -> list[Path]:
    return sorted(place.glob("*.json"))


def _read(path: Path) -> Erasure:
    raw = path.read_bytes()
    try:
        content = json.loads(raw)
        found = Erasure(UUID(content["person"]), datetime.fromisoformat(content["at"]))
        sound = raw == _written(found) and path.stem == str(found.person)
    except (ValueError, KeyError, TypeError, AttributeError):
        sound = False
    if not sound:
        raise DamagedList(f"{path.parent.name}/{path.name}: its content was changed")
    return found


def _written(erasure: Erasure) -> bytes:
    content = {"at": erasure.at.astimezone(UTC), "person": erasure.person}
    return canonical({**content, "sha256": digest(content)})
