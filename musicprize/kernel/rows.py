"""What every table of ours shares: a random key, so that no address tells how many there are or which came first."""

import uuid
from typing import ClassVar

from django.db import models

from musicprize.kernel.personal import Declaration


class Row(models.Model):
    """Base of all tables. `privacy` is demanded of each by an architecture test."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    privacy: ClassVar[Declaration]

    class Meta:
        abstract = True


class Waiting(models.TextChoices):
    """States of a row that waits for work."""

    DUE = "due"
    RUNNING = "running"
    DONE = "done"
    PARKED = "parked"


class WorkRow(Row):
    """A row that is its own place in a queue: the broker only rings, the row remembers (see kernel.leases)."""

    work_state = models.CharField(max_length=10, choices=Waiting.choices, default=Waiting.DUE)
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["work_state", "due_at"], name="%(class)s_due")]
