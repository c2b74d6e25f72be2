"""The running order of a live round, and when each entry was marked."""

from django.db import models
from django.db.models import Q

from jury.live.rules import TurnState
from musicprize.kernel.constraints import one_of
from musicprize.kernel.personal import about_nobody
from musicprize.kernel.rows import Row


class Turn(Row):
    """One entry's turn. Who called and ended it is in the ledger."""

    round = models.ForeignKey("jury.Round", on_delete=models.CASCADE, related_name="turns")
    entry = models.OneToOneField("jury.RoundEntry", on_delete=models.CASCADE, related_name="turn")
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=[(s.value, s.value) for s in TurnState], default=TurnState.WAITING)
    called_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    privacy = about_nobody(
        "when an entry was marked", "id", "round", "entry", "position", "state", "called_at", "done_at"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            one_of("state", TurnState, name="turn_state_known"),
            models.UniqueConstraint(fields=["round", "position"], name="turn_position_unique"),
            models.UniqueConstraint(fields=["round"], condition=Q(state="called"), name="turn_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(state="waiting", called_at__isnull=True) | Q(~Q(state="waiting"), called_at__isnull=False),
                name="turn_called_is_dated",
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False) | ~Q(state="done") & Q(done_at__isnull=True),
                name="turn_done_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.entry_id}"
