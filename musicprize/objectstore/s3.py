"""Objects at an S3-compatible server. Audio never passes through Django: parts and playing go by presigned addresses,
signed for the public endpoint; we ourselves talk to the internal one."""

import base64
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError
from django.core.files import File
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from storages.backends.s3 import S3Storage

from musicprize.kernel.errors import Invalid
from musicprize.objectstore import s3client
from musicprize.objectstore.base import (
    CHUNK,
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
    nothing,
)
from musicprize.objectstore.s3client import Place, faults

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

PREFIX = "a/"
"""What lies outside of it in the bucket is not ours."""
PLACES = 4
"""Calls at once from one process, of its 32 threads. A store that hangs then holds up no other page."""
PLACE_SECONDS = 1.0


class S3Store(ObjectStore):
    """One bucket. Clients are safe to share between threads."""

    direct = True

    def __init__(self, place: Place) -> None:
        self.place = place
        self.bucket = place.bucket
        self._places = threading.BoundedSemaphore(PLACES)
        self._of_thread = threading.local()

    @cached_property
    def client(self) -> "S3Client":
        return s3client.client(self.place, endpoint=self.place.endpoint, settings=s3client.config())

    @cached_property
    def signer(self) -> "S3Client":
        """Never connects: signing is arithmetic."""
        return s3client.client(self.place, endpoint=self.place.public_endpoint, settings=s3client.config())

    @cached_property
    def probe(self) -> "S3Client":
        quick = s3client.config(read_seconds=s3client.PROBE_SECONDS, attempts=1)
        return s3client.client(self.place, endpoint=self.place.endpoint, settings=quick)

    @property
    def files(self) -> S3Storage:
        """django-storages', one a thread: what it keeps must not be shared."""
        found: S3Storage | None = getattr(self._of_thread, "files", None)
        if found is None:
            found = self._of_thread.files = s3client.storage(self.place)
        return found

    @contextmanager
    def asking(self, key: str = "") -> Iterator[None]:
        """Around every call: its faults become ours, and StoreAway when all places are taken by calls that wait."""
        if not self._places.acquire(timeout=PLACE_SECONDS):
            raise StoreAway(f"{PLACES} calls wait for the store already")
        try:
            with faults(key):
                yield
        finally:
            self._places.release()

    # --- Multipart uploads ---------------------------------------------------------------------------------

    def begin_multipart(self, key: str, *, content_type: str = "application/octet-stream") -> str:
        checks: Any = {"ChecksumAlgorithm": "SHA256"} if self.place.checksum_mode == "sha256" else {}
        with self.asking(key):
            made = self.client.create_multipart_upload(Bucket=self.bucket, Key=key, ContentType=content_type, **checks)
        return made["UploadId"]

    def sign_part(self, ticket: PartTicket, *, receive_at: str, life: timedelta = PART_URL_LIFE) -> SignedPart:
        """Size and, by `checksum_mode`, a digest are signed: the store refuses other bytes. `headers` carry it.

        Invalid `md5_required` where that is the mode and none was given.
        """
        checks: dict[str, str] = {}
        headers: dict[str, str] = {}
        if self.place.checksum_mode == "sha256":
            checks["ChecksumSHA256"] = headers["x-amz-checksum-sha256"] = _base64(ticket.sha256)
        elif self.place.checksum_mode == "md5":
            if not ticket.md5:
                raise Invalid("md5_required", _("This store also needs the MD5 of each part, in base64."))
            checks["ContentMD5"] = headers["Content-MD5"] = ticket.md5
        url = self.signer.generate_presigned_url(
            "upload_part",
            Params={
                "Bucket": self.bucket, "Key": ticket.key, "UploadId": ticket.multipart_id,
                "PartNumber": ticket.number, "ContentLength": ticket.size, **checks,
            },
            ExpiresIn=int(life.total_seconds()),
        )  # fmt: skip
        return SignedPart(ticket.number, "PUT", url, headers, ticket.size, int(life.total_seconds()))

    def list_parts(self, key: str, multipart_id: str) -> list[StoredPart]:
        with self.asking(key), _missing_upload(key):
            pages = self.client.get_paginator("list_parts").paginate(Bucket=self.bucket, Key=key, UploadId=multipart_id)
            return [
                StoredPart(part["PartNumber"], part["Size"], part["ETag"], _hex(part.get("ChecksumSHA256", "")))
                for page in pages
                for part in page.get("Parts", [])
            ]

    def complete(self, key: str, multipart_id: str, parts: Sequence[StoredPart]) -> None:
        if not parts:
            raise MultipartMissing(key)
        wanted: list[Any] = [{"PartNumber": part.number, "ETag": part.etag, **self._digest(part)} for part in parts]
        with self.asking(key), _missing_upload(key):
            self.client.complete_multipart_upload(
                Bucket=self.bucket, Key=key, UploadId=multipart_id, MultipartUpload={"Parts": wanted}
            )

    def _digest(self, part: StoredPart) -> dict[str, str]:
        return {"ChecksumSHA256": _base64(part.sha256)} if self.place.checksum_mode == "sha256" else {}

    def assemble(
        self, key: str, multipart_id: str, parts: Sequence[StoredPart], *, tick: Callable[[], None] = nothing
    ) -> None:
        """The store did it in `complete`."""

    def abort(self, key: str, multipart_id: str) -> None:
        try:
            with self.asking(key), _missing_upload(key):
                self.client.abort_multipart_upload(Bucket=self.bucket, Key=key, UploadId=multipart_id)
        except MultipartMissing:
            return

    def list_multiparts(self) -> Iterator[OpenMultipart]:
        with faults():
            pages = self.client.get_paginator("list_multipart_uploads").paginate(Bucket=self.bucket, Prefix=PREFIX)
            for page in pages:
                for one in page.get("Uploads", []):
                    yield OpenMultipart(one["Key"], one["UploadId"], one["Initiated"])

    # --- Objects -------------------------------------------------------------------------------------------

    @contextmanager
    def open_stream(self, key: str) -> Generator[Iterator[bytes], None, None]:
        with self.asking(key):
            body = self.client.get_object(Bucket=self.bucket, Key=key)["Body"]
        try:
            yield _pieces(body, key)
        finally:
            body.close()

    def head(self, key: str) -> StoredObject | None:
        with self.asking(key):
            try:
                facts = self.client.head_object(Bucket=self.bucket, Key=key)
            except ClientError as problem:
                if s3client.code_of(problem) in s3client.MISSING:
                    return None
                raise
        return StoredObject(key, facts["ContentLength"], facts["LastModified"])

    def put_file(self, path: Path, key: str, *, content_type: str) -> None:
        """Through django-storages, which sends large files in parts and several at once."""
        with path.open("rb") as source, faults(key):
            content: Any = File(source, name=key)
            content.content_type = content_type
            self.files.save(key, content)

    def delete(self, key: str) -> None:
        with self.asking(key):
            try:
                self.client.delete_object(Bucket=self.bucket, Key=key)
            except ClientError as problem:
                if s3client.code_of(problem) not in s3client.MISSING:
                    raise

    def sign_get(self, key: str, *, content_type: str, file_name: str, expires: timedelta) -> str:
        return self.signer.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self.bucket, "Key": key, "ResponseContentType": content_type,
                "ResponseContentDisposition": content_disposition_header(False, file_name) or "inline",
                "ResponseCacheControl": "private, no-store",
            },
            ExpiresIn=int(expires.total_seconds()),
        )  # fmt: skip

    def list_keys(self) -> Iterator[StoredObject]:
        with faults():
            pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=PREFIX)
            for page in pages:
                for one in page.get("Contents", []):
                    yield StoredObject(one["Key"], one["Size"], one["LastModified"])

    # --- Itself --------------------------------------------------------------------------------------------

    def check(self) -> bool:
        try:
            with faults():
                self.probe.head_bucket(Bucket=self.bucket)
        except ObjectMissing:
            raise StoreAway(f"no bucket {self.bucket!r}: run setup_storage") from None
        return True

    def check_room(self, size: int) -> None:
        """An S3 server does not tell."""


def _pieces(body: Any, key: str) -> Iterator[bytes]:
    """A connection cut in the middle raises StoreAway; it never looks like the end."""
    with faults(key):
        yield from body.iter_chunks(CHUNK)


@contextmanager
def _missing_upload(key: str) -> Iterator[None]:
    """Some servers answer NoSuchKey or 404 where the upload id is meant."""
    try:
        yield
    except ClientError as problem:
        if s3client.code_of(problem) in s3client.MISSING:
            raise MultipartMissing(key) from problem
        raise


def _base64(sha256: str) -> str:
    return base64.b64encode(bytes.fromhex(sha256)).decode()


def _hex(checksum: str) -> str:
    """Of a part's checksum as listed; "" where the store keeps none."""
    return base64.b64decode(checksum).hex() if checksum else ""
