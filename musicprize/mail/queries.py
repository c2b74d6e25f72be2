"""Reading the outbox."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from musicprize.mail.models import Mail


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
