"""An edition of the prize: its city, dates, rules, prizes and consents."""

from django.db import models
from django.db.models import F, Q

from musicprize.kernel.constraints import between
from musicprize.kernel.personal import about_nobody
from musicprize.kernel.rows import Row
from musicprize.kernel.texts import TextsField


class City(Row):
    """One of the four cities. `colour` is the slot of the four bars: 1 to 4."""

    code = models.SlugField(max_length=8, unique=True)
    name = TextsField()
    country = models.CharField(max_length=2)
    latitude = models.DecimalField(max_digits=8, decimal_places=5)
    longitude = models.DecimalField(max_digits=8, decimal_places=5)
    colour = models.PositiveSmallIntegerField()

    privacy = about_nobody("the four cities", "id", "code", "name", "country", "latitude", "longitude", "colour")

    class Meta:
        ordering = ["colour"]
        constraints = [between("colour", 1, 4, name="city_colour_slot")]

    def __str__(self) -> str:
        return self.code


class Edition(Row):
    """One run of the prize. What phase it is in follows from the clock (rules.phase), never from a column."""

    slug = models.SlugField(max_length=40, unique=True)
    year = models.PositiveSmallIntegerField()
    title = TextsField()
    summary = TextsField(help_text="one sentence")
    call_text = TextsField()
    jury_note = TextsField(help_text="who sits on the jury, in public")
    host_city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="hosted")
    cities = models.ManyToManyField(City, related_name="editions")
    published = models.BooleanField(default=False, help_text="the call may be seen")

    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField(help_text="exclusive: at this instant it is closed")
    grace_minutes = models.PositiveSmallIntegerField(default=30, help_text="for uploads begun before closing")
    screening_until = models.DateTimeField()
    finalists_at = models.DateTimeField(help_text="planned announcement")
    final_at = models.DateTimeField(help_text="the night of the final concert")

    works_required = models.PositiveSmallIntegerField(default=3)
    work_max_age_years = models.PositiveSmallIntegerField(default=5)
    radius_km = models.PositiveSmallIntegerField(default=50)
    min_seconds = models.PositiveIntegerField(default=30)
    max_seconds = models.PositiveIntegerField(default=1800)
    max_file_bytes = models.PositiveBigIntegerField(default=1_000_000_000)
    formats = models.JSONField(
        default=list, help_text="accepted containers: wav, flac, mp3, …; empty = all we can read"
    )
    video_accepted = models.BooleanField(default=False, help_text="films are taken; their sound is the work")
    compact_copies = models.BooleanField(default=False, help_text="jurors may choose Opus, a third less to download")
    lossless_copies = models.BooleanField(default=False, help_text="jurors may choose FLAC")
    finding_rules = models.JSONField(default=dict, help_text="{code of a finding: refusal, warning or note}")
    text_limits = models.JSONField(default=dict, help_text="{biography: [min, max], …} in characters")
    retention_months = models.PositiveSmallIntegerField(default=24)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    privacy = about_nobody(
        "the edition's public rules",
        *("id", "slug", "year", "title", "summary", "call_text", "jury_note", "host_city", "cities", "published"),
        *("opens_at", "closes_at", "grace_minutes", "screening_until", "finalists_at", "final_at"),
        *("works_required", "work_max_age_years", "radius_km", "min_seconds", "max_seconds", "max_file_bytes"),
        *("formats", "finding_rules", "text_limits", "retention_months", "created_at", "version"),
        *("video_accepted", "compact_copies", "lossless_copies"),
    )

    class Meta:
        ordering = ["-opens_at"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="edition_closes_after_opening"),
            models.CheckConstraint(condition=Q(final_at__gte=F("closes_at")), name="edition_final_after_closing"),
            models.CheckConstraint(condition=Q(max_seconds__gt=F("min_seconds")), name="edition_durations_ordered"),
            between("works_required", 1, 10, name="edition_works_required"),
        ]

    def __str__(self) -> str:
        return self.slug


class Prize(Row):
    """What can be won. `amount_cents` 0 = no money."""

    class Kind(models.TextChoices):
        MAIN = "main"
        SPECIAL = "special"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="prizes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = TextsField()
    description = TextsField()
    amount_cents = models.PositiveIntegerField(default=0)
    position = models.PositiveSmallIntegerField()

    privacy = about_nobody("the prizes", "id", "edition", "kind", "title", "description", "amount_cents", "position")

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["edition", "position"], name="prize_position_unique")]

    def __str__(self) -> str:
        return f"{self.edition_id}:{self.position}"


class ConsentText(Row):
    """What an artist is asked to agree to, in the words of one version. A new wording is a new row."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="consent_texts")
    purpose = models.SlugField(max_length=30, help_text="rules, excerpt, broadcast, archive, newsletter")
    version = models.PositiveSmallIntegerField(default=1)
    required = models.BooleanField(default=False)
    title = TextsField()
    text = TextsField()
    position = models.PositiveSmallIntegerField(default=0)
    replaced_at = models.DateTimeField(null=True, blank=True)

    privacy = about_nobody(
        "wordings of consent",
        *("id", "edition", "purpose", "version", "required", "title", "text", "position"),
        "replaced_at",
    )

    class Meta:
        ordering = ["position", "purpose", "version"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "purpose", "version"], name="consent_version_unique"),
            models.UniqueConstraint(
                fields=["edition", "purpose"], condition=Q(replaced_at__isnull=True), name="consent_current_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} v{self.version}"
