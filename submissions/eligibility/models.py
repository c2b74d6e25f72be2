"""A person's decision about eligibility, where it differs from or settles what was computed."""

from django.conf import settings
from django.db import models

from musicprize.kernel.personal import Declaration, Erase
from musicprize.kernel.rows import Row


class EligibilityDecision(Row):
    """Distance and age of works are computed; a person decides, with a reason. The last row counts."""

    application = models.ForeignKey(
        "submissions.Application", on_delete=models.CASCADE, related_name="eligibility_decisions"
    )
    eligible = models.BooleanField()
    reason = models.TextField(max_length=1000)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    privacy = Declaration(
        purpose="why somebody may take part",
        subject="application__owner",
        personal={"reason": Erase.BLANK},
        plain=("id", "application", "eligible", "decided_by", "decided_at"),
    )

    class Meta:
        ordering = ["decided_at"]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.eligible}"
