"""Reading signed minutes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from jury.deliberation.models import Minutes
from musicprize.accounts import queries as accounts
from musicprize.kernel.errors import NotFound


@dataclass(frozen=True)
class MinutesFacts:
    """A version of a round's minutes, frozen. `names`: the accounts in it, as they are called now."""

    round_id: UUID
    version: int
    document: dict[str, Any]
    sha256: str
    signed_by: str
    signed_at: datetime


def versions(round_id: UUID) -> list[MinutesFacts]:
    """All versions, oldest first; the last one is in force."""
    rows = Minutes.objects.filter(round_id=round_id).select_related("signed_by").order_by("version")
    return [
        MinutesFacts(row.round_id, row.version, row.document, row.sha256, row.signed_by.name, row.signed_at)
        for row in rows
    ]


def one(round_id: UUID, version: int | None) -> MinutesFacts:
    """A version, or without one the version in force. NotFound where there is none."""
    found = versions(round_id)
    chosen = found[-1:] if version is None else [each for each in found if each.version == version]
    if not chosen:
        raise NotFound()
    return chosen[0]


def names(document: dict[str, Any]) -> dict[str, str]:
    """Account → how the person is called now; somebody who was erased has no name any more."""
    people = {
        document["chair"], document["secretary"],
        *(one["person"] for one in (*document["jury"], *document["aside"])),
        *(one[who] for one in document["reopened"] for who in ("juror", "by")),
        *(one["by"] for one in document.get("ties", [])),
        *(motion["proposed_by"] for motion in document["motions"]),
        *(voice["person"] for motion in document["motions"] for voice in motion["voices"]),
    } - {None}  # fmt: skip
    return {str(key): name for key, name in accounts.names({UUID(person) for person in people}).items()}
