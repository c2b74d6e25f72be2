"""What the jury's meeting leaves behind: the figures around a ranking, the shared shortlist, motions, minutes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from jury.deliberation.rules import Choice, MotionState, Outcome
from musicprize.kernel.constraints import one_of
from musicprize.kernel.personal import Declaration, Erase, about_nobody
from musicprize.kernel.rows import Row, WorkRow
from musicprize.kernel.texts import TextsField


class Analysis(WorkRow):
    """The figures around a counted round: how sure, how robust, how the jurors agree. Computed once, by a task; never
    part of the result. `figures` is small; `entries` has a line per entry."""

    round = models.OneToOneField("jury.Round", on_delete=models.CASCADE, related_name="analysis")
    figures = models.JSONField(default=dict)
    entries = models.JSONField(default=dict, help_text="code: p_top, p_first, sd, p_next, dissent")
    computed_at = models.DateTimeField(null=True, blank=True)

    privacy = about_nobody(
        "the figures around a ranking",
        *("id", "round", "figures", "entries", "computed_at"),
        *("work_state", "due_at", "lease_until", "attempts", "last_error"),
    )

    def __str__(self) -> str:
        return f"figures of {self.round_id}"


class Meeting(Row):
    """The table at which a round's jury sits. `version` rises with everything that is done at it; it is the row that
    is locked first, so that whoever acts on an older sight is told who was faster."""

    round = models.OneToOneField("jury.Round", on_delete=models.PROTECT, related_name="meeting")
    version = models.PositiveIntegerField(default=0)

    privacy = about_nobody("the jury's meeting", "id", "round", "version")

    def __str__(self) -> str:
        return f"meeting of {self.round_id}"


class MeetingAct(Row):
    """One thing done at the table, in order. Never changed."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="acts")
    version = models.PositiveIntegerField()
    verb = models.CharField(max_length=24)
    facts = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    privacy = Declaration(
        purpose="who did what at the jury's table",
        subject="by",
        personal={"by": Erase.KEEP},
        plain=("id", "meeting", "version", "verb", "facts", "at"),
        keep_because="the record of the meeting stays, under the erased account",
    )

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["meeting", "version"], name="meetingact_version_unique")]

    def __str__(self) -> str:
        return f"{self.version} {self.verb}"


class Shortlisted(Row):
    """An entry on the shared shortlist, in its place, with the note that everybody at the table sees."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="shortlist")
    entry = models.ForeignKey("jury.RoundEntry", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    note = models.TextField(max_length=2000, blank=True)

    privacy = about_nobody("the jury's shortlist", "id", "meeting", "entry", "position", "note", retention="edition")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "entry"], name="shortlisted_once"),
            models.UniqueConstraint(fields=["meeting", "position"], name="shortlisted_position_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.entry_id}"


class Motion(Row):
    """Something put to the vote. `yes`, `no`, `abstain` are written when it is closed; in a secret vote they are
    counted as voices come in, since nothing else says what anybody chose."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="motions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=2000)
    language = models.CharField(max_length=2)
    entry = models.ForeignKey("jury.RoundEntry", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    secret = models.BooleanField(default=False)
    state = models.CharField(
        max_length=9, choices=[(s.value, s.value) for s in MotionState], default=MotionState.OPEN
    )  # fmt: skip
    outcome = models.CharField(max_length=9, choices=[(o.value, o.value) for o in Outcome], blank=True)
    entitled = models.PositiveSmallIntegerField()
    quorum = models.PositiveSmallIntegerField()
    yes = models.PositiveSmallIntegerField(default=0)
    no = models.PositiveSmallIntegerField(default=0)
    abstain = models.PositiveSmallIntegerField(default=0)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    privacy = Declaration(
        purpose="what the jury voted on",
        subject="proposed_by",
        personal={"proposed_by": Erase.KEEP},
        plain=(
            *("id", "meeting", "number", "text", "language", "entry", "secret", "state", "outcome", "entitled"),
            *("quorum", "yes", "no", "abstain", "proposed_at", "closed_at"),
        ),
        keep_because="the minutes say what was voted on, under the erased account",
    )

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="motion_number_unique"),
            one_of("state", MotionState, name="motion_state_known"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True) | ~Q(state="open") & Q(closed_at__isnull=False),
                name="motion_closed_is_dated",
            ),
            models.CheckConstraint(condition=Q(entitled__gte=F("quorum")), name="motion_quorum_can_be_met"),
        ]

    def __str__(self) -> str:
        return f"motion {self.number}"


class Voice(Row):
    """That a juror voted on a motion, and in an open vote how. In a secret one `choice` stays empty."""

    motion = models.ForeignKey(Motion, on_delete=models.PROTECT, related_name="voices")
    juror = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    choice = models.CharField(max_length=7, choices=[(c.value, c.value) for c in Choice], blank=True)
    at = models.DateTimeField()

    privacy = Declaration(
        purpose="the vote on a motion",
        subject="juror",
        personal={"juror": Erase.KEEP},
        plain=("id", "motion", "choice", "at"),
        keep_because="a vote that was counted stays, under the erased account",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["motion", "juror"], name="voice_once")]

    def __str__(self) -> str:
        return f"{self.motion_id}: {self.choice or 'secret'}"


class TieBreak(Row):
    """How the chair broke a tie at the cut, where the frozen rules say that the chair does. Never changed."""

    round = models.ForeignKey("jury.Round", on_delete=models.PROTECT, related_name="tie_breaks")
    order = models.JSONField(help_text="codes of all entries that shared the place, who goes on first")
    reasons = TextsField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    privacy = Declaration(
        purpose="how the chair broke a tie",
        subject="by",
        personal={"by": Erase.KEEP},
        plain=("id", "round", "order", "reasons", "at"),
        keep_because="the decision stays, under the erased account",
        retention="forever",
    )

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"tie of {self.round_id}"


class Minutes(Row):
    """The minutes of a round as the chair signed them. Never changed: a later version takes the place of an earlier.

    `document` names people by their account, so that erasing one leaves it, and its hash, as they are.
    """

    round = models.ForeignKey("jury.Round", on_delete=models.PROTECT, related_name="minutes")
    version = models.PositiveSmallIntegerField()
    document = models.JSONField()
    sha256 = models.CharField(max_length=64)
    ledger_head = models.CharField(max_length=64, help_text="head of the ledger that the document names")
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()

    privacy = Declaration(
        purpose="the minutes of the jury",
        subject="signed_by",
        personal={"signed_by": Erase.KEEP},
        plain=("id", "round", "version", "document", "sha256", "ledger_head", "signed_at"),
        keep_because="the minutes stay, under the erased account",
        retention="forever",
    )

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["round", "version"], name="minutes_version_unique")]

    def __str__(self) -> str:
        return f"minutes {self.version} of {self.round_id}"
