"""Consents that people gave, each to one wording."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from musicprize.kernel.personal import Declaration, Erase
from musicprize.kernel.rows import Row


class Consent(Row):
    """Somebody agreed to one version of one text. Withdrawing sets a date; nothing is deleted."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents")
    text = models.ForeignKey("musicprize.ConsentText", on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, help_text="in which language it was read")
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    privacy = Declaration(
        purpose="what somebody agreed to, in which words",
        subject="user",
        personal={"user": Erase.KEEP},
        plain=("id", "text", "language", "given_at", "withdrawn_at"),
        keep_because="proof of consent, under the erased account",
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "text"], condition=Q(withdrawn_at__isnull=True), name="consent_given_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_withdrawn_after_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.text_id}"
