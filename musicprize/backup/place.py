"""The folder that holds backups: one folder each, the objects that they share, the list of erasures."""

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from musicprize.backup import manifest
from musicprize.backup.holding import damage
from musicprize.backup.manifest import Manifest
from musicprize.backup.problems import BackupProblem
from musicprize.objectstore.base import KEY
from musicprize.objectstore.files import flush_folder

STAMP = re.compile(r"\d{8}T\d{6}Z")


class Place:
    """A folder of backups. Only its owner may read it: it holds everything that the platform knows of people."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.objects = root / "objects"
        self.erasures = root / "erasures"

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One backup or restore at a time. BackupProblem while another one is under way, or without the folder."""
        try:
            handle = os.open(self.root, os.O_RDONLY | os.O_DIRECTORY)
        except OSError as problem:
            raise BackupProblem(f"{self.root} cannot be read ({problem.strerror})") from problem
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        except BlockingIOError as problem:
            raise BackupProblem(f"Another backup or restore with {self.root} is under way.") from problem
        finally:
            os.close(handle)

    def backups(self) -> list[Path]:
        """The whole ones, oldest first."""
        return sorted(one for one in self._folders() if (one / manifest.NAME).exists())

    def chosen(self, name: str = "") -> Path:
        """The newest whole backup, or the one of this name. BackupProblem when there is none."""
        whole = self.backups()
        found = [one for one in whole if one.name == name] if name else whole[-1:]
        if not found:
            what = f"no whole backup named {name!r}" if name else "no whole backup"
            raise BackupProblem(f"There is {what} in {self.root}; whole ones: {self._names(whole)}.")
        return found[0]

    def begin(self, at: datetime) -> Path:
        """An empty folder for a new backup. What an interrupted one has left is removed; its objects are of use."""
        for one in self._folders():
            if not (one / manifest.NAME).exists():
                shutil.rmtree(one)
        folder = self.root / f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        if folder.exists():
            raise BackupProblem(f"There is a backup of this very second already: {folder}.")
        folder.mkdir(mode=0o700)
        flush_folder(self.root)
        return folder

    def object_path(self, key: str) -> Path:
        """BackupProblem for what cannot be a key of ours, so that no manifest and no bucket names a path elsewhere."""
        if not KEY.fullmatch(key):
            raise BackupProblem(f"{key!r} is not a key of this platform's objects.")
        return self.objects / key

    def forget_all_but(self, keep: int) -> int:
        """Remove all whole backups but the newest `keep`, and objects that none of those needs. Returns how many.

        The manifest goes first, so that a backup half removed is none.
        """
        whole = self.backups()
        over = whole[:-keep]
        for folder in over:
            (folder / manifest.NAME).unlink()
            shutil.rmtree(folder)
        needed = {key for folder in whole[-keep:] for key in manifest.read(folder).objects}
        for path in self.objects.glob("*/*/*"):
            if path.relative_to(self.objects).as_posix() not in needed:
                path.unlink()
        return len(over)

    def _folders(self) -> list[Path]:
        found = self.root.iterdir() if self.root.is_dir() else iter(())
        return [one for one in found if STAMP.fullmatch(one.name) and one.is_dir()]

    @staticmethod
    def _names(folders: list[Path]) -> str:
        return ", ".join(one.name for one in folders) or "none"


def damages(place: Place, folder: Path, wanted: Manifest) -> Iterator[str]:
    """Every file of a backup that is missing or not what the manifest says, by name. Reads all of it."""
    for path, file in wanted.files.items():
        if sentence := damage(folder / path, file, f"{folder.name}/{path}"):
            yield sentence
    for key, file in wanted.objects.items():
        if sentence := damage(place.object_path(key), file, f"objects/{key}"):
            yield sentence
