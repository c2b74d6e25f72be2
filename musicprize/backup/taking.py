"""Taking a backup: the database first, under one snapshot; then every object that a row of that snapshot needs.

Objects are deleted while people work: a recording is replaced, a copy is rendered anew. One that goes between the
snapshot and its copy would leave a row of the backup without its object. So then the snapshot is taken again: what was
copied already is in the folder, so that the second look takes seconds, and it ends as soon as nothing is missing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from musicprize.backup import databases, manifest, objects
from musicprize.backup.facts import code, facts
from musicprize.backup.holding import Held, flushed
from musicprize.backup.manifest import Facts, HeldObject, Manifest, Source
from musicprize.backup.place import Place
from musicprize.backup.problems import BackupProblem
from musicprize.backup.smallfiles import copy_tree
from musicprize.objectstore.files import flush_folder
from musicprize.privacy import actions as privacy
from musicprize.privacy import erasures

LOOKS = 5
"""Snapshots at most. Nobody deletes for that long without a pause; if somebody does, the backup says so."""
FILES = "files"


@dataclass(frozen=True)
class Taken:
    """A whole backup, and what deserves a person's attention."""

    folder: Path
    manifest: Manifest
    read: int
    bytes_read: int
    removed: int
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class _Look:
    """One snapshot with what it needs."""

    source: Source
    facts: Facts
    wanted: set[str]
    required: set[str]


def check_apart(root: Path) -> None:
    """BackupProblem for a folder inside the platform's own or around it: lost together, and mistaken for it."""
    data, root = Path(settings.DATA).resolve(), root.resolve()
    if root == data or data in root.parents or root in data.parents:
        raise BackupProblem(f"{root} and the platform's own folder {data} must lie apart: best on another disk.")


def take(root: Path, *, at: datetime, keep: int, say: Callable[[str], object]) -> Taken:
    """Take a backup into `root` and remove all but the newest `keep`. BackupProblem, StoreAway: there is none then."""
    check_apart(root)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    place = Place(root)
    with place.locked():
        known, damaged = _known(place)
        folder = place.begin(at)
        look, copied, missing = _looked(place, folder, known, say)
        files = {look.source.file: flushed(folder / look.source.file)} | _small_files(folder)
        flush_folder(folder)
        made = Manifest(
            made_at=at.astimezone(UTC).isoformat(timespec="seconds"), code=code(), source=look.source, facts=look.facts,
            files=files, objects=copied.objects, missing=tuple(sorted(missing)),
        )  # fmt: skip
        manifest.write(folder, made)
        privacy.note_erasures()
        erasures.merge(erasures.folder(), place.erasures)
        removed = 0 if damaged else place.forget_all_but(keep)  # what a damaged one needs, nobody knows
    lost = [f"{key}: a row needs it, the store has it no more" for key in made.missing]
    return Taken(folder, made, copied.read, copied.bytes_read, removed, (*damaged, *lost))


def _known(place: Place) -> tuple[dict[str, HeldObject], list[str]]:
    """What earlier backups hold. A damaged manifest is said and left aside: its objects are copied again."""
    known: dict[str, HeldObject] = {}
    damaged = []
    for folder in place.backups():
        try:
            known |= manifest.read(folder).objects
        except BackupProblem as problem:
            damaged.append(f"an earlier backup is damaged: {problem}")
    return known, damaged


def _looked(
    place: Place, folder: Path, known: Mapping[str, HeldObject], say: Callable[[str], object]
) -> tuple[_Look, objects.Copied, set[str]]:
    """A snapshot, copies of all that it needs, and the keys of what was lost before."""
    total = objects.Copied()
    for _each in range(LOOKS):
        look = _look(folder)
        say(f"{sum(look.facts.counts.values())} rows copied; {len(look.wanted)} objects are wanted")
        copied = objects.copy_out(place, look.wanted, {**known, **total.objects})
        total.read, total.bytes_read = total.read + copied.read, total.bytes_read + copied.bytes_read
        held = {**known, **total.objects}
        total.objects |= copied.objects
        copied.objects |= objects.copies_of_deleted(place, look.required - copied.objects.keys(), held)
        absent = look.required - copied.objects.keys()
        lost = absent & objects.required_keys()  # rows of this moment need them too: nobody deleted them by right
        copied.read, copied.bytes_read = total.read, total.bytes_read
        if absent == lost:
            return look, copied, lost
        say(f"{len(absent - lost)} objects were deleted meanwhile: looking again")
    raise BackupProblem(f"Objects were deleted during each of {LOOKS} looks at the database: try again later.")


def _look(folder: Path) -> _Look:
    with databases.here().snapshot(folder) as (source, alias):
        return _Look(source, facts(alias), objects.wanted_keys(alias), objects.required_keys(alias))


def _small_files(folder: Path) -> dict[str, Held]:
    held = copy_tree(Path(default_storage.path("")), folder / FILES)
    return {f"{FILES}/{path}": file for path, file in held.items()}
