"""Rounds: what is judged, by which criteria and which counting rule. Both are frozen and hashed on opening."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from jury.rounds.rules import (
    Judges,
    Kind,
    Marking,
    MarksShown,
    MissingRule,
    MotionVotes,
    PublicationLevel,
    Reassign,
    State,
)
from musicprize.kernel.constraints import between, one_of
from musicprize.kernel.personal import about_nobody
from musicprize.kernel.rows import Row
from musicprize.kernel.texts import TextsField


class Round(Row):
    """One round of judging. Marks are in hundredths of a point: a scale from 1 to 10 is 100 to 1000, step 100."""

    edition = models.ForeignKey("musicprize.Edition", on_delete=models.PROTECT, related_name="rounds")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in Kind], default=Kind.JURY)
    title = TextsField()
    state = models.CharField(max_length=8, choices=[(s.value, s.value) for s in State], default=State.DRAFT)
    blind = models.BooleanField(default=True)
    marking = models.CharField(max_length=8, choices=[(m.value, m.value) for m in Marking], default=Marking.ONCE)
    live = models.BooleanField(default=False, help_text="marked entry by entry, as each is called")
    scale_low = models.PositiveIntegerField(default=100)
    scale_high = models.PositiveIntegerField(default=1000)
    scale_step = models.PositiveIntegerField(default=100)
    method = models.CharField(max_length=12, default="adjusted")
    method_parameters = models.JSONField(default=dict)
    advance = models.PositiveSmallIntegerField(default=4, help_text="how many go on, or win")
    city_least = models.PositiveSmallIntegerField(null=True, blank=True, help_text="at least so many a city go on")
    city_most = models.PositiveSmallIntegerField(null=True, blank=True, help_text="at most so many a city go on")
    reserve = models.PositiveSmallIntegerField(default=2, help_text="how many stand on the reserve list")
    judges = models.CharField(max_length=12, choices=[(j.value, j.value) for j in Judges], default=Judges.JURORS)
    entries_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="round whose advancing entries are judged; empty: all admitted, in a final the finalists",
    )  # fmt: skip
    per_entry = models.PositiveSmallIntegerField(null=True, blank=True, help_text="jurors an entry; empty: everybody")
    own_city = models.BooleanField(default=True, help_text="whether jurors hear entries of their own city")
    reassign = models.CharField(max_length=10, choices=[(r.value, r.value) for r in Reassign], default=Reassign.ASK)
    missing_rule = models.CharField(
        max_length=10, choices=[(r.value, r.value) for r in MissingRule], default=MissingRule.SEALED,
        help_text="what closing does about ballots that are not sealed",
    )  # fmt: skip
    marks_shown = models.CharField(
        max_length=10, choices=[(m.value, m.value) for m in MarksShown], default=MarksShown.PSEUDONYMS,
        help_text="what the jury sees of each other's marks once the round is closed",
    )  # fmt: skip
    motion_votes = models.CharField(
        max_length=8, choices=[(v.value, v.value) for v in MotionVotes], default=MotionVotes.PROPOSER,
        help_text="whether the jury votes openly or secretly on motions at its table",
    )  # fmt: skip
    publication_level = models.CharField(
        max_length=8, choices=[(p.value, p.value) for p in PublicationLevel], default=PublicationLevel.DEFAULT
    )
    planned_close_at = models.DateTimeField(null=True, blank=True)
    rules_document = models.JSONField(null=True, blank=True, help_text="what was frozen on opening")
    rules_sha256 = models.CharField(max_length=64, blank=True)
    assignment_document = models.JSONField(null=True, blank=True, help_text="how the allocator handed the entries out")
    seed = models.CharField(max_length=64, blank=True, help_text="of every order drawn in this round")
    opened_at = models.DateTimeField(null=True, blank=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    privacy = about_nobody(
        "the rules of a round",
        *("id", "edition", "position", "kind", "title", "state", "blind", "scale_low", "scale_high", "scale_step"),
        *("method", "method_parameters", "advance", "planned_close_at", "rules_document", "rules_sha256", "seed"),
        *("opened_at", "opened_by", "closed_at", "closed_by", "version"),
        *("city_least", "city_most", "reserve", "judges", "entries_from", "per_entry", "own_city", "reassign"),
        *("missing_rule", "marks_shown", "publication_level", "assignment_document", "marking", "live", "motion_votes"),
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "position"], name="round_position_unique"),
            one_of("state", State, name="round_state_known"),
            one_of("kind", Kind, name="round_kind_known"),
            one_of("judges", Judges, name="round_judges_known"),
            one_of("reassign", Reassign, name="round_reassign_known"),
            one_of("missing_rule", MissingRule, name="round_missing_rule_known"),
            one_of("marks_shown", MarksShown, name="round_marks_shown_known"),
            one_of("motion_votes", MotionVotes, name="round_motion_votes_known"),
            one_of("publication_level", PublicationLevel, name="round_publication_level_known"),
            models.CheckConstraint(
                condition=Q(judges=Judges.JURORS) | Q(kind=Kind.SCREENING), name="round_coordinators_only_screen"
            ),
            models.CheckConstraint(condition=Q(per_entry__isnull=True) | Q(per_entry__gte=1), name="round_per_entry"),
            models.CheckConstraint(
                condition=Q(city_most__isnull=True)
                | Q(city_most__gte=1) & (Q(city_least__isnull=True) | Q(city_least__lte=F("city_most"))),
                name="round_city_bounds_ordered",
            ),
            models.CheckConstraint(
                condition=Q(live=False) | Q(kind="final", marking="once"), name="round_live_is_a_final"
            ),
            one_of("marking", Marking, name="round_marking_known"),
            models.CheckConstraint(condition=Q(blind=False) | Q(marking="once"), name="round_blind_marks_once"),
            models.CheckConstraint(
                condition=Q(scale_low__gte=0) & Q(scale_high__gt=F("scale_low")) & Q(scale_step__gte=1),
                name="round_scale_ordered",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | (~Q(rules_sha256="") & Q(opened_at__isnull=False)),
                name="round_open_is_frozen",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) | ~Q(state="closed") & Q(closed_at__isnull=True),
                name="round_closed_is_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} round {self.position}"


class Criterion(Row):
    """What is marked. Weights are whole numbers of any sum."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="criteria")
    key = models.SlugField(max_length=30)
    position = models.PositiveSmallIntegerField()
    title = TextsField()
    description = TextsField()
    anchor_low = TextsField()
    anchor_high = TextsField()
    weight = models.PositiveSmallIntegerField(default=1)

    privacy = about_nobody(
        "what is marked",
        *("id", "round", "key", "position", "title", "description", "anchor_low", "anchor_high", "weight"),
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["round", "key"], name="criterion_key_unique"),
            models.UniqueConstraint(fields=["round", "position"], name="criterion_position_unique"),
            between("weight", 1, 1000, name="criterion_weight_range"),
        ]

    def __str__(self) -> str:
        return self.key


class RoundEntry(Row):
    """An admitted application in a round, under its code, for its city if it has one. Fixed on opening."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="entries")
    application = models.ForeignKey("submissions.Application", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=16)
    city = models.ForeignKey("musicprize.City", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    privacy = about_nobody("which entries a round judges", "id", "round", "application", "code", "city", "withdrawn_at")

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["round", "application"], name="roundentry_once"),
            models.UniqueConstraint(fields=["round", "code"], name="roundentry_code_unique"),
        ]

    def __str__(self) -> str:
        return self.code
