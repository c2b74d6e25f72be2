"""Writing to the ledger. Called inside the transaction of the act that it records, as the last lock taken."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

from musicprize.kernel.canonical import canonical
from musicprize.ledger.models import LedgerEntry
from musicprize.ledger.rules import GENESIS, entry_hash

HEAD_LOCK = 0x6C656467  # "ledg": the advisory lock that makes appending serial on PostgreSQL


def record(
    *, verb: str, subject: models.Model, by: UUID | None, at: datetime, edition_id: UUID | None, facts: dict[str, Any]
) -> LedgerEntry:
    """Append one act. `by`: the actor's id (None: the platform itself). `facts`: integers, strings, digests; no names.

    Raises RuntimeError outside a transaction: an act and its record stand or fall together.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("the ledger is written in the transaction of the act")
    _lock_head()
    last = LedgerEntry.objects.order_by("-seq").values_list("seq", "hash").first()
    seq, previous = (last[0] + 1, last[1]) if last else (1, GENESIS)
    name = f"{subject._meta.model_name}:{subject.pk}"
    document = canonical(
        {"seq": seq, "prev": previous, "verb": verb, "subject": name, "by": by, "at": at, "facts": facts}
    ).decode()
    return LedgerEntry.objects.create(
        seq=seq,
        edition_id=edition_id,
        verb=verb,
        subject=name,
        document=document,
        previous=previous,
        hash=entry_hash(document),
        at=at,
    )


def _lock_head() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [HEAD_LOCK])


def salted(salt: str, text: str) -> str:
    """A digest of something that must not be guessed from the ledger: SHA-256 of salt and text, 64 hex digits."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()
