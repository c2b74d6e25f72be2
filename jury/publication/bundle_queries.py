"""Reading verification bundles: for minutes and pages, and for everybody once a result that rests on them is public."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from jury.publication import queries
from jury.publication.models import Bundle
from musicprize.kernel.errors import NotFound


@dataclass(frozen=True)
class BundleFacts:
    """A bundle without its bytes. `head`: the end of the ledger after counting, which jurors and witnesses were mailed;
    `numbers`: entry code → E001 …; `rules_sha256`: of rules.json, mailed before the first vote."""

    round_id: UUID
    round_position: int
    full: bool
    numbers: dict[str, str]
    sha256: str
    head: str
    rules_sha256: str


@dataclass(frozen=True)
class Archive:
    """The ZIP with the name under which it is saved."""

    name: str
    data: bytes
    sha256: str


def bundle_of(round_id: UUID) -> BundleFacts | None:
    """The bundle of a round; None while it is not counted, and for rounds counted before there were bundles."""
    return next(iter(bundles([round_id])), None)


def bundles(round_ids: Iterable[UUID]) -> list[BundleFacts]:
    """The bundles of these rounds, in the order of the rounds. Their bytes are not read."""
    rows = Bundle.objects.filter(round_id__in=list(round_ids)).order_by("round__position").defer("archive")
    return [
        BundleFacts(
            round_id=row.round_id, round_position=row.round.position, full=row.full, numbers=row.numbers,
            sha256=row.sha256, head=row.head, rules_sha256=row.round.rules_sha256,
        )
        for row in rows.select_related("round")
    ]  # fmt: skip


def archive_of(round_id: UUID) -> Archive:
    """NotFound where the round has no bundle."""
    row = Bundle.objects.filter(round_id=round_id).select_related("round__edition").first()
    if row is None:
        raise NotFound()
    name = f"{row.round.edition.slug}-round-{row.round.position}-verification.zip"
    return Archive(name, bytes(row.archive), row.sha256)


def public_archive(slug: str, position: int, *, at: datetime) -> Archive:
    """The bundle of a round on which the public result of an edition rests. NotFound before the embargo."""
    named = queries.public_result(slug, at=at).document.get("bundles", [])
    found = next((one for one in named if one["round"] == position), None)
    row = Bundle.objects.filter(sha256=found["sha256"]).first() if found else None
    if row is None:
        raise NotFound()
    return archive_of(row.round_id)


def in_snapshot(facts: BundleFacts, codes: Iterable[str]) -> dict[str, Any]:
    """What a publication says of a bundle: which it is, and the numbers of the entries that the publication names."""
    return {
        "round": facts.round_position, "full": facts.full, "sha256": facts.sha256, "ledger_head": facts.head,
        "numbers": {code: facts.numbers[code] for code in codes if code in facts.numbers},
    }  # fmt: skip
