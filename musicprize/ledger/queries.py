"""Reading the ledger."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from musicprize.ledger.models import LedgerEntry
from musicprize.ledger.rules import GENESIS, Line, problems

ACT = ("seq", "verb", "subject", "document", "hash", "at")


@dataclass(frozen=True)
class Head:
    """The end of the chain: what a witness keeps."""

    seq: int
    hash: str


@dataclass(frozen=True)
class Act:
    """One entry, for reading."""

    seq: int
    verb: str
    subject: str
    document: str
    hash: str
    at: datetime


def head(*, using: str = "default") -> Head:
    """The end of the chain; `using`: in another database, a copy for example."""
    last = LedgerEntry.objects.using(using).order_by("-seq").values_list("seq", "hash").first()
    return Head(*last) if last else Head(0, GENESIS)


def acts(edition_id: UUID, *, after: int = 0, limit: int | None = None) -> list[Act]:
    """An edition's acts, oldest first: those numbered above `after`, at most `limit`."""
    rows = LedgerEntry.objects.filter(edition_id=edition_id, seq__gt=after).order_by("seq")
    return [Act(*row) for row in rows.values_list(*ACT)[:limit]]


def acts_about(kind: str, subject_id: UUID, *, verbs: Collection[str] = ()) -> list[Act]:
    """Acts about one row, oldest first; `verbs`: only these. `kind`: the model's name, as in "round:<uuid>"."""
    rows = LedgerEntry.objects.filter(subject=f"{kind}:{subject_id}").order_by("seq")
    rows = rows.filter(verb__in=verbs) if verbs else rows
    return [Act(*row) for row in rows.values_list(*ACT)]


def acts_of(verb: str) -> list[Act]:
    """All acts of one kind, in every edition and beside them, oldest first."""
    return [Act(*row) for row in LedgerEntry.objects.filter(verb=verb).order_by("seq").values_list(*ACT)]


def act_with_hash(wanted: str) -> Act | None:
    """The act with this hash: whether a head that a witness kept is still in the chain."""
    row = LedgerEntry.objects.filter(hash=wanted).values_list(*ACT).first()
    return Act(*row) if row else None


def verify() -> list[str]:
    """Problems of the whole chain; empty when it is sound. Memory is constant in its length."""
    rows = LedgerEntry.objects.order_by("seq").values_list("seq", "document", "previous", "hash")
    return problems(Line(*row) for row in rows.iterator(chunk_size=1000))
