"""Clean copies of portraits: what anybody ever gets to see."""

from django.db import models
from django.db.models import Q

from musicprize.kernel.constraints import one_of
from musicprize.kernel.personal import Declaration, Erase
from musicprize.kernel.rows import WorkRow
from submissions.pictures.rules import Verdict


class Picture(WorkRow):
    """The copy of one uploaded picture, decoded and written anew without anything but pixels; or why there is none.

    The queue part is for making it. `key` is empty until there is a copy, and again after it was deleted.
    """

    upload = models.OneToOneField("submissions.Upload", on_delete=models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=8, choices=[(v.value, v.value) for v in Verdict], default=Verdict.QUEUED)
    code = models.CharField(max_length=20, blank=True)
    key = models.CharField(max_length=80, blank=True)
    size = models.PositiveIntegerField(null=True, blank=True)
    width = models.PositiveSmallIntegerField(null=True, blank=True)
    height = models.PositiveSmallIntegerField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    discarded_at = models.DateTimeField(null=True, blank=True, help_text="no longer wanted: replaced or taken away")

    privacy = Declaration(
        purpose="the portrait that is shown, without what the camera wrote into it",
        subject="upload__owner",
        personal={"key": Erase.OBJECT},
        plain=(
            *("id", "upload", "verdict", "code", "size", "width", "height", "made_at", "discarded_at"),
            *("work_state", "due_at", "lease_until", "attempts", "last_error"),
        ),
    )

    class Meta(WorkRow.Meta):
        indexes = [models.Index(fields=["work_state", "due_at"], name="picture_due")]
        constraints = [
            one_of("verdict", Verdict, name="picture_verdict_known"),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="picture_key_unique"),
            models.CheckConstraint(
                condition=~Q(verdict="ready") | ~Q(key="") | Q(discarded_at__isnull=False), name="picture_ready_has_key"
            ),
            models.CheckConstraint(condition=~Q(verdict="refused") | ~Q(code=""), name="picture_refused_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.upload_id}"
