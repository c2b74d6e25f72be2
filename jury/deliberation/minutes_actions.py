"""Signing the minutes of a round."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from jury.deliberation import access
from jury.deliberation.minutes_document import Sitting, document
from jury.deliberation.models import Meeting, Minutes
from jury.deliberation.queries import closed
from musicprize.accounts.models import User
from musicprize.kernel.canonical import digest
from musicprize.kernel.locks import locked
from musicprize.ledger import actions as ledger


@transaction.atomic
def sign(*, round_id: UUID, sitting: Sitting, by: User, at: datetime) -> Minutes:
    """Freeze the minutes as things stand and put their hash into the ledger; the chair. A later version takes the place
    of an earlier one, and names its hash. Conflict `round_not_counted` while the round is open."""
    facts = closed(round_id)
    access.check_leads(by, edition_id=facts.edition_id)
    Meeting.objects.get_or_create(round_id=round_id)
    locked(Meeting.objects.filter(round_id=round_id))
    earlier = Minutes.objects.filter(round_id=round_id).last()
    version = earlier.version + 1 if earlier else 1
    made = {
        **document(round_id, sitting, chair=by.pk, at=at),
        "version": version,
        "supersedes": earlier.sha256 if earlier else "",
    }
    row = Minutes.objects.create(
        round_id=round_id, version=version, document=made, sha256=digest(made), ledger_head=made["ledger"]["hash"],
        signed_by=by, signed_at=at,
    )  # fmt: skip
    ledger.record(
        verb="minutes.sign", subject=row, by=by.pk, at=at, edition_id=facts.edition_id,
        facts={"document": row.sha256, "version": version, "supersedes": made["supersedes"]},
    )  # fmt: skip
    return row
