"""The one interface to stored files. Two stores stand behind it: our own file system, and any S3-compatible server.

Keys are random and say nothing: no artist, no entry, no file name is in a key or in an object's metadata.
"""

import re
import secrets
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from musicprize.kernel.errors import Conflict, Unavailable

CHUNK = 1024**2
"""Bytes per read when objects are streamed."""
KEY = re.compile(r"[a-z]/[0-9a-f]{2}/[0-9a-f]{32}")
"""What `ObjectStore.new_key` makes."""
PART_URL_LIFE = timedelta(minutes=15)


class StoreAway(Unavailable):
    """The store does not answer, or answers with a fault of its own. Trying again may work."""

    def __init__(self, reason: str) -> None:
        sentence = _("The file store does not answer just now. Nothing was lost. Try again in a minute.")
        super().__init__("store_away", sentence)
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


class StoreFull(Conflict):
    """No room left for these bytes."""

    def __init__(self) -> None:
        sentence = _(
            "There is no room left for files on the server. The organisers have to make some. Try again later."
        )
        super().__init__("storage_full", sentence, http_status=507)


class ObjectMissing(Exception):
    """No object has this key."""


class MultipartMissing(Exception):
    """The store does not know this multipart upload, or not all of its parts: completed, aborted, or never begun."""


@dataclass(frozen=True)
class PartTicket:
    """What a signed part address is for. `sha256`: 64 hex digits; `md5`: base64, only where the store checks it."""

    upload_id: str
    key: str
    multipart_id: str
    number: int
    size: int
    sha256: str
    md5: str = ""


@dataclass(frozen=True)
class SignedPart:
    """How to send one part: the method, the address, headers to add, seconds until the address expires."""

    number: int
    method: str
    url: str
    headers: dict[str, str]
    size: int
    expires_in: int


@dataclass(frozen=True)
class StoredPart:
    """A part as the store lists it. `etag` changes with the bytes; it is not to be read as a digest of them."""

    number: int
    size: int
    etag: str
    sha256: str = ""


@dataclass(frozen=True)
class StoredObject:
    """An object as the store lists it."""

    key: str
    size: int
    modified_at: datetime


@dataclass(frozen=True)
class OpenMultipart:
    """A multipart upload that was begun and neither completed nor aborted."""

    key: str
    multipart_id: str
    begun_at: datetime


def nothing() -> None:
    """The `tick` of callers that have no lease to prolong."""


class ObjectStore(ABC):
    """Every method may raise StoreAway. None may be called inside a database transaction."""

    direct: bool
    """True: clients send parts to the store itself. False: our own endpoint receives them."""

    def new_key(self) -> str:
        """`a/<2 hex>/<32 hex>`: 128 random bits, spread over 256 folders."""
        name = secrets.token_hex(16)
        return f"a/{name[:2]}/{name}"

    # --- Multipart uploads ---------------------------------------------------------------------------------

    @abstractmethod
    def begin_multipart(self, key: str, *, content_type: str = "application/octet-stream") -> str:
        """Begin a multipart upload; returns the store's id of it."""

    @abstractmethod
    def sign_part(self, ticket: PartTicket, *, receive_at: str, life: timedelta = PART_URL_LIFE) -> SignedPart:
        """An address to PUT exactly these bytes to, for `life`. `receive_at`: our own endpoint, where not `direct`."""

    @abstractmethod
    def list_parts(self, key: str, multipart_id: str) -> list[StoredPart]:
        """All received parts by number. MultipartMissing when the upload is unknown."""

    @abstractmethod
    def complete(self, key: str, multipart_id: str, parts: Sequence[StoredPart]) -> None:
        """Close the upload with these parts. Quick: where parts must be copied, `assemble` does it later.

        MultipartMissing when unknown or a part is not there; the answer may have been lost, so ask `head` then.
        """

    @abstractmethod
    def assemble(
        self, key: str, multipart_id: str, parts: Sequence[StoredPart], *, tick: Callable[[], None] = nothing
    ) -> None:
        """After `complete`: make sure that the object exists as a whole. Idempotent; `tick` is called between parts.

        MultipartMissing when a part is gone; StoreFull when there is no room for the whole beside its parts, which are
        kept then. Stores that do this in `complete` have nothing to do here.
        """

    @abstractmethod
    def abort(self, key: str, multipart_id: str) -> None:
        """Drop a multipart upload and its parts. Silent when it is not there."""

    @abstractmethod
    def list_multiparts(self) -> Iterator[OpenMultipart]:
        """All multipart uploads under way, for the sweep."""

    # --- Objects -------------------------------------------------------------------------------------------

    @abstractmethod
    def open_stream(self, key: str) -> AbstractContextManager[Iterator[bytes]]:
        """The object's bytes in order, in pieces of up to CHUNK. ObjectMissing when there is none."""

    @abstractmethod
    def head(self, key: str) -> StoredObject | None:
        """The object's size and date; None when there is none."""

    @abstractmethod
    def put_file(self, path: Path, key: str, *, content_type: str) -> None:
        """Store a whole file of ours. Visible only once complete; replaces an object of the same key."""

    def download_to(self, key: str, path: Path) -> None:
        """Write the object to `path`. ObjectMissing when there is none."""
        with self.open_stream(key) as pieces, path.open("wb") as target:
            for piece in pieces:
                target.write(piece)

    @abstractmethod
    def delete(self, key: str) -> None:
        """Delete an object. Silent when it is not there."""

    @abstractmethod
    def sign_get(self, key: str, *, content_type: str, file_name: str, expires: timedelta) -> str:
        """An address for playing in a browser (inline, private, not cached, ranges allowed) for `expires`.

        `file_name` is what a person sees when saving: give a code, never the artist's own name for the file.
        On our own host the address is a path; join it with the platform's base address.
        """

    @abstractmethod
    def list_keys(self) -> Iterator[StoredObject]:
        """All objects, for sweeps and scans."""

    # --- Itself --------------------------------------------------------------------------------------------

    @abstractmethod
    def check(self) -> bool:
        """True when it can be used now. Raises StoreAway, saying what is wrong, within about two seconds."""

    @abstractmethod
    def check_room(self, size: int) -> None:
        """StoreFull when `size` more bytes would not fit (as far as the store can tell)."""
