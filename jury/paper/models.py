"""What was typed in from a sheet of paper, before and after a second person typed the same."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from musicprize.kernel.personal import Declaration
from musicprize.kernel.rows import Row


class PaperSheet(Row):
    """One score sheet that came back on paper. Its marks count once a second person has typed the same, while the sheet
    stays completed since `confirmed_at`. No marks: its juror stands aside."""

    sheet = models.OneToOneField("jury.ScoreSheet", on_delete=models.CASCADE, related_name="paper")
    marks = models.JSONField(help_text="{criterion: hundredths}, as first typed")
    typed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    typed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    privacy = Declaration(
        purpose="how a sheet of paper came into the count",
        subject="",
        plain=("id", "sheet", "marks", "typed_by", "typed_at", "confirmed_by", "confirmed_at"),
        keep_because="the record of the jury's work stays",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False) & ~Q(confirmed_by=F("typed_by")),
                name="papersheet_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"paper of {self.sheet_id}"
