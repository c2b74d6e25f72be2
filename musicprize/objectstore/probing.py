"""Finding out what an S3 server really enforces, by trying: corrupt parts, wrong sizes, expired addresses, strangers.

Servers differ, and their documentation does not tell. What one does not enforce, our own check after completion has to
find, or it must not be used.
"""

import base64
import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

import urllib3
from urllib3.exceptions import HTTPError

from musicprize.objectstore.base import PartTicket, SignedPart, StoreAway
from musicprize.objectstore.s3 import S3Store
from musicprize.objectstore.s3client import faults

SECONDS = urllib3.Timeout(connect=3, read=20)
DATA = b"musicprize storage check " * 400
REFUSED = range(400, 500)


@dataclass(frozen=True)
class Finding:
    """`must`: without it the store cannot be used. `held`: whether the store did it. `seen`: its HTTP statuses."""

    name: str
    must: bool
    held: bool
    seen: str


def probe(here: S3Store) -> list[Finding]:
    """Try everything on objects of our own, which are deleted again. Takes about four seconds. Raises StoreAway."""
    with _multipart(here) as ticket:
        findings = [*_parts(here, ticket), _expired(here, ticket)]
    return [*findings, *_objects(here)]


def _parts(here: S3Store, ticket: PartTicket) -> Iterator[Finding]:
    signed = here.sign_part(ticket, receive_at="")
    yield _finding("takes the part it was signed for", True, [_put(signed, DATA)], range(200, 201))
    other = [_put(signed, DATA + b"more"), _put(signed, DATA[:-1])]
    yield _finding("refuses a part of another size", False, other, REFUSED)
    corrupt = [_put(signed, bytes(len(DATA)))]
    promised = here.place.checksum_mode != "none"
    yield _finding(f"refuses corrupt bytes (checksum mode {here.place.checksum_mode})", promised, corrupt, REFUSED)
    stranger = replace(signed, url=signed.url.partition("X-Amz-Signature=")[0].rstrip("&"))
    yield _finding("refuses a part without a signature", True, [_put(stranger, DATA)], REFUSED)
    moved = replace(signed, url=signed.url.replace("partNumber=1", "partNumber=2"))
    yield _finding("refuses a part under another number", True, [_put(moved, DATA)], REFUSED)


def _expired(here: S3Store, ticket: PartTicket) -> Finding:
    signed = here.sign_part(ticket, receive_at="", life=timedelta(seconds=1))
    time.sleep(2.5)
    return _finding("refuses an expired address", True, [_put(signed, DATA)], REFUSED)


def _objects(here: S3Store) -> Iterator[Finding]:
    key = here.new_key()
    with _object(here, key):
        url = here.sign_get(key, content_type="audio/ogg", file_name="check.opus", expires=timedelta(minutes=1))
        answer = _get(url, {"Range": "bytes=0-1"})
        fine = answer.status == 206 and answer.data == DATA[:2] and answer.headers["Content-Type"] == "audio/ogg"
        yield Finding("plays a range with the signed content type", True, fine, str(answer.status))
        anonymous = _get(url.partition("?")[0], {})
        yield _finding("refuses an anonymous GET", True, [anonymous.status], REFUSED)
        altered = _get(url.replace("check.opus", "other.opus"), {})
        yield _finding("refuses an address that was changed", True, [altered.status], REFUSED)


@contextmanager
def _multipart(here: S3Store) -> Iterator[PartTicket]:
    key = here.new_key()
    multipart_id = here.begin_multipart(key)
    digest = hashlib.sha256(DATA).hexdigest()
    try:
        yield PartTicket("check", key, multipart_id, 1, len(DATA), digest, md5=_md5(DATA))
    finally:
        here.abort(key, multipart_id)


@contextmanager
def _object(here: S3Store, key: str) -> Iterator[None]:
    with faults(key):
        here.client.put_object(Bucket=here.bucket, Key=key, Body=DATA)
    try:
        yield
    finally:
        here.delete(key)


def _put(signed: SignedPart, data: bytes) -> int:
    return _ask(signed.method, signed.url, signed.headers, data).status


def _get(url: str, headers: dict[str, str]) -> urllib3.BaseHTTPResponse:
    return _ask("GET", url, headers, None)


def _ask(method: str, url: str, headers: dict[str, str], body: bytes | None) -> urllib3.BaseHTTPResponse:
    try:
        return urllib3.request(method, url, headers=headers, body=body, timeout=SECONDS, retries=False, redirect=False)
    except HTTPError as problem:
        raise StoreAway(f"{method}: {problem}") from problem


def _finding(name: str, must: bool, statuses: list[int], wanted: range) -> Finding:
    seen = ", ".join(str(status) for status in statuses)
    return Finding(name, must, all(status in wanted for status in statuses), seen)


def _md5(data: bytes) -> str:
    return base64.b64encode(hashlib.md5(data, usedforsecurity=False).digest()).decode()
