"""Taking in one part at our own host: hashed while it is read, on disk before we say so, visible only when whole."""

import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from musicprize.kernel.errors import Conflict, Invalid
from musicprize.objectstore import files
from musicprize.objectstore.base import MultipartMissing, PartTicket, StoreAway
from musicprize.objectstore.bodies import PIECE, Reader
from musicprize.objectstore.local import LocalStore
from musicprize.objectstore.tokens import NOT_OPEN


class LengthRequired(Invalid):
    """No Content-Length: without it a cut connection cannot be told from the end."""

    def __init__(self) -> None:
        sentence = _("The request has to say how many bytes it carries (Content-Length).")
        super().__init__("length_required", sentence, http_status=411)


def receive_part(store: LocalStore, ticket: PartTicket, *, announced: int | None, read: Reader) -> str:
    """Store the bytes of one part; returns their SHA-256.

    `announced`: Content-Length. `read(n)`: up to n bytes, none at the end; OSError when the connection broke.
    Refuses `length_required`, `wrong_length`, `incomplete_body`, `bad_digest`, `not_open`, StoreFull; StoreAway
    while too many others are being received.
    """
    if announced is None:
        raise LengthRequired()
    if announced != ticket.size:
        sentence = _("This part should have %(expected)s bytes, not %(got)s.")
        raise Invalid("wrong_length", sentence % {"expected": ticket.size, "got": announced})
    folder = _folder(store, ticket)
    store.check_room(ticket.size)
    scratch = folder / f"{secrets.token_hex(8)}.part"
    try:
        with _place():
            digest = _write(scratch, ticket, read)
        with files.faults():
            _show(store, folder, scratch, ticket)
    finally:
        scratch.unlink(missing_ok=True)
    return digest


@lru_cache(maxsize=1)
def places() -> BoundedSemaphore:
    """Parts taken in at once by one process: three quarters of its threads. Slow senders leave the others to pages."""
    return BoundedSemaphore(max(1, settings.WEB_THREADS * 3 // 4))


@contextmanager
def _place() -> Iterator[None]:
    if not places().acquire(blocking=False):
        raise StoreAway("as many parts are being received as there are places")
    try:
        yield
    finally:
        places().release()


def _folder(store: LocalStore, ticket: PartTicket) -> Path:
    try:
        return store.folder(ticket.key, ticket.multipart_id)
    except MultipartMissing:
        raise Conflict("not_open", NOT_OPEN) from None


def _write(scratch: Path, ticket: PartTicket, read: Reader) -> str:
    digest = hashlib.sha256()
    with files.faults(), scratch.open("wb") as target:
        received = _copy(target, digest.update, ticket.size, read)
        if received == ticket.size:
            target.flush()
            os.fsync(target.fileno())
    if received != ticket.size:
        raise Invalid("incomplete_body", _("The connection ended before the part was complete. Send it again."))
    if digest.hexdigest() != ticket.sha256:
        raise Invalid("bad_digest", _("This part changed on its way or the file was changed. Send it again."))
    return digest.hexdigest()


def _copy(target: BinaryIO, hash_piece: Callable[[bytes | memoryview], None], size: int, read: Reader) -> int:
    received = 0
    while received < size:
        try:
            piece = read(min(PIECE, size - received))
        except OSError:  # the client went away; Django's UnreadablePostError is one
            break
        if not piece:
            break
        hash_piece(piece)
        target.write(piece)
        received += len(piece)
    return received


def _show(store: LocalStore, folder: Path, scratch: Path, ticket: PartTicket) -> None:
    """The last one sent counts, as on S3: an earlier part of the same number goes."""
    final = store.part_path(folder, ticket.number, ticket.sha256)
    os.replace(scratch, final)
    files.flush_folder(folder)
    for entry in files.scan(folder):
        if entry.name.startswith(f"{ticket.number:05d}.") and entry.name != final.name:
            Path(entry.path).unlink(missing_ok=True)
