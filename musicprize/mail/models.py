"""The outbox: a mail is a row, written in the transaction of the act that it tells about."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from musicprize.kernel.personal import Declaration, Erase
from musicprize.kernel.rows import WorkRow


class Mail(WorkRow):
    """One mail to one address, rendered in the reader's language when written. Sent once per `campaign` and address."""

    to = models.EmailField(max_length=254)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    language = models.CharField(max_length=2)
    template = models.CharField(max_length=60)
    campaign = models.CharField(max_length=120, blank=True, help_text="one mail per campaign and address")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    attachment = models.BinaryField(null=True, blank=True, help_text="a PDF")
    attachment_name = models.CharField(max_length=80, blank=True)
    secret = models.BooleanField(default=False, help_text="holds a sign-in code: the body is blanked once sent")
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    privacy = Declaration(
        purpose="telling people what happened",
        subject="user",
        personal={
            "to": Erase.PSEUDONYM,
            "subject": Erase.BLANK,
            "body": Erase.BLANK,
            "attachment": Erase.BLANK,
            "user": Erase.BLANK,
        },
        plain=(
            *("id", "language", "template", "campaign", "attachment_name", "secret", "written_at", "sent_at"),
            *("work_state", "due_at", "lease_until", "attempts", "last_error"),
        ),
        retention="one year",
    )

    class Meta(WorkRow.Meta):
        ordering = ["-written_at"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "to"], condition=~Q(campaign=""), name="mail_once_per_campaign")
        ]

    def __str__(self) -> str:
        return f"{self.template} → {self.to}"
