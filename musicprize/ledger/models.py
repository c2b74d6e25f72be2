"""The ledger: what decided something, in order, each entry sealed by the hash of the one before."""

from django.db import models

from musicprize.kernel.personal import about_nobody
from musicprize.kernel.rows import Row


class LedgerEntry(Row):
    """One act. Holds pseudonymous ids and salted digests only, so that erasing a person leaves the chain valid.

    Append-only by SQL trigger. `document` is the canonical JSON whose SHA-256 (after a zero byte) is `hash`.
    """

    seq = models.PositiveBigIntegerField(unique=True)
    edition = models.ForeignKey("musicprize.Edition", null=True, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=80, help_text="kind:uuid")
    document = models.TextField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()

    privacy = about_nobody(
        "proof that nothing was changed afterwards",
        *("id", "seq", "edition", "verb", "subject", "document", "previous", "hash", "at"),
    )

    class Meta:
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"
