"""What we know about the sound of an upload, and what we made of it."""

from django.db import models

from musicprize.kernel.personal import about_nobody
from musicprize.kernel.rows import WorkRow
from submissions.audio.rules import Urgency


class Recording(WorkRow):
    """The measurement of one uploaded audio file. The queue part is for the measuring pass.

    `verdict` is empty until measured; `refused` ones carry a `code`. Levels are in hundredths (LUFS, LU, dBTP, dB).
    """

    class Verdict(models.TextChoices):
        READY = "ready"
        REFUSED = "refused"

    upload = models.OneToOneField("submissions.Upload", on_delete=models.CASCADE, related_name="recording")
    work = models.ForeignKey("submissions.Work", on_delete=models.CASCADE, related_name="recordings")
    verdict = models.CharField(max_length=8, choices=Verdict.choices, blank=True)
    code = models.CharField(max_length=40, blank=True, help_text="why it was refused")
    percent = models.PositiveSmallIntegerField(default=0)
    urgency = models.PositiveSmallIntegerField(default=Urgency.SHORT_CHECK, help_text="see rules.Urgency")
    container = models.CharField(max_length=30, blank=True)
    codec = models.CharField(max_length=30, blank=True)
    sample_rate = models.PositiveIntegerField(null=True)
    channels = models.PositiveSmallIntegerField(null=True)
    bit_depth = models.PositiveSmallIntegerField(null=True)
    bit_rate = models.PositiveIntegerField(null=True, help_text="bits a second")
    duration_ms = models.PositiveIntegerField(null=True)
    loudness = models.IntegerField(null=True, help_text="integrated, hundredths of LUFS (BS.1770-4)")
    loudness_range = models.IntegerField(null=True, help_text="hundredths of LU")
    true_peak = models.IntegerField(null=True, help_text="hundredths of dBTP")
    heard_loudness = models.IntegerField(null=True, help_text="of what a juror hears, after a downmix; gives the gain")
    heard_true_peak = models.IntegerField(null=True, help_text="of what a juror hears, hundredths of dBTP")
    gain = models.IntegerField(null=True, help_text="hundredths of dB: of its entry, what its renditions are to have")
    sound_sha256 = models.CharField(max_length=64, blank=True, help_text="of the decoded samples")
    figures = models.JSONField(default=dict, help_text="of a refusal, for its sentence")
    findings = models.JSONField(default=list, help_text="[{code, severity, start_s, end_s, figures}]")
    peaks = models.JSONField(
        default=list,
        help_text="[{key, samples_per_pixel, length, channels}], finest first; counts once there is a verdict",
    )
    measured_at = models.DateTimeField(null=True)

    privacy = about_nobody(
        "measurements of a file",
        *("id", "upload", "work", "verdict", "code", "percent", "urgency", "container", "codec", "sample_rate"),
        *("channels", "bit_depth", "bit_rate", "duration_ms", "loudness", "loudness_range", "true_peak", "gain"),
        *("heard_loudness", "heard_true_peak", "sound_sha256", "figures", "findings", "peaks", "measured_at"),
        *("work_state", "due_at", "lease_until", "attempts", "last_error"),
        retention="edition",
    )

    class Meta(WorkRow.Meta):
        indexes = [models.Index(fields=["work_state", "urgency", "due_at"], name="recording_due")]

    def __str__(self) -> str:
        return f"recording of {self.upload_id}"


class Rendition(WorkRow):
    """A level-matched copy that browsers play: one static gain for the whole entry. The queue part is for rendering.

    A change of the entry's gain makes new rows; the old object is deleted once the new one is there. `key` is written
    before the object is, so that a worker which is killed leaves nothing that nobody knows of; it counts once done.
    """

    recording = models.ForeignKey(Recording, on_delete=models.CASCADE, related_name="renditions")
    codec = models.CharField(max_length=12, help_text="aac, opus, flac, aac-excerpt or film")
    gain = models.IntegerField(help_text="hundredths of dB")
    urgency = models.PositiveSmallIntegerField(default=Urgency.SHORT_COPY, help_text="see rules.Urgency")
    key = models.CharField(max_length=80, blank=True)
    content_type = models.CharField(max_length=80, blank=True)
    size = models.PositiveBigIntegerField(null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    duration_ms = models.PositiveIntegerField(null=True)
    percent = models.PositiveSmallIntegerField(default=0)
    rendered_at = models.DateTimeField(null=True)

    privacy = about_nobody(
        "copies without names",
        *("id", "recording", "codec", "gain", "urgency", "key", "content_type", "size", "sha256", "duration_ms"),
        *("percent", "rendered_at", "work_state", "due_at", "lease_until", "attempts", "last_error"),
        retention="edition",
    )

    class Meta(WorkRow.Meta):
        indexes = [models.Index(fields=["work_state", "urgency", "due_at"], name="rendition_due")]
        constraints = [
            models.UniqueConstraint(fields=["recording", "codec", "gain"], name="rendition_once"),
        ]

    def __str__(self) -> str:
        return f"{self.codec} of {self.recording_id}"
