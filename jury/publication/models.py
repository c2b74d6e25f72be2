"""Publications: a frozen public snapshot with an embargo time; and the bundles with which anybody counts again."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from jury.publication.rules import Kind, State
from musicprize.kernel.constraints import one_of
from musicprize.kernel.personal import Declaration, Erase, about_nobody
from musicprize.kernel.rows import Row


class Publication(Row):
    """What the public will see of finalists or results. Prepared by one person, confirmed by a second."""

    edition = models.ForeignKey("musicprize.Edition", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in Kind])
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in State], default=State.PREPARED)
    embargo_at = models.DateTimeField(null=True, help_text="public from here on; null: from its release on stage on")
    snapshot = models.JSONField(help_text="everything the public page shows")
    sha256 = models.CharField(max_length=64)
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    letters_at = models.DateTimeField(null=True, help_text="when the letters to applicants were written")
    stage_notes = models.JSONField(
        default=dict, help_text="{entry code: how the name is said, who hands over}; for the presenter, never published"
    )

    privacy = Declaration(
        purpose="the public result",
        subject="",
        personal={"snapshot": Erase.KEEP},
        plain=(
            *("id", "edition", "kind", "state", "embargo_at", "sha256", "prepared_by", "prepared_at", "confirmed_by"),
            *("confirmed_at", "letters_at", "stage_notes"),
        ),
        keep_because="a published result is public record",
        retention="forever",
    )

    class Meta:
        ordering = ["embargo_at"]
        constraints = [
            one_of("state", State, name="publication_state_known"),
            one_of("kind", Kind, name="publication_kind_known"),
            models.UniqueConstraint(
                fields=["edition", "kind"], condition=~Q(state="cancelled"), name="publication_one_in_force"
            ),
            models.CheckConstraint(
                condition=~Q(state="scheduled") | Q(confirmed_by__isnull=False), name="publication_confirmed"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=models.F("prepared_by")),
                name="publication_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.edition_id}"


class Bundle(Row):
    """The verification bundle of a counted round: a ZIP that never changes. It is public when a result is that rests on
    the round."""

    round = models.OneToOneField("jury.Round", on_delete=models.PROTECT, related_name="bundle")
    full = models.BooleanField(help_text="every mark, as the round's frozen rules say; else sums by city")
    numbers = models.JSONField(help_text="entry code → number in the bundle")
    archive = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    head = models.CharField(max_length=64, help_text="hash of the ledger's act of counting")
    made_at = models.DateTimeField()

    privacy = about_nobody(
        "proof that the ranking follows from the marks",
        *("id", "round", "full", "numbers", "archive", "sha256", "head", "made_at"),
    )

    def __str__(self) -> str:
        return f"bundle of {self.round_id}"
