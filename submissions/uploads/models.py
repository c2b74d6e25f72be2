"""Resumable uploads: a session, its parts, and in the end one verified object."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from musicprize.kernel.constraints import one_of
from musicprize.kernel.personal import Declaration, Erase, about_nobody
from musicprize.kernel.rows import Row, WorkRow
from submissions.uploads.rules import Purpose, State


class Upload(WorkRow):
    """One file on its way, and once `ready` the record of the stored original.

    The queue part (work_state …) is for verification; it becomes due when `state` turns `verifying`.
    `target` is the work (audio) or application (portrait, rider) that the file is for.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="uploads")
    purpose = models.CharField(max_length=12, choices=[(p.value, p.value) for p in Purpose])
    target = models.UUIDField()
    application = models.ForeignKey(
        "submissions.Application",
        on_delete=models.CASCADE,
        related_name="uploads",
        help_text="whose quota it counts on",
    )
    state = models.CharField(max_length=10, choices=[(s.value, s.value) for s in State], default=State.OPEN)
    file_name = models.CharField(max_length=255)
    content_type = models.CharField(max_length=100, blank=True)
    size = models.PositiveBigIntegerField()
    fingerprint = models.CharField(max_length=64)
    part_size = models.PositiveBigIntegerField()
    part_count = models.PositiveIntegerField()
    key = models.CharField(max_length=80, unique=True)
    multipart_id = models.CharField(max_length=255, blank=True, help_text="the store's own id of the multipart upload")
    sha256 = models.CharField(max_length=64, blank=True)
    failure = models.CharField(max_length=40, blank=True)
    bad_parts = models.JSONField(default=list)
    created_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    discarded_at = models.DateTimeField(null=True, blank=True, help_text="no longer wanted: replaced or taken away")
    deleted_at = models.DateTimeField(null=True, blank=True, help_text="its object is gone from the store")

    privacy = Declaration(
        purpose="the artist's own files",
        subject="owner",
        personal={
            "owner": Erase.KEEP,
            "file_name": Erase.BLANK,
            "fingerprint": Erase.BLANK,
            "key": Erase.OBJECT,
        },
        plain=(
            *("id", "purpose", "target", "application", "state", "content_type", "size", "part_size", "part_count"),
            *("multipart_id", "sha256", "failure", "bad_parts", "created_at", "completed_at", "verified_at"),
            *(
                "expires_at",
                "discarded_at",
                "deleted_at",
                "work_state",
                "due_at",
                "lease_until",
                "attempts",
                "last_error",
            ),
        ),
        keep_because="the digest on the receipt proves what was sent, without the file",
    )

    class Meta(WorkRow.Meta):
        indexes = [
            models.Index(fields=["work_state", "due_at"], name="upload_due"),
            models.Index(fields=["target", "state"], name="upload_target"),
            models.Index(fields=["state", "expires_at"], name="upload_expiry"),
            models.Index(fields=["multipart_id"], name="upload_multipart"),
        ]
        constraints = [
            one_of("state", State, name="upload_state_known"),
            one_of("purpose", Purpose, name="upload_purpose_known"),
            models.CheckConstraint(condition=Q(size__gte=1), name="upload_not_empty"),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(failure=""), name="upload_failed_says_why"),
            models.CheckConstraint(condition=~Q(state="ready") | ~Q(sha256=""), name="upload_ready_has_sha256"),
            models.UniqueConstraint(
                fields=["owner", "purpose", "target", "fingerprint", "size"],
                condition=Q(state="open"),
                name="upload_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.id}"


class UploadPart(Row):
    """One part as announced when its URL was signed. Whether it arrived is for the store to say.

    `stale_etag`: the store held other bytes under this number when the digest was changed; a part that it still lists
    with this ETag, and without a digest of its own, is not the one announced. `stale_sha256`: what those bytes were
    announced as.
    """

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    stale_etag = models.CharField(max_length=128, blank=True)
    stale_sha256 = models.CharField(max_length=64, blank=True)

    privacy = about_nobody("digests of parts", "id", "upload", "number", "size", "sha256", "stale_etag", "stale_sha256")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["upload", "number"], name="uploadpart_number_unique"),
            models.CheckConstraint(condition=Q(number__gte=1), name="uploadpart_number_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.upload_id}#{self.number}"
