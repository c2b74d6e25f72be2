"""Objects on our own file system, by the same protocol as an S3 store.

    <root>/a/<2 hex>/<32 hex>                 objects, whole and final
    <root>/staging/<multipart id>/<n>.<sha>   received parts: number, SHA-256
    <root>/staging/<multipart id>/upload      which key it is for

Everything appears by rename, so staging has to be on the file system of the objects; it is in their folder.
"""

import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.urls import reverse

from musicprize.kernel import clock
from musicprize.objectstore import files, tokens
from musicprize.objectstore.base import (
    KEY,
    PART_URL_LIFE,
    MultipartMissing,
    ObjectMissing,
    ObjectStore,
    OpenMultipart,
    PartTicket,
    SignedPart,
    StoreAway,
    StoredObject,
    StoredPart,
    StoreFull,
    nothing,
)

MULTIPART_ID = re.compile(r"[0-9a-f]{32}")
PART_FILE = re.compile(r"(\d{5})\.([0-9a-f]{64})")
RESERVE = 256 * 1024**2
"""Bytes that stay free on the disk, for the database beside the files."""


class LocalStore(ObjectStore):
    """The store under `root`. Keeps nothing in memory: any number of processes may use the same folder."""

    direct = False

    def __init__(self, root: Path) -> None:
        self.root = root
        self.staging = root / "staging"

    # --- Multipart uploads ---------------------------------------------------------------------------------

    def begin_multipart(self, key: str, *, content_type: str = "application/octet-stream") -> str:
        multipart_id = secrets.token_hex(16)
        with files.faults():
            folder = self.staging / multipart_id
            folder.mkdir(parents=True)
            files.write_small(folder / "upload", self.path(key).relative_to(self.root).as_posix())
        return multipart_id

    def sign_part(self, ticket: PartTicket, *, receive_at: str, life: timedelta = PART_URL_LIFE) -> SignedPart:
        token = tokens.sign_part(ticket, at=clock.now(), life=life)
        headers = {"Content-Type": "application/octet-stream"}
        url = f"{receive_at}?token={token}"
        return SignedPart(ticket.number, "PUT", url, headers, ticket.size, int(life.total_seconds()))

    def list_parts(self, key: str, multipart_id: str) -> list[StoredPart]:
        with files.faults():
            newest: dict[int, tuple[int, StoredPart]] = {}
            for entry in files.scan(self.folder(key, multipart_id)):
                found = PART_FILE.fullmatch(entry.name)
                if found is None:
                    continue
                facts = entry.stat()
                part = StoredPart(int(found[1]), facts.st_size, etag=found[2], sha256=found[2])
                if facts.st_mtime_ns >= newest.get(part.number, (0, part))[0]:
                    newest[part.number] = facts.st_mtime_ns, part
        return [part for _number, (_time, part) in sorted(newest.items())]

    def complete(self, key: str, multipart_id: str, parts: Sequence[StoredPart]) -> None:
        folder = self.folder(key, multipart_id)
        if any(not self.part_path(folder, part.number, part.etag).exists() for part in parts):
            raise MultipartMissing(key)

    def assemble(
        self, key: str, multipart_id: str, parts: Sequence[StoredPart], *, tick: Callable[[], None] = nothing
    ) -> None:
        target = self.path(key)
        with files.faults():
            if not target.exists():
                folder = self.folder(key, multipart_id)
                paths = [self.part_path(folder, part.number, part.etag) for part in parts]
                if any(not path.exists() for path in paths):
                    raise MultipartMissing(key)
                self.check_room(sum(path.stat().st_size for path in paths))
                files.concatenate(paths, target, scratch=folder / "whole", tick=tick)
            shutil.rmtree(self.staging / multipart_id, ignore_errors=True)

    def abort(self, key: str, multipart_id: str) -> None:
        if MULTIPART_ID.fullmatch(multipart_id):
            shutil.rmtree(self.staging / multipart_id, ignore_errors=True)

    def list_multiparts(self) -> Iterator[OpenMultipart]:
        for entry in files.scan(self.staging):
            if not entry.is_dir():
                continue
            note = Path(entry.path) / "upload"
            key = note.read_text() if note.exists() else ""
            yield OpenMultipart(key, entry.name, files.changed_at(entry))

    def folder(self, key: str, multipart_id: str) -> Path:
        """Where the parts of a multipart upload are. MultipartMissing unless it was begun for this key."""
        folder = self.staging / multipart_id
        note = folder / "upload"
        if not MULTIPART_ID.fullmatch(multipart_id) or not note.is_file() or note.read_text() != key:
            raise MultipartMissing(key)
        return folder

    @staticmethod
    def part_path(folder: Path, number: int, sha256: str) -> Path:
        return folder / f"{number:05d}.{sha256}"

    # --- Objects -------------------------------------------------------------------------------------------

    def path(self, key: str) -> Path:
        """The object's file. ObjectMissing for what cannot be a key of ours, so that no path leads elsewhere."""
        if not KEY.fullmatch(key):
            raise ObjectMissing(key)
        return self.root / key

    def open_stream(self, key: str) -> AbstractContextManager[Iterator[bytes]]:
        try:
            source = self.path(key).open("rb")
        except FileNotFoundError:
            raise ObjectMissing(key) from None
        except OSError as problem:
            raise StoreAway(repr(problem)) from problem
        return closing(files.pieces(source))

    def head(self, key: str) -> StoredObject | None:
        try:
            facts = self.path(key).stat()
        except (FileNotFoundError, ObjectMissing):
            return None
        return StoredObject(key, facts.st_size, datetime.fromtimestamp(facts.st_mtime, UTC))

    def put_file(self, path: Path, key: str, *, content_type: str) -> None:
        target = self.path(key)
        self.check_room(path.stat().st_size)
        with files.faults():
            self.staging.mkdir(parents=True, exist_ok=True)
            files.concatenate([path], target, scratch=self.staging / f"{secrets.token_hex(16)}.whole")

    def delete(self, key: str) -> None:
        with files.faults():
            self.path(key).unlink(missing_ok=True)

    def sign_get(self, key: str, *, content_type: str, file_name: str, expires: timedelta) -> str:
        media = tokens.Media(key=key, content_type=content_type, file_name=file_name)
        return reverse("media", args=[tokens.sign_media(media, at=clock.now(), life=expires)])

    def list_keys(self) -> Iterator[StoredObject]:
        for shelf in files.scan(self.root):
            if shelf.name == self.staging.name or not shelf.is_dir():
                continue
            for box in files.scan(shelf.path):
                for entry in files.scan(box.path):
                    key = f"{shelf.name}/{box.name}/{entry.name}"
                    if KEY.fullmatch(key):
                        yield StoredObject(key, entry.stat().st_size, files.changed_at(entry))

    # --- Itself --------------------------------------------------------------------------------------------

    def check(self) -> bool:
        with files.faults():
            self.staging.mkdir(parents=True, exist_ok=True)
            trial = self.staging / f"{secrets.token_hex(16)}.check"
            trial.write_bytes(b"1")
            trial.unlink()
        return True

    def check_room(self, size: int) -> None:
        with files.faults():
            self.root.mkdir(parents=True, exist_ok=True)
            free = shutil.disk_usage(self.root).free
        if free < size + RESERVE:
            raise StoreFull()

    def sweep_leftovers(self, *, before: datetime) -> int:
        """Remove scratch files of processes that died; returns how many."""
        old = [entry for entry in files.scan(self.staging) if entry.is_file() and files.changed_at(entry) < before]
        for entry in old:
            os.unlink(entry.path)
        return len(old)
