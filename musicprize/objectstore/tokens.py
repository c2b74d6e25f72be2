"""Signed, expiring tokens for what our own host receives and serves: one part to send, one object to play.

A token is the permission itself: whoever holds it needs no session. Each kind has a salt of its own, so that one cannot
pass for the other.
"""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.utils.translation import gettext_lazy as _

from musicprize.kernel.errors import NotAllowed
from musicprize.objectstore.base import PartTicket

PART = "musicprize.objectstore.part"
MEDIA = "musicprize.objectstore.media"
NOT_VALID = _("This address is not valid. Ask for a new one.")
NOT_OPEN = _("This upload takes no more parts. Reload the page.")


@dataclass(frozen=True)
class Media:
    """One object as a browser may have it."""

    key: str
    content_type: str
    file_name: str


def sign_part(ticket: PartTicket, *, at: datetime, life: timedelta) -> str:
    return _sign(PART, asdict(ticket), at + life)


def read_part(token: str, *, at: datetime) -> PartTicket:
    """NotAllowed `bad_signature` or `url_expired`."""
    return PartTicket(**_read(PART, token, at))


def sign_media(media: Media, *, at: datetime, life: timedelta) -> str:
    return _sign(MEDIA, asdict(media), at + life)


def read_media(token: str, *, at: datetime) -> Media:
    """NotAllowed `bad_signature` or `url_expired`."""
    return Media(**_read(MEDIA, token, at))


def _sign(salt: str, content: dict[str, Any], until: datetime) -> str:
    return signing.dumps({**content, "until": int(until.timestamp())}, salt=salt, compress=True)


def _read(salt: str, token: str, at: datetime) -> dict[str, Any]:
    try:
        content: dict[str, Any] = signing.loads(token, salt=salt)
    except signing.BadSignature:
        raise NotAllowed("bad_signature", NOT_VALID) from None
    if at.timestamp() >= content.pop("until"):
        raise NotAllowed("url_expired", _("This address has expired. Ask for a new one."))
    return content
