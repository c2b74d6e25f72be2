"""GET /media/<token>: an object of the local store for playing, with ranges. Memory stays flat: it reads in pieces.

Django's FileResponse knows no ranges. With X_ACCEL_PREFIX set, nginx sends the bytes and we only say which.
"""

import os
from collections.abc import Iterator
from email.utils import formatdate, parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from musicprize.kernel import clock
from musicprize.kernel.api import status_of
from musicprize.kernel.errors import NotFound, Refusal
from musicprize.objectstore import ranges, tokens
from musicprize.objectstore.base import ObjectMissing
from musicprize.objectstore.configured import store
from musicprize.objectstore.local import LocalStore

PIECE = 128 * 1024


class FileSlice:
    """Iterates over part of an open file and closes it, also when nobody iterates."""

    def __init__(self, source: BinaryIO, part: ranges.Slice) -> None:
        self.source = source
        self.part = part

    def __iter__(self) -> Iterator[bytes]:
        self.source.seek(self.part.first)
        left = self.part.length
        while left and (piece := self.source.read(min(PIECE, left))):
            left -= len(piece)
            yield piece

    def close(self) -> None:
        self.source.close()


@require_safe
def media(request: HttpRequest, token: str) -> HttpResponseBase:
    """200, 206, 304 or 416; 403 for a token that is wrong or expired, 404 when the object is gone. Needs no session."""
    try:
        wish = tokens.read_media(token, at=clock.now())
        path = _path(wish.key)
        source = path.open("rb")
    except Refusal as refusal:
        return HttpResponse(str(refusal.message), status=status_of(refusal), content_type="text/plain; charset=utf-8")
    except (ObjectMissing, FileNotFoundError):
        return HttpResponse(str(NotFound().message), status=404, content_type="text/plain; charset=utf-8")
    facts = os.fstat(source.fileno())
    headers = {
        "Content-Type": wish.content_type,
        "Content-Disposition": content_disposition_header(False, wish.file_name) or "inline",
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
        "ETag": f'"{wish.key.rpartition("/")[2]}"',
        "Last-Modified": formatdate(int(facts.st_mtime), usegmt=True),
    }
    if settings.X_ACCEL_PREFIX:
        source.close()
        return HttpResponse(headers={**headers, "X-Accel-Redirect": _internal(wish.key)})
    response = _answer(request, source, facts.st_size, headers)
    if response.streaming is False:
        source.close()
    return response


def _path(key: str) -> Path:
    here = store()
    if not isinstance(here, LocalStore):
        raise ObjectMissing(key)
    return here.path(key)


def _internal(key: str) -> str:
    return f"{settings.X_ACCEL_PREFIX.rstrip('/')}/{quote(key)}"


def _answer(request: HttpRequest, source: BinaryIO, size: int, headers: dict[str, str]) -> HttpResponseBase:
    headers["Accept-Ranges"] = "bytes"
    if request.headers.get("If-None-Match", "") in (headers["ETag"], "*"):
        return HttpResponse(status=304, headers=headers)
    asked = request.headers.get("Range", "") if request.method == "GET" and _still_same(request, headers) else ""
    try:
        part = ranges.wanted(asked, size)
    except ranges.Unsatisfiable:
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{size}"})
    if part is not None:
        headers["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
    status, sent = (200, ranges.Slice(0, size - 1)) if part is None else (206, part)
    headers["Content-Length"] = str(sent.length)
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers)
    return StreamingHttpResponse(FileSlice(source, sent), status=status, headers=headers)


def _still_same(request: HttpRequest, headers: dict[str, str]) -> bool:
    """If-Range: only an exact match of what we would send lets the range stand; else the whole is answered."""
    given = request.headers.get("If-Range")
    if given is None:
        return True
    if given.startswith(('"', "W/")):
        return given == headers["ETag"]
    try:
        return parsedate_to_datetime(given) == parsedate_to_datetime(headers["Last-Modified"])
    except (TypeError, ValueError):
        return False
