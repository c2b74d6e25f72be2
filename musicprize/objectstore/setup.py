"""Making the S3 bucket ready: itself, who may send to it from a browser (CORS), what tidies itself up (lifecycle)."""

import logging
from collections.abc import Callable

from botocore.exceptions import ClientError
from django.conf import settings

from musicprize.objectstore import s3client
from musicprize.objectstore.configured import store
from musicprize.objectstore.s3 import S3Store
from musicprize.objectstore.s3client import faults

log = logging.getLogger(__name__)

NOT_OFFERED = {"NotImplemented", "501", "MethodNotAllowed", "405", "UnsupportedOperation", "MalformedXML"}
"""MalformedXML: Swift takes a lifecycle for the making of a bucket; ours is well formed, the library wrote it."""
THERE = {"BucketAlreadyOwnedByYou", "BucketAlreadyExists"}


class NotS3(Exception):
    """The configured store is not an S3 one."""


def bucket_store() -> S3Store:
    """The configured S3 store; NotS3 otherwise."""
    here = store()
    if not isinstance(here, S3Store):
        raise NotS3("STORAGE is not s3; the local store needs no setting up")
    return here


def set_up(*, origins: list[str]) -> dict[str, str]:
    """Do it all; for each step "done", "was there" or "not offered by this server". Raises StoreAway."""
    here = bucket_store()
    return {
        "bucket": make_bucket(),
        "cors": _tolerant(lambda: _set_cors(here, origins)),
        "lifecycle": _tolerant(lambda: _set_lifecycle(here)),
    }


def make_bucket() -> str:
    """Create the bucket; "was there" when it exists and is ours."""
    here = bucket_store()
    with faults():
        try:
            here.client.create_bucket(Bucket=here.bucket)
        except ClientError as problem:
            if s3client.code_of(problem) in THERE:
                return "was there"
            raise
    return "done"


def drop_bucket() -> None:
    """Delete the bucket with everything of ours in it. For tests."""
    here = bucket_store()
    for multipart in list(here.list_multiparts()):
        here.abort(multipart.key, multipart.multipart_id)
    for found in list(here.list_keys()):
        here.delete(found.key)
    with faults():
        here.client.delete_bucket(Bucket=here.bucket)


def default_origins() -> list[str]:
    """Where browsers show our pages."""
    return [settings.BASE_URL]


def _set_cors(here: S3Store, origins: list[str]) -> None:
    here.client.put_bucket_cors(
        Bucket=here.bucket,
        CORSConfiguration={
            "CORSRules": [
                {
                    "AllowedMethods": ["GET", "PUT", "HEAD"],
                    "AllowedOrigins": origins,
                    "AllowedHeaders": ["*"],
                    "ExposeHeaders": ["ETag", "Content-Range", "Accept-Ranges"],
                    "MaxAgeSeconds": 3600,
                }
            ]
        },
    )


def _set_lifecycle(here: S3Store) -> None:
    """A second net below our own sweep, a day later than it."""
    here.client.put_bucket_lifecycle_configuration(
        Bucket=here.bucket,
        LifecycleConfiguration={
            "Rules": [
                {
                    "ID": "unfinished-uploads",
                    "Status": "Enabled",
                    "Filter": {"Prefix": "a/"},
                    "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 8},
                }
            ]
        },
    )


def _tolerant(step: Callable[[], None]) -> str:
    with faults():
        try:
            step()
        except ClientError as problem:
            code = s3client.code_of(problem)
            if code in NOT_OFFERED:
                return f"not offered by this server ({code})"
            raise
    return "done"
