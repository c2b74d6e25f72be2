"""Applications: from the first word to admitted or refused."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from musicprize.kernel.constraints import one_of
from musicprize.kernel.personal import Declaration, Erase
from musicprize.kernel.rows import Row, WorkRow
from submissions.applications.rules import State


class Application(Row):
    """What one artist sends in to one edition. `reference` is for the artist; `code` is what a jury sees, and tells
    nothing. `versions` counts the changes of each field, so that two devices cannot overwrite each other."""

    edition = models.ForeignKey("musicprize.Edition", on_delete=models.PROTECT, related_name="applications")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="applications")
    reference = models.CharField(max_length=16, unique=True)
    code = models.CharField(max_length=16, unique=True, null=True, blank=True)
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in State], default=State.DRAFT)
    language = models.CharField(max_length=2)

    artist_name = models.CharField(max_length=120, blank=True)
    ensemble = models.BooleanField(default=False)
    contact_name = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    website = models.URLField(max_length=300, blank=True)

    city = models.ForeignKey("musicprize.City", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=8, blank=True, help_text="born, lives, works, studies")
    place_id = models.PositiveIntegerField(null=True, blank=True, help_text="GeoNames id in the baked gazetteer")
    place_name = models.CharField(max_length=120, blank=True, help_text="as listed, or as typed when not listed")
    place_listed = models.BooleanField(default=True)
    region_link = models.TextField(max_length=2000, blank=True, help_text="in the artist's words")

    biography = models.TextField(blank=True)
    motivation = models.TextField(blank=True)
    project = models.TextField(blank=True)

    rider_inputs = models.TextField(max_length=2000, blank=True)
    rider_power = models.CharField(max_length=300, blank=True)
    rider_projection = models.CharField(max_length=300, blank=True)
    rider_setup_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    rider_people = models.PositiveSmallIntegerField(null=True, blank=True)
    rider_notes = models.TextField(max_length=2000, blank=True)
    rider_file = models.OneToOneField(
        "submissions.Upload", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    portrait = models.OneToOneField(
        "submissions.Upload", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    portrait_credit = models.CharField(max_length=200, blank=True)
    portrait_alt = models.CharField(max_length=300, blank=True)

    versions = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reopened_sections = models.JSONField(default=list, help_text="sections that a coordinator reopened")
    reopened_until = models.DateTimeField(null=True, blank=True)

    privacy = Declaration(
        purpose="taking part in the prize",
        subject="owner",
        personal={
            "owner": Erase.KEEP,
            "artist_name": Erase.BLANK,
            "contact_name": Erase.BLANK,
            "phone": Erase.BLANK,
            "website": Erase.BLANK,
            "place_id": Erase.BLANK,
            "place_name": Erase.BLANK,
            "region_link": Erase.BLANK,
            "biography": Erase.BLANK,
            "motivation": Erase.BLANK,
            "project": Erase.BLANK,
            "rider_inputs": Erase.BLANK,
            "rider_power": Erase.BLANK,
            "rider_projection": Erase.BLANK,
            "rider_notes": Erase.BLANK,
            "portrait_credit": Erase.BLANK,
            "portrait_alt": Erase.BLANK,
        },
        plain=(
            *("id", "edition", "reference", "code", "state", "language", "ensemble", "city", "basis", "place_listed"),
            *("rider_setup_minutes", "rider_people", "rider_file", "portrait", "versions", "created_at", "changed_at"),
            *("submitted_at", "decided_at", "reopened_sections", "reopened_until"),
        ),
        keep_because="that somebody applied, from which city and with what outcome, stays as a count",
    )

    class Meta:
        ordering = ["created_at"]
        constraints = [
            one_of("state", State, name="application_state_known"),
            models.UniqueConstraint(
                fields=["edition", "owner"], condition=~Q(state="withdrawn"), name="application_one_per_edition"
            ),
            models.CheckConstraint(
                condition=~Q(state="admitted") | Q(code__isnull=False), name="application_admitted_has_code"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False),
                name="application_submitted_has_date",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class Member(Row):
    """Somebody in the ensemble, typed in by the applicant and told so by mail (GDPR Art. 14)."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="members")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=120, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    privacy = Declaration(
        purpose="who plays, for credits and contracts",
        subject="application__owner",
        personal={"name": Erase.BLANK, "role": Erase.BLANK, "email": Erase.BLANK},
        plain=("id", "application", "position", "told_at"),
    )

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["application", "position"], name="member_position_unique")]

    def __str__(self) -> str:
        return f"{self.application_id}/{self.position}"


class Receipt(WorkRow):
    """What was sent, when, with the SHA-256 of every file. One per submission; taking back does not delete it.

    The queue part is for the mail with the PDF: typesetting is done outside the transaction that sends.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="receipts")
    number = models.CharField(max_length=24, unique=True)
    document = models.JSONField(help_text="canonical: reference, edition, at, texts' digests, works and files")
    sha256 = models.CharField(max_length=64)
    issued_at = models.DateTimeField()

    privacy = Declaration(
        purpose="proof of what was sent",
        subject="application__owner",
        personal={"document": Erase.BLANK},
        plain=(
            *("id", "application", "number", "sha256", "issued_at"),
            *("work_state", "due_at", "lease_until", "attempts", "last_error"),
        ),
    )

    class Meta(WorkRow.Meta):
        ordering = ["issued_at"]
        indexes = [models.Index(fields=["work_state", "due_at"], name="receipt_due")]

    def __str__(self) -> str:
        return self.number


class Screening(Row):
    """A coordinator's decision about an application: admitted, refused, or asked for something."""

    class Verdict(models.TextChoices):
        ADMIT = "admit"
        ASK = "ask"
        REFUSE = "refuse"

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="screenings")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    reason = models.CharField(max_length=40, blank=True, help_text="code of a standard reason")
    message = models.TextField(max_length=4000, blank=True, help_text="to the artist, in the artist's language")
    sections = models.JSONField(default=list)
    until = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    privacy = Declaration(
        purpose="why an application was admitted or not",
        subject="application__owner",
        personal={"message": Erase.BLANK},
        plain=("id", "application", "verdict", "reason", "sections", "until", "decided_by", "decided_at"),
    )

    class Meta:
        ordering = ["decided_at"]

    def __str__(self) -> str:
        return f"{self.verdict} {self.application_id}"
