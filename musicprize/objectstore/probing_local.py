"""Finding out what our own host enforces, by trying the same as at an S3 server: corrupt parts, wrong sizes, expired
addresses, strangers. Everything goes through the functions that requests go through."""

import hashlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO

from musicprize.kernel import clock
from musicprize.kernel.errors import Refusal
from musicprize.objectstore import tokens
from musicprize.objectstore.base import PartTicket
from musicprize.objectstore.local import LocalStore
from musicprize.objectstore.probing import DATA, Finding
from musicprize.objectstore.receiving import receive_part


def probe(here: LocalStore) -> list[Finding]:
    """Try everything on an upload of our own, which is dropped again. Raises StoreAway or StoreFull."""
    key = here.new_key()
    multipart_id = here.begin_multipart(key)
    ticket = PartTicket("check", key, multipart_id, 1, len(DATA), hashlib.sha256(DATA).hexdigest())
    try:
        return list(_findings(here, ticket))
    finally:
        here.abort(key, multipart_id)


def _findings(here: LocalStore, ticket: PartTicket) -> Iterator[Finding]:
    size = len(DATA)
    yield _refused("refuses corrupt bytes", "bad_digest", lambda: _put(here, ticket, bytes(size), size))
    longer = DATA + b"more"
    yield _refused("refuses a part of another size", "wrong_length", lambda: _put(here, ticket, longer, len(longer)))
    yield _refused("refuses a part that is cut", "incomplete_body", lambda: _put(here, ticket, DATA[:-1], size))
    _put(here, ticket, DATA, size)
    taken = [part.size for part in here.list_parts(ticket.key, ticket.multipart_id)] == [size]
    yield Finding("takes the part it was signed for, and kept none of the others", True, taken, "")
    now, life = clock.now(), timedelta(seconds=1)
    token = tokens.sign_part(ticket, at=now, life=life)
    yield _refused("refuses an expired address", "url_expired", lambda: tokens.read_part(token, at=now + life))
    changed = f"{token}x"
    yield _refused("refuses an address that was changed", "bad_signature", lambda: tokens.read_part(changed, at=now))
    yield _refused("refuses an anonymous GET", "bad_signature", lambda: tokens.read_media("", at=now))


def _put(here: LocalStore, ticket: PartTicket, data: bytes, announced: int) -> str:
    return receive_part(here, ticket, announced=announced, read=BytesIO(data).read)


def _refused(name: str, code: str, act: Callable[[], object]) -> Finding:
    """Held when it is refused, and for this reason."""
    try:
        act()
    except Refusal as refusal:
        return Finding(name, True, refusal.code == code, refusal.code)
    return Finding(name, True, False, "taken")
