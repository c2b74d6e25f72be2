"""What a publication shows, frozen as one document when it is prepared."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jury.decisions import queries as decisions
from jury.decisions.queries import DecisionFacts
from jury.decisions.rules import Kind as Decided
from jury.deliberation import cutting
from jury.publication import bundle_queries
from jury.publication.rules import Kind
from jury.rounds import queries as rounds
from jury.rounds.queries import RoundFacts
from jury.scoresheets import queries as sheets
from musicprize.editions import queries as editions
from musicprize.editions.queries import EditionFacts
from musicprize.kernel.canonical import plain
from musicprize.kernel.errors import Conflict
from musicprize.ledger import queries as ledger
from submissions.applications import public_queries as applications
from submissions.applications.public_queries import PublicEntry
from submissions.works import queries as works


def snapshot(edition: EditionFacts, kind: Kind) -> dict[str, Any]:
    """The public document. Conflict `nothing_decided` while there is nothing to publish."""
    inforce = decisions.decisions(edition.id)
    shown = [one for one in inforce if kind is Kind.RESULTS or one.kind == Decided.FINALISTS]
    needed = Decided.WINNER if kind is Kind.RESULTS else Decided.FINALISTS
    if needed not in {one.kind for one in shown}:
        raise Conflict(
            "nothing_decided", _("Nothing has been decided yet that could be published. Enter the decision first.")
        )
    named = list(dict.fromkeys(entry.application_id for one in shown for entry in one.entries))
    return dict(
        plain(
            {
                "kind": kind, "edition": edition.slug, "titles": edition.titles, "year": edition.year,
                "host_city": edition.host_city.code, "final_at": edition.final_at,
                "entries": _entries(named),
                "decisions": [_decision(one, edition.id) for one in shown],
                "bundles": _bundles(shown),
                "ties": _ties(shown),
                "listening": _listening(shown),
                "ledger_head": ledger.head().hash,
            }
        )
    )  # fmt: skip


def decisions_of(document: dict[str, Any]) -> list[str]:
    """The hashes of the decisions that a snapshot rests on."""
    return sorted(one["sha256"] for one in document["decisions"])


def work_ids(document: dict[str, Any]) -> list[UUID]:
    """All works in a snapshot."""
    return [UUID(work["id"]) for entry in document["entries"] for work in entry["works"]]


def _listening(shown: Iterable[DecisionFacts]) -> list[dict[str, int]]:
    """What can be said of the rounds behind the decisions: every work was heard by at least so many jurors. A round in
    which that is nobody, such as a final on stage, is left out."""
    floors = [(facts.position, sheets.listening_floor(facts.id)) for facts in _rounds(shown)]
    return [
        {"round": position, "jurors": floor.jurors, "share": floor.share} for position, floor in floors if floor.jurors
    ]


def _rounds(shown: Iterable[DecisionFacts]) -> list[RoundFacts]:
    """The rounds on which the decisions rest, in their order."""
    named = {one.round_id for one in shown if one.round_id is not None}
    return sorted((rounds.by_id(round_id) for round_id in named), key=lambda facts: facts.position)


def _ties(shown: Iterable[DecisionFacts]) -> list[dict[str, Any]]:
    """Ties that the chair broke in the rounds behind the decisions, with the reasons. Whom they were about is not said:
    who did not go on stays unnamed."""
    return [
        {"round": facts.position, "entries": len(one.order), "reasons": one.reasons}
        for facts in _rounds(shown)
        for one in cutting.broken_ties(facts)
    ]


def _bundles(shown: Iterable[DecisionFacts]) -> list[dict[str, Any]]:
    shown = list(shown)
    codes = list(dict.fromkeys(entry.code for one in shown for entry in one.entries))
    found = bundle_queries.bundles({one.round_id for one in shown if one.round_id is not None})
    return [bundle_queries.in_snapshot(one, codes) for one in found]


def _entries(named: Iterable[UUID]) -> list[dict[str, Any]]:
    named = list(named)
    facts = applications.public_entries(named)
    theirs = works.entry_works(named, blind=False)
    return [_entry(facts[one], theirs[one]) for one in named if one in facts]


def _entry(entry: PublicEntry, theirs: Iterable[works.EntryWork]) -> dict[str, Any]:
    return {
        "application": entry.application_id, "owner": entry.owner_id, "code": entry.code,
        "artist": entry.artist_name, "city": entry.city, "biography": entry.biography,
        "language": entry.language, "website": entry.website,
        "portrait": entry.portrait_id, "portrait_alt": entry.portrait_alt, "portrait_credit": entry.portrait_credit,
        "works": [
            {
                "id": work.id, "position": work.position, "title": work.title,
                "title_language": work.title_language or "", "year": work.year, "description": work.description or "",
                "duration_ms": work.duration_ms,
            }
            for work in theirs
        ],
    }  # fmt: skip


def _decision(one: DecisionFacts, edition_id: UUID) -> dict[str, Any]:
    prize = next((prize for prize in editions.prizes(edition_id) if prize.id == one.prize_id), None)
    return {
        "kind": one.kind,
        "prize": {"titles": prize.titles, "amount_cents": prize.amount_cents} if prize else None,
        "entries": [entry.code for entry in one.entries],
        "reasons": one.reasons,
        "decided_at": one.decided_at,
        "sha256": one.sha256,
        "rests_on": {name: one.document[name] for name in ("rules_sha256", "inputs_sha256", "result_sha256")},
    }
