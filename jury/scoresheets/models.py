"""Score sheets: what one juror thinks of one entry; and the ballot, all sheets of a juror in a round."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from jury.conflicts.rules import Reason
from jury.scoresheets.rules import BallotState, SheetState
from musicprize.kernel.constraints import one_of
from musicprize.kernel.personal import Declaration, Erase, about_nobody
from musicprize.kernel.rows import Row


class Ballot(Row):
    """A juror's sheets in a round. Once sealed nothing in it changes: a SQL trigger keeps that too.

    `pseudonym` (J01 …) is drawn by the round's seed and is what the count and its publication see.
    """

    round = models.ForeignKey("jury.Round", on_delete=models.CASCADE, related_name="ballots")
    juror = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    city = models.ForeignKey("musicprize.City", on_delete=models.PROTECT, related_name="+")
    pseudonym = models.CharField(max_length=6)
    state = models.CharField(max_length=8, choices=[(s.value, s.value) for s in BallotState], default=BallotState.OPEN)
    digest = models.CharField(max_length=64, blank=True, help_text="salted SHA-256 of the sealed sheets")
    salt = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(null=True, blank=True)
    ledger_head = models.CharField(max_length=64, blank=True, help_text="hash of the ledger entry of the sealing")
    seen_at = models.DateTimeField(null=True, blank=True)

    privacy = Declaration(
        purpose="the vote",
        subject="juror",
        personal={"juror": Erase.KEEP},
        plain=(
            *("id", "round", "city", "pseudonym", "state", "digest", "salt", "sealed_at", "ledger_head"),
            "seen_at",
        ),
        keep_because="a vote that was counted stays, under the erased account",
    )

    class Meta:
        ordering = ["pseudonym"]
        constraints = [
            models.UniqueConstraint(fields=["round", "juror"], name="ballot_once"),
            models.UniqueConstraint(fields=["round", "pseudonym"], name="ballot_pseudonym_unique"),
            one_of("state", BallotState, name="ballot_state_known"),
            models.CheckConstraint(
                condition=Q(state="open") | (Q(sealed_at__isnull=False) & ~Q(digest="")), name="ballot_sealed_is_dated"
            ),
        ]

    def __str__(self) -> str:
        return self.pseudonym


class ScoreSheet(Row):
    """One entry on one ballot. `version` guards against two devices overwriting each other.

    `shown_at`: in a round with two marks, when text and rider were shown. From then on the first mark is kept.
    """

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="sheets")
    entry = models.ForeignKey("jury.RoundEntry", on_delete=models.CASCADE, related_name="sheets")
    state = models.CharField(max_length=8, choices=[(s.value, s.value) for s in SheetState], default=SheetState.OPEN)
    version = models.PositiveIntegerField(default=1)
    note = models.TextField(max_length=4000, blank=True, help_text="private to the juror")
    recused_because = models.CharField(max_length=12, blank=True, help_text="conflict or recognised")
    completed_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)

    privacy = Declaration(
        purpose="a juror's thoughts on an entry",
        subject="ballot__juror",
        personal={"note": Erase.BLANK},
        plain=(
            *("id", "ballot", "entry", "state", "version", "recused_because", "completed_at", "changed_at"),
            "shown_at",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ballot", "entry"], name="scoresheet_once"),
            one_of("state", SheetState, name="scoresheet_state_known"),
            models.CheckConstraint(
                condition=Q(state="recused", recused_because__in=[reason.value for reason in Reason])
                | ~Q(state="recused") & Q(recused_because=""),
                name="scoresheet_recused_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state="complete", completed_at__isnull=False)
                | ~Q(state="complete") & Q(completed_at__isnull=True),
                name="scoresheet_complete_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ballot_id}/{self.entry_id}"


class Mark(Row):
    """One criterion of one sheet, in hundredths of a point."""

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.CASCADE, related_name="marks")
    criterion = models.ForeignKey("jury.Criterion", on_delete=models.PROTECT, related_name="+")
    hundredths = models.PositiveIntegerField()

    privacy = about_nobody("the vote", "id", "sheet", "criterion", "hundredths")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "criterion"], name="mark_once")]

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.hundredths}"


class FirstMark(Row):
    """A mark as it was given for the sound alone, in hundredths; kept from the moment text and rider are shown."""

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.CASCADE, related_name="first_marks")
    criterion = models.ForeignKey("jury.Criterion", on_delete=models.PROTECT, related_name="+")
    hundredths = models.PositiveIntegerField()

    privacy = about_nobody("the vote", "id", "sheet", "criterion", "hundredths")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "criterion"], name="firstmark_once")]

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.hundredths} by sound alone"


class Reopening(Row):
    """A sealed ballot opened again by the chair. Without such a row the database lets no ballot out of its seal.

    `digest`, `sealed_at` and `ledger_head` are those of the seal that was broken.
    """

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="reopenings")
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
    ledger_head = models.CharField(max_length=64)
    reason = models.TextField(max_length=1000)
    reopened_at = models.DateTimeField()
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    privacy = Declaration(
        purpose="why a sealed vote was opened again",
        subject="ballot__juror",
        personal={"reason": Erase.KEEP, "reopened_by": Erase.KEEP},
        plain=("id", "ballot", "digest", "sealed_at", "ledger_head", "reopened_at"),
        keep_because="the minutes say which ballots were opened again, by whom and why",
    )

    class Meta:
        ordering = ["reopened_at"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "digest"], name="reopening_once_a_seal"),
            models.CheckConstraint(condition=~Q(reason=""), name="reopening_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.ballot_id} {self.reopened_at}"


class Listening(Row):
    """Which parts of a work a juror has heard. Private to the juror; never a gate."""

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.CASCADE, related_name="listenings")
    work = models.ForeignKey("submissions.Work", on_delete=models.CASCADE, related_name="+")
    heard = models.JSONField(default=list, help_text="merged intervals [[from_ms, to_ms], …]")
    heard_ms = models.PositiveIntegerField(default=0)
    position_ms = models.PositiveIntegerField(default=0, help_text="where the juror stopped")
    changed_at = models.DateTimeField()

    privacy = Declaration(
        purpose="what a juror has heard, for the juror",
        subject="sheet__ballot__juror",
        personal={"heard": Erase.BLANK},
        plain=("id", "sheet", "work", "heard_ms", "position_ms", "changed_at"),
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "work"], name="listening_once")]

    def __str__(self) -> str:
        return f"{self.sheet_id}: {self.heard_ms} ms"
