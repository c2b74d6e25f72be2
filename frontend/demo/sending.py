"""The demo's artists send their music the way everybody does: by parts, through the store, checked before it counts."""

import hashlib
import urllib.request
from datetime import datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from musicprize.accounts.models import User
from musicprize.objectstore import store, tokens
from musicprize.objectstore.base import SignedPart
from musicprize.objectstore.local import LocalStore
from musicprize.objectstore.receiving import receive_part
from submissions.uploads import actions, verifying
from submissions.uploads.actions import WantedPart, Wish
from submissions.uploads.rules import Purpose, composite


def send(path: Path, *, name: str, content_type: str, work_id: UUID, by: User, at: datetime) -> None:
    """Upload a file for a work; it is verified when this returns, and waits to be listened to."""
    data = path.read_bytes()
    wish = Wish(Purpose.AUDIO, work_id, name, len(data), content_type, hashlib.sha256(data).hexdigest())
    upload, _new = actions.create(wish=wish, by=by, at=at)
    size = upload.part_size
    parts = [data[start : start + size] for start in range(0, len(data), size)]
    wanted = [WantedPart(n, hashlib.sha256(part).hexdigest()) for n, part in enumerate(parts, start=1)]
    for part, signed in zip(parts, actions.sign_parts(upload_id=upload.id, parts=wanted, by=by, at=at), strict=True):
        _put(part, signed, at)
    actions.complete(upload_id=upload.id, composite=composite(part.sha256 for part in wanted), by=by, at=at)
    verifying.verify(upload_id=upload.id, now=lambda: at)


def _put(data: bytes, signed: SignedPart, at: datetime) -> None:
    here = store()
    if isinstance(here, LocalStore):
        ticket = tokens.read_part(parse_qs(urlsplit(signed.url).query)["token"][0], at=at)
        pieces = iter((data, b""))
        receive_part(here, ticket, announced=len(data), read=lambda _size: next(pieces))
        return
    request = urllib.request.Request(signed.url, data=data, method=signed.method, headers=signed.headers)
    with urllib.request.urlopen(request, timeout=60):
        pass
