"""Writing mails into the outbox, and sending what is due."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.template import Context, Engine
from django.utils import translation

from musicprize.kernel import leases
from musicprize.kernel.personal import stand_in
from musicprize.kernel.queue import enqueue
from musicprize.kernel.rows import Waiting
from musicprize.mail import queries
from musicprize.mail.models import Mail

LEASE = timedelta(minutes=2)
AT_ONCE = 500
"""Mails emptied in one transaction."""


@transaction.atomic
def write(
    *,
    template: str,
    to: str,
    language: str,
    at: datetime,
    context: dict[str, Any],
    user_id: UUID | None = None,
    campaign: str = "",
    secret: bool = False,
    attachment: tuple[str, bytes] | None = None,
) -> Mail | None:
    """Put a mail into the outbox, in the reader's language; it is sent after the commit.

    `template`: mail/<template>.txt, whose first line is the subject. `campaign`: at most one mail per campaign and
    address; a second one is not written and None is returned. `attachment`: (file name, PDF bytes).
    """
    subject, body = render(template=template, language=language, context=context)
    name, data = attachment or ("", None)
    mail = Mail(
        to=to, user_id=user_id, language=language, template=template, campaign=campaign, subject=subject, body=body,
        attachment=data, attachment_name=name, secret=secret, written_at=at, due_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            mail.save(force_insert=True)
    except IntegrityError:
        if campaign and Mail.objects.filter(campaign=campaign, to=to).exists():
            return None
        raise
    enqueue("musicprize.mail.send", mail_id=str(mail.pk))
    return mail


def render(*, template: str, language: str, context: dict[str, Any]) -> tuple[str, str]:
    """(subject, body) of a mail. Plain text: names stand as they are, nothing is escaped for HTML.

    Line breaks in the subject's values cannot start a header: white space is folded.
    """
    with translation.override(language):
        text = Engine.get_default().get_template(f"mail/{template}.txt")
        whole = text.render(Context({"base_url": settings.BASE_URL, **context}, autoescape=False))
    subject, _, body = whole.lstrip().partition("\n")
    return " ".join(subject.split())[:200], body.strip() + "\n"


def send(*, mail_id: UUID, at: datetime) -> None:
    """Send one mail if it is due and nobody else is sending it. Failures are tried again, and parked after three."""
    mail = leases.claim(Mail, mail_id, at=at, lease=LEASE)
    if mail is None or mail.work_state == Waiting.PARKED:
        return
    try:
        _message(mail).send()
    except OSError as problem:  # SMTP and socket errors alike
        with transaction.atomic():
            leases.put_back(mail, at=at, error=repr(problem))
        return
    with transaction.atomic():
        leases.mark_done(mail)
        mail.sent_at = at
        changed = ["sent_at"]
        if mail.secret and not settings.DEMO:
            mail.body = ""
            changed.append("body")  # only then: it may have been emptied while it was sent
        mail.save(update_fields=leases.finished(changed))


@transaction.atomic
def forget(*, user_id: UUID | None = None, to: str = "", campaign: str = "") -> int:
    """Empty mails to an account, to an address, or of a campaign; what was not sent yet is not sent any more.

    For whoever is erased. Returns how many.
    """
    which = Q(user_id=user_id) if user_id else Q()
    which |= Q(to=to) if to else Q()
    which |= Q(campaign=campaign) if campaign else Q()
    return _empty(Mail.objects.filter(which)) if which else 0


def expire(*, at: datetime) -> int:
    """Empty every mail that has lasted its time (queries.LIFE), sent or not. Returns how many."""
    done = 0
    while emptied := _expire_some(at):
        done += emptied
    return done


@transaction.atomic
def _expire_some(at: datetime) -> int:
    return _empty(queries.expiring(at).order_by("pk")[:AT_ONCE])


def _empty(which: QuerySet[Mail]) -> int:
    rows = list(which.select_for_update().defer("attachment"))
    for row in rows:
        row.to, row.user_id, row.subject, row.body, row.attachment = stand_in(), None, "", "", None
        row.attachment_name, row.work_state, row.last_error = "", Waiting.DONE, ""
        emptied = ("to", "user", "subject", "body", "attachment", "attachment_name")
        row.save(update_fields=[*emptied, "work_state", "last_error"])
    return len(rows)


def _message(mail: Mail) -> EmailMessage:
    message = EmailMessage(
        subject=mail.subject,
        body=mail.body,
        to=[mail.to],
        headers={"Content-Language": mail.language, "Message-ID": f"<{mail.pk}@musicprize>"},
    )
    if mail.attachment:
        message.attach(mail.attachment_name, bytes(mail.attachment), "application/pdf")
    return message


def sweep(*, at: datetime) -> int:
    """Ring again for everything due; returns how many."""
    waiting = leases.due(Mail, at=at)
    for pk in waiting:
        enqueue("musicprize.mail.send", mail_id=str(pk))
    return len(waiting)
