"""Conflicts of interest: what binds, what jurors wrote into their register, what they answered, what was dismissed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from jury.conflicts.rules import FIRST_YEAR, Hint, Reason, Source, Tie, Whom
from musicprize.kernel.constraints import one_of
from musicprize.kernel.personal import Declaration as Privacy
from musicprize.kernel.personal import Erase
from musicprize.kernel.rows import Row


def _years(name: str) -> models.CheckConstraint:
    """A period may be open at either end, and does not run backwards."""
    from_year = Q(from_year__isnull=True) | Q(from_year__gte=FIRST_YEAR)
    ordered = Q(from_year__isnull=True) | Q(to_year__isnull=True) | Q(to_year__gte=F("from_year"))
    return models.CheckConstraint(condition=from_year & ordered, name=name)


class Declaration(Row):
    """A juror stands aside from an entry in every round of the edition. From a juror nothing but the fact is asked.

    Others may name a tie too (`source`): the artist, a coordinator, an organiser who made a hint binding, `named_by`.
    `lifted_because`: why an organiser took such a one back.
    """

    juror = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey("submissions.Application", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=[(r.value, r.value) for r in Reason])
    source = models.CharField(max_length=12, choices=[(s.value, s.value) for s in Source], default=Source.JUROR)
    tie = models.CharField(max_length=12, choices=[(t.value, t.value) for t in Tie], blank=True)
    from_year = models.PositiveSmallIntegerField(null=True, blank=True)
    to_year = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.TextField(max_length=1000, blank=True, help_text="of whoever named it, or why a hint binds")
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    declared_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    lifted_because = models.TextField(max_length=1000, blank=True)

    privacy = Privacy(
        purpose="keeping ties out of the vote",
        subject="juror",
        personal={"juror": Erase.KEEP, "words": Erase.BLANK, "lifted_because": Erase.BLANK},
        plain=(
            *("id", "application", "kind", "source", "tie", "from_year", "to_year", "named_by", "declared_at"),
            "withdrawn_at",
        ),
        keep_because="the minutes say who stood aside, under the erased account",
        export=False,  # the words of others may say who plays; jurors may read their copy of them after the edition
    )

    class Meta:
        constraints = [
            one_of("kind", Reason, name="conflict_kind_known"),
            one_of("source", Source, name="conflict_source_known"),
            _years("conflict_years_ordered"),
            models.CheckConstraint(
                condition=Q(source=Source.JUROR) | Q(kind=Reason.CONFLICT, named_by__isnull=False),
                name="conflict_named_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["juror", "application", "kind", "source"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="conflict_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.application_id}"


class Registered(Row):
    """A line of a juror's register: with whom or what the juror is tied, by name. Compared with who applies."""

    juror = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    edition = models.ForeignKey("musicprize.Edition", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160, blank=True)
    whom = models.CharField(max_length=12, choices=[(w.value, w.value) for w in Whom])
    tie = models.CharField(max_length=12, choices=[(t.value, t.value) for t in Tie])
    from_year = models.PositiveSmallIntegerField(null=True, blank=True)
    to_year = models.PositiveSmallIntegerField(null=True, blank=True)
    written_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    privacy = Privacy(
        purpose="with whom a juror is tied, to keep ties out of the vote",
        subject="juror",
        personal={"juror": Erase.KEEP, "name": Erase.BLANK},
        plain=("id", "edition", "whom", "tie", "from_year", "to_year", "written_at", "removed_at"),
        keep_because="that a juror declared ties stays, under the erased account; with whom does not",
    )

    class Meta:
        ordering = ["written_at"]
        constraints = [
            one_of("whom", Whom, name="registered_whom_known"),
            one_of("tie", Tie, name="registered_tie_known"),
            _years("registered_years_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.tie} {self.juror_id}"


class Answer(Row):
    """A juror's answer before a round's first listening: has read the rule, and has named ties or has none."""

    round = models.ForeignKey("jury.Round", on_delete=models.CASCADE, related_name="answers")
    juror = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ties = models.BooleanField(help_text="whether the juror has ties")
    answered_at = models.DateTimeField()

    privacy = Privacy(
        purpose="that a juror declared ties, or none, before listening",
        subject="juror",
        personal={"juror": Erase.KEEP},
        plain=("id", "round", "ties", "answered_at"),
        keep_because="the minutes say that everybody declared, under the erased account",
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "juror"], name="answer_once")]

    def __str__(self) -> str:
        return f"{self.juror_id} answered {self.round_id}"


class Dismissal(Row):
    """An organiser looked at a hint and says why it is no tie."""

    juror = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey("submissions.Application", on_delete=models.CASCADE, related_name="+")
    hint = models.CharField(max_length=12, choices=[(h.value, h.value) for h in Hint])
    reason = models.TextField(max_length=1000)
    dismissed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    dismissed_at = models.DateTimeField()

    privacy = Privacy(
        purpose="why a noticed likeness is no tie",
        subject="juror",
        personal={"juror": Erase.KEEP, "reason": Erase.BLANK},
        plain=("id", "application", "hint", "dismissed_by", "dismissed_at"),
        keep_because="that it was looked at stays, under the erased account",
        export=False,
    )

    class Meta:
        constraints = [
            one_of("hint", Hint, name="dismissal_hint_known"),
            models.UniqueConstraint(fields=["juror", "application", "hint"], name="dismissal_once"),
        ]

    def __str__(self) -> str:
        return f"{self.hint} {self.application_id}"
