"""Reading the outbox."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from musicprize.kernel.personal import ERASED_HOST
from musicprize.mail.models import Mail

LIFE = timedelta(days=365)
"""How long a mail is kept after it was written: the year of its declaration."""


@dataclass(frozen=True)
class Letter:
    """A mail as the demo's mail page shows it."""

    id: UUID
    to: str
    language: str
    template: str
    subject: str
    body: str
    has_attachment: bool
    written_at: datetime
    sent_at: datetime | None


def newest(*, to: str = "", limit: int = 100) -> list[Letter]:
    """The last mails, newest first; `to`: only those to this address."""
    rows = Mail.objects.defer("attachment").order_by("-written_at")
    rows = rows.filter(to=to.strip().lower()) if to else rows
    return [
        Letter(
            id=mail.pk, to=mail.to, language=mail.language, template=mail.template, subject=mail.subject,
            body=mail.body, has_attachment=bool(mail.attachment_name), written_at=mail.written_at,
            sent_at=mail.sent_at,
        )
        for mail in rows[:limit]
    ]  # fmt: skip


def expiring(at: datetime) -> QuerySet[Mail]:
    """Mails that are older than they may get and not emptied yet. For this room's actions."""
    return Mail.objects.filter(written_at__lte=at - LIFE).exclude(to__endswith=f"@{ERASED_HOST}")


def expired(at: datetime) -> int:
    """How many mails there are that are to be emptied."""
    return expiring(at).count()
