"""The works of an application: three pieces of music, with what a listener is told about them."""

from django.db import models
from django.db.models import Q

from musicprize.kernel.constraints import between
from musicprize.kernel.personal import Declaration, Erase
from musicprize.kernel.rows import Row


class Work(Row):
    """One piece. `versions` counts the changes of each field, so that two devices cannot overwrite each other."""

    application = models.ForeignKey("submissions.Application", on_delete=models.CASCADE, related_name="works")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200, blank=True)
    title_language = models.CharField(max_length=8, blank=True, help_text="BCP 47, for the lang attribute")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    in_progress = models.BooleanField(default=False)
    contributors = models.TextField(max_length=2000, blank=True, help_text="one a line: name, role")
    description = models.TextField(max_length=4000, blank=True, help_text="lyrics or a description: the alternative")
    start_cue_ms = models.PositiveIntegerField(default=0, help_text="where the artist asks the jury to begin")
    video_url = models.URLField(max_length=300, blank=True, help_text="only shown in rounds that are not blind")
    isrc = models.CharField(max_length=12, blank=True)
    audio = models.OneToOneField(
        "submissions.Upload", null=True, blank=True, on_delete=models.SET_NULL, related_name="work"
    )
    versions = models.JSONField(default=dict)
    changed_at = models.DateTimeField()

    privacy = Declaration(
        purpose="what the artist wants to be judged by",
        subject="application__owner",
        personal={
            "title": Erase.BLANK,
            "contributors": Erase.BLANK,
            "description": Erase.BLANK,
            "video_url": Erase.BLANK,
            "isrc": Erase.BLANK,
        },
        plain=(
            *("id", "application", "position", "title_language", "year", "in_progress", "start_cue_ms", "audio"),
            *("versions", "changed_at"),
        ),
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["application", "position"], name="work_position_unique"),
            between("position", 1, 10, name="work_position_range"),
            models.CheckConstraint(
                condition=Q(year__isnull=True) | Q(year__range=(1900, 2200)), name="work_year_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}/{self.position}"
