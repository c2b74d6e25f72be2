"""Talking to an S3-compatible server: the configuration of every client, in this one place. django-storages makes them.

Signature v4 always (the library's default for presigned addresses is v2, with the access key readable), path style
(no wildcard DNS needed), checksums only where we ask for them (other servers than Amazon's refuse the new defaults),
and time limits, because the default is to hang for a minute, five times. The job, or the person's browser, tries again:
the client itself does so once.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from boto3.exceptions import Boto3Error
from botocore.client import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.exceptions import ImproperlyConfigured
from storages.backends.s3 import S3Storage
from urllib3.exceptions import HTTPError

from musicprize.objectstore.base import MultipartMissing, ObjectMissing, StoreAway, StoreFull

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

CONNECT_SECONDS = 2
CALL_SECONDS = 8
"""For an answer, or the next piece of one, while somebody waits."""
SEND_SECONDS = 30
"""For the answer to a whole part of ours: the store may have to flush it to a slow disk."""
PROBE_SECONDS = 2
MISSING = {"NoSuchKey", "404", "NotFound"}
MULTIPART_GONE = {"NoSuchUpload", "InvalidPart", "InvalidPartOrder"}
FULL = {"EntityTooLarge", "QuotaExceeded", "InsufficientStorage", "XMinioStorageFull", "507"}
MODES = ("none", "md5", "sha256")


@dataclass(frozen=True)
class Place:
    """Where the store is and who we are to it. `checksum_mode`: what a signed part address makes the store enforce."""

    bucket: str
    endpoint: str
    public_endpoint: str
    access_key: str
    secret_key: str
    region: str
    checksum_mode: str

    def __post_init__(self) -> None:
        """ImproperlyConfigured: without an endpoint the library would quietly send everything to Amazon."""
        for name in ("bucket", "endpoint", "public_endpoint", "access_key", "secret_key", "region"):
            if not getattr(self, name):
                raise ImproperlyConfigured(f"STORAGE=s3 needs S3_{name.upper()}")
        if self.checksum_mode not in MODES:
            raise ImproperlyConfigured(f"S3_CHECKSUM_MODE={self.checksum_mode!r}: expected one of {', '.join(MODES)}")


def config(*, read_seconds: float = CALL_SECONDS, attempts: int = 2) -> Config:
    """For every client of ours."""
    return Config(
        signature_version="s3v4",
        s3={"addressing_style": "path"},
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        connect_timeout=CONNECT_SECONDS,
        read_timeout=read_seconds,
        retries={"mode": "standard", "total_max_attempts": attempts},
        max_pool_connections=20,
    )


def storage(place: Place, *, endpoint: str = "", settings: Config | None = None) -> S3Storage:
    """django-storages' view of the bucket: saves whole objects, and makes the client for everything else."""
    return S3Storage(
        bucket_name=place.bucket, endpoint_url=endpoint or place.endpoint, access_key=place.access_key,
        secret_key=place.secret_key, region_name=place.region,
        client_config=settings or config(read_seconds=SEND_SECONDS, attempts=3), default_acl=None,
        file_overwrite=True, gzip=False, location="",
    )  # fmt: skip


def client(place: Place, *, endpoint: str, settings: Config) -> "S3Client":
    """The client inside django-storages' view, for what Django's storage interface has no word for: multipart uploads,
    signed parts, streaming. The internal endpoint is to talk to, the public one to sign for.

    It may be shared by threads, the storage may not: one of each for each of 8 threads cost 200 ms and 7 MB apiece.
    """
    made: S3Client = storage(place, endpoint=endpoint, settings=settings).connection.meta.client
    return made


@contextmanager
def faults(key: str = "") -> Iterator[None]:
    """Errors of the client become ObjectMissing, MultipartMissing, StoreFull or StoreAway."""
    try:
        yield
    except ClientError as problem:
        raise _refused(problem, key) from problem
    except (BotoCoreError, Boto3Error, HTTPError, OSError) as problem:
        raise StoreAway(f"{type(problem).__name__}: {problem}") from problem


def code_of(problem: ClientError) -> str:
    """The store's own error code, or the HTTP status where it gives none."""
    answer: Any = problem.response
    return str(answer.get("Error", {}).get("Code") or answer.get("ResponseMetadata", {}).get("HTTPStatusCode", ""))


def _refused(problem: ClientError, key: str) -> Exception:
    code = code_of(problem)
    if code in MULTIPART_GONE:
        return MultipartMissing(key)
    if code in MISSING:
        return ObjectMissing(key)
    if code in FULL:
        return StoreFull()
    return StoreAway(f"{code}: {problem}")
