"""What was counted and what was decided. Nothing here is edited: a later decision supersedes an earlier one."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from jury.decisions.rules import Kind
from musicprize.kernel.constraints import one_of
from musicprize.kernel.personal import Declaration, about_nobody
from musicprize.kernel.rows import Row
from musicprize.kernel.texts import TextsField


class Tally(Row):
    """The count of a closed round: the frozen inputs under pseudonyms, the result by the frozen rule, both hashed."""

    round = models.OneToOneField("jury.Round", on_delete=models.PROTECT, related_name="tally")
    inputs = models.JSONField(help_text="rules and every mark: entry code, juror pseudonym, criterion, hundredths")
    inputs_sha256 = models.CharField(max_length=64)
    result = models.JSONField(help_text="per method: entry code, exact score, place, explanation")
    result_sha256 = models.CharField(max_length=64)
    methods = models.JSONField(default=dict, help_text="per method that was computed: why it could not be, or nothing")
    computed_at = models.DateTimeField()

    privacy = about_nobody(
        "the count",
        *("id", "round", "inputs", "inputs_sha256", "result", "result_sha256", "methods", "computed_at"),
    )

    def __str__(self) -> str:
        return f"tally of {self.round_id}"


class Standing(Row):
    """One line of a count's official ranking, with all that is shown of this entry: a page of ten thousand entries
    reads its own lines and not the whole count. Made from the result and the inputs, and as frozen as they are."""

    tally = models.ForeignKey(Tally, on_delete=models.CASCADE, related_name="standings")
    position = models.PositiveIntegerField(help_text="order of the ranking, entries without a place last")
    code = models.CharField(max_length=16)
    place = models.PositiveIntegerField(null=True, blank=True)
    line = models.JSONField()

    privacy = about_nobody("the ranking", "id", "tally", "position", "code", "place", "line")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["tally", "position"], name="standing_position_unique"),
            models.UniqueConstraint(fields=["tally", "code"], name="standing_code_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.place or '-'} {self.code}"


class Decision(Row):
    """Finalists, winner or special prize, with reasons, naming the hashes it rests on."""

    edition = models.ForeignKey("musicprize.Edition", on_delete=models.PROTECT, related_name="+")
    round = models.ForeignKey("jury.Round", null=True, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in Kind])
    prize = models.ForeignKey("musicprize.Prize", null=True, on_delete=models.PROTECT, related_name="+")
    reasons = TextsField()
    document = models.JSONField(help_text="canonical: kind, entries, hashes of rules, inputs and result")
    sha256 = models.CharField(max_length=64)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    superseded_at = models.DateTimeField(null=True, blank=True)

    privacy = Declaration(
        purpose="what was decided",
        subject="",
        plain=(
            *("id", "edition", "round", "kind", "prize", "reasons", "document", "sha256", "decided_by", "decided_at"),
            *("supersedes", "superseded_at"),
        ),
        keep_because="the result stays",
        retention="forever",
    )

    class Meta:
        ordering = ["decided_at"]
        constraints = [
            one_of("kind", Kind, name="decision_kind_known"),
            models.UniqueConstraint(
                fields=["edition", "kind", "prize"],
                condition=Q(superseded_at__isnull=True),
                name="decision_one_in_force",
            ),
            models.UniqueConstraint(
                fields=["edition", "kind"],
                condition=Q(superseded_at__isnull=True, prize__isnull=True),
                name="decision_one_in_force_without_prize",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.edition_id}"


class DecisionEntry(Row):
    """An entry that a decision names, in order."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="entries")
    application = models.ForeignKey("submissions.Application", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=16)
    position = models.PositiveSmallIntegerField()

    privacy = about_nobody("whom a decision names", "id", "decision", "application", "code", "position")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "application"], name="decisionentry_once"),
            models.UniqueConstraint(fields=["decision", "position"], name="decisionentry_position_unique"),
        ]

    def __str__(self) -> str:
        return self.code
