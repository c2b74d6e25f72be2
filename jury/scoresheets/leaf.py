"""What sealing fixes: one document per ballot, and its salted digest. Pure Python.

A juror who keeps the receipt can make the document again from it and compare: digest = SHA-256 of the salt, a line
feed and the canonical JSON of {format, round, rules, pseudonym, sealed_at, marks, recused}; in a round with two marks
(format 2) also of {first}, the marks given for the sound alone.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from musicprize.kernel.canonical import canonical

FORMAT = 1
FORMAT_TWO_MARKS = 2
Marks = Mapping[str, Mapping[str, int]]
"""Entry code → criterion key → hundredths of a point."""


def ballot_document(
    *, round_id: UUID, rules_sha256: str, pseudonym: str, sealed_at: datetime, marks: Marks, recused: Mapping[str, str],
    first: Marks | None = None,
) -> dict[str, Any]:  # fmt: skip
    """The vote of one juror. `recused`: entry code → why; `first`: only where a round has two marks. No name of anybody
    is in it, and no note."""
    kept = {} if first is None else {"first": {code: dict(given) for code, given in first.items()}}
    return {
        **kept,
        "format": FORMAT if first is None else FORMAT_TWO_MARKS,
        "round": round_id,
        "rules": rules_sha256,
        "pseudonym": pseudonym,
        "sealed_at": sealed_at,
        "marks": {code: dict(given) for code, given in marks.items()},
        "recused": dict(recused),
    }


def ballot_digest(salt: str, document: Mapping[str, Any]) -> str:
    """64 hex digits. The salt (128 random bits) keeps the vote from being guessed from its digest in the ledger."""
    return sha256(salt.encode() + b"\n" + canonical(document)).hexdigest()


def as_hashed(instant: datetime) -> str:
    """An instant in the spelling that canonical JSON gives it: UTC, ISO 8601, microseconds."""
    return instant.astimezone(UTC).isoformat(timespec="microseconds")
