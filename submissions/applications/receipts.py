"""What a receipt says: a canonical document whose SHA-256 anybody can compute again. Pure Python."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from submissions.applications.completeness import Content

LONG_TEXTS = ("biography", "motivation", "project", "region_link")


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that was sent. `what`: "work-1" …, "portrait" or "rider"; size in bytes."""

    what: str
    file_name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Sending:
    """When, what and by which numbers."""

    number: str
    reference: str
    edition: str
    sent_at: datetime


def document(sending: Sending, content: Content, files: Sequence[SentFile]) -> dict[str, Any]:
    """The receipt as canonical JSON takes it: short fields as they are, long texts as lengths and digests."""
    fields = content.fields
    return {
        "format": "musicprize-receipt-1",
        "receipt": sending.number,
        "reference": sending.reference,
        "edition": sending.edition,
        "sent_at": sending.sent_at.isoformat(),
        "artist": fields["artist_name"].strip(),
        "city": fields["city"] or "",
        "members": len(content.member_names),
        "texts": {name: text_digest(fields[name]) for name in LONG_TEXTS if fields[name].strip()},
        "works": [
            {
                "number": work.position,
                "title": work.fields["title"].strip(),
                "year": work.fields["year"],
                "in_progress": work.fields["in_progress"],
            }
            for work in content.works
        ],
        "files": [
            {"what": file.what, "name": file.file_name, "bytes": file.size, "sha256": file.sha256} for file in files
        ],
        "consents": {consent.purpose: consent.given for consent in content.consents},
    }


def text_digest(text: str) -> dict[str, Any]:
    """Length in characters and SHA-256 of a text's UTF-8 bytes, without white space around it."""
    bare = text.strip()
    return {"characters": len(bare), "sha256": hashlib.sha256(bare.encode()).hexdigest()}


def what_was_sent(document: dict[str, Any]) -> dict[str, Any]:
    """The part of a receipt that does not change when the same thing is sent again."""
    return {key: value for key, value in document.items() if key not in ("receipt", "sent_at")}
