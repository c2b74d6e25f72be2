"""What is known about clean copies."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from musicprize.kernel import leases
from musicprize.kernel.errors import NotFound
from musicprize.kernel.rows import Waiting
from submissions.pictures.models import Picture
from submissions.pictures.rules import CONTENT_TYPE, PARKED, REFUSALS, Verdict


@dataclass(frozen=True)
class CleanCopy:
    """A picture that may be shown. Sizes in bytes and pixels."""

    upload_id: UUID
    key: str
    size: int
    width: int
    height: int
    content_type: str = CONTENT_TYPE


def copies(upload_ids: Iterable[UUID]) -> dict[UUID, CleanCopy]:
    """{upload: its clean copy}, for those that have one; one query."""
    rows = Picture.objects.filter(upload_id__in=list(upload_ids), verdict=Verdict.READY, discarded_at__isnull=True)
    return {
        row.upload_id: CleanCopy(row.upload_id, row.key, row.size or 0, row.width or 0, row.height or 0) for row in rows
    }


def copy_of(upload_id: UUID) -> CleanCopy:
    """One clean copy. NotFound while there is none, and where the file was refused or discarded."""
    found = copies([upload_id]).get(upload_id)
    if found is None:
        raise NotFound()
    return found


def refusal_of(upload_id: UUID) -> str:
    """The code of the refusal; "" when the file was not refused."""
    found = Picture.objects.filter(upload_id=upload_id, verdict=Verdict.REFUSED).values_list("code", flat=True).first()
    return found or ""


def described(upload_ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """What the state document of an upload says about its picture: nothing while it is being made."""
    found = {}
    for row in Picture.objects.filter(upload_id__in=list(upload_ids)):
        state = "parked" if row.work_state == Waiting.PARKED else row.verdict
        if state == Verdict.QUEUED:
            continue
        message = str(PARKED) if state == "parked" else str(REFUSALS[row.code]) if state == Verdict.REFUSED else ""
        found[row.upload_id] = {
            "state": state, "percent": 100, "code": row.code, "message": message, "findings": [], "playable": True,
        }  # fmt: skip
    return found


def due(at: datetime) -> list[UUID]:
    """Pictures whose making should start or start again."""
    return leases.due(Picture, at=at)


def leftovers() -> list[UUID]:
    """Pictures with stored bytes that nobody may have: judged files' originals, and copies no longer wanted."""
    original = ~Q(verdict=Verdict.QUEUED) & Q(upload__deleted_at__isnull=True)
    return list(Picture.objects.filter(original | (Q(discarded_at__isnull=False) & ~Q(key="")))
                .values_list("pk", flat=True)[:500])  # fmt: skip
