"""Stored objects: out of the store into the folder, and back. Both stores by the same door, one stream at a time."""

import hashlib
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC

from musicprize.backup.holding import Held, damage, write_whole
from musicprize.backup.manifest import HeldObject
from musicprize.backup.place import Place
from musicprize.backup.problems import BackupProblem
from musicprize.objectstore import ObjectMissing, StoreAway, store
from musicprize.objectstore.base import StoredObject
from musicprize.objectstore.owners import owners

WAITS = (1.0, 4.0)
"""Seconds before a second and a third try: a store that stumbles once in a night does not cost the night's backup."""
CONTENT_TYPE = "application/octet-stream"
"""What people are sent is said by the address that is signed for them, not by the object."""


@dataclass
class Copied:
    """What the folder holds now of what was wanted; `read`: how much of it came out of the store."""

    objects: dict[str, HeldObject] = field(default_factory=dict)
    read: int = 0
    bytes_read: int = 0


@dataclass(frozen=True)
class PutBack:
    """How many objects were sent to the store, how many were there already with the same hash."""

    sent: int
    there: int


def wanted_keys(using: str) -> set[str]:
    """Keys that rows of this database have to find, or may."""
    return {key for owner in owners() for key in owner.allowed(using=using)}


def required_keys(using: str = "default") -> set[str]:
    """Keys that rows of this database have to find."""
    return {key for owner in owners() for key in owner.required(using=using)}


def copy_out(place: Place, wanted: Collection[str], known: Mapping[str, HeldObject]) -> Copied:
    """Copy what is wanted and stored. `known`: what earlier backups hold; with size and date unchanged in the store and
    its hash intact in the folder an object is not read again. One that goes meanwhile is left out. StoreAway."""
    copied = Copied()
    for found in store().list_keys():
        if found.key not in wanted:
            continue
        before = known.get(found.key)
        if before is not None and _unchanged(before, found) and _intact(place, found.key, before):
            copied.objects[found.key] = before
        elif (fresh := _copy(place, found)) is not None:
            copied.objects[found.key] = HeldObject(fresh.size, fresh.sha256, _date(found))
            copied.read += 1
            copied.bytes_read += fresh.size
    return copied


def copies_of_deleted(place: Place, absent: Collection[str], known: Mapping[str, HeldObject]) -> dict[str, HeldObject]:
    """Objects that the store has no more, of which an earlier backup holds a copy: a key never gets other bytes."""
    return {key: known[key] for key in absent if key in known and _intact(place, key, known[key])}


def put_back(place: Place, wanted: Mapping[str, HeldObject]) -> PutBack:
    """Send to the store what it has not, and read each back: from here it holds these bytes. May raise StoreAway."""
    sent = there = 0
    here = store()
    for key, file in wanted.items():
        if _stored(key, file):
            there += 1
            continue
        here.put_file(place.object_path(key), key, content_type=CONTENT_TYPE)
        if not _stored(key, file):
            raise BackupProblem(f"The store does not give back what was sent for {key}.")
        sent += 1
    return PutBack(sent, there)


def _unchanged(before: HeldObject, found: StoredObject) -> bool:
    return (before.size, before.modified_at) == (found.size, _date(found))


def _intact(place: Place, key: str, file: Held) -> bool:
    return not damage(place.object_path(key), file, key)


def _date(found: StoredObject) -> str:
    return found.modified_at.astimezone(UTC).isoformat(timespec="microseconds")


def _copy(place: Place, found: StoredObject) -> Held | None:
    """None when it was deleted since it was listed."""
    target = place.object_path(found.key)
    waits = iter(WAITS)
    while True:
        try:
            with store().open_stream(found.key) as pieces:
                copy = write_whole(target, pieces)
            if copy.size != found.size:
                raise StoreAway(f"{found.key}: {copy.size} bytes came, {found.size} were listed")
            return copy
        except ObjectMissing:
            return None
        except StoreAway:
            wait = next(waits, None)
            if wait is None:
                raise
            time.sleep(wait)


def _stored(key: str, file: Held) -> bool:
    """Whether the store gives exactly these bytes under this key."""
    here = store().head(key)
    if here is None or here.size != file.size:
        return False
    digest = hashlib.sha256()
    with store().open_stream(key) as pieces:
        for piece in pieces:
            digest.update(piece)
    return digest.hexdigest() == file.sha256
