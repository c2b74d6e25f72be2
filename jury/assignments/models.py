"""Who hears what, and in which order."""

from django.conf import settings
from django.db import models

from jury.assignments.rules import Origin
from musicprize.kernel.constraints import one_of
from musicprize.kernel.personal import Declaration, Erase
from musicprize.kernel.rows import Row


class Assignment(Row):
    """One juror hears one entry, at a place in an order of the juror's own."""

    round = models.ForeignKey("jury.Round", on_delete=models.CASCADE, related_name="assignments")
    juror = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    entry = models.ForeignKey("jury.RoundEntry", on_delete=models.CASCADE, related_name="assignments")
    position = models.PositiveSmallIntegerField()
    origin = models.CharField(max_length=8, choices=[(o.value, o.value) for o in Origin], default=Origin.DRAW)

    privacy = Declaration(
        purpose="who listens to what",
        subject="juror",
        personal={"juror": Erase.KEEP},
        plain=("id", "round", "entry", "position", "origin"),
        keep_because="the record of the jury's work stays, under the erased account",
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            one_of("origin", Origin, name="assignment_origin_known"),
            models.UniqueConstraint(fields=["juror", "entry"], name="assignment_once"),
            models.UniqueConstraint(fields=["round", "juror", "position"], name="assignment_position_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.juror_id} hears {self.entry_id}"
