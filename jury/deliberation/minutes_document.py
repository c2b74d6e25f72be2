"""The minutes as one document: everything that decided something in a round, by codes and accounts, never by name.

What is hashed when the chair signs. Integers, strings and instants only (kernel.canonical).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from jury.conflicts import queries as conflicts
from jury.decisions import queries as decisions
from jury.deliberation import cutting, meeting_queries
from jury.deliberation.queries import closed
from jury.panel import queries as panel
from jury.rounds import queries as rounds
from jury.rounds.queries import RoundFacts
from jury.scoresheets import queries as sheets
from jury.tally.rounding import decimal, half_up
from musicprize.accounts import queries as accounts
from musicprize.accounts.access import Role
from musicprize.editions import queries as editions
from musicprize.kernel.canonical import plain
from musicprize.ledger import queries as ledger

FORMAT = 3
"""2 knows of ties that the chair broke, 3 of whose ballot was counted."""
LINES = 200
"""A result table on paper has so many lines at most; the whole ranking is named by its hash."""


@dataclass(frozen=True)
class Sitting:
    """What the chair enters: when and where the jury met, who was there, who kept the minutes. Accounts by id."""

    held_at: datetime
    place: str
    present: Sequence[UUID]
    secretary: UUID | None


def document(
    round_id: UUID, sitting: Sitting, *, chair: UUID, at: datetime, for_jurors: bool = False
) -> dict[str, Any]:  # fmt: skip
    """The minutes of a closed round as things stand. Conflict `round_not_counted` while it is open.

    `for_jurors`: a draft for somebody who must not learn which ties others named; it leaves them out and says so.
    """
    facts = closed(round_id)
    head, last = decisions.tally_head(round_id), ledger.head()
    cut = cutting.suggested_cut(round_id)
    return dict(
        plain(
            {
                "format": FORMAT,
                "edition": facts.edition_slug,
                "round": {
                    "id": facts.id, "position": facts.position, "kind": facts.kind, "titles": facts.titles,
                    "opened_at": facts.opened_at, "closed_at": facts.closed_at, "entries": facts.entries,
                    "goes_on": facts.advance, "blind": facts.blind,
                },
                "sitting": {"held_at": sitting.held_at, "place": sitting.place},
                "chair": chair,
                "secretary": sitting.secretary,
                "jury": _jury(facts, set(sitting.present)),
                "aside": _aside(facts, own_only=for_jurors),
                **({"aside_own_only": True} if for_jurors else {}),
                "withdrawn": [one.code for one in rounds.entries(round_id) if one.withdrawn_at is not None],
                "reopened": [
                    {"juror": one.juror_id, "at": one.reopened_at, "by": one.reopened_by_id, "reason": one.reason}
                    for one in sheets.reopenings(round_id)
                ],
                "method": facts.method,
                "hashes": {"rules": facts.rules_sha256, "inputs": head.inputs_sha256, "result": head.result_sha256},
                "ranking": [_line(one) for one in decisions.standings(round_id, limit=LINES)],
                "suggested": list(cut.advancing),
                "reserve": list(cut.reserve[:LINES]),
                "ties": [
                    {"order": one.order, "by": one.by_id, "at": one.at, "reasons": one.reasons}
                    for one in cutting.broken_ties(facts)
                ],
                "motions": [_motion(one) for one in meeting_queries.motions(facts, person_id=None, at=at)],
                "decisions": _decisions(facts),
                "ledger": {"seq": last.seq, "hash": last.hash},
            }
        )
    )  # fmt: skip


def _jury(facts: RoundFacts, present: set[UUID]) -> list[dict[str, Any]]:
    """Everybody who had a ballot, and the chair. `counted`: marks of it count; by the frozen rule an unsealed one's
    complete sheets may."""
    names, counted = sheets.pseudonyms(facts.id), decisions.counted_jurors(facts.id)
    progress = {one.user_id: one for one in sheets.progress(facts.id)}
    in_force = {juror.user_id for juror in panel.judges(facts.edition_id, Role.JUROR, Role.COORDINATOR)}
    chairs = {one.user_id for one in accounts.members(facts.edition_id, Role.CHAIR)}
    voting = [
        {"person": one.user_id, "city": one.city, "sealed": one.sealed,
         "counted": names[one.user_id] in counted, "chairs": one.user_id in chairs,
         "in_force": one.user_id in in_force, "present": one.user_id in present}
        for one in progress.values()
    ]  # fmt: skip
    leading = [
        {"person": one, "city": "", "sealed": False, "counted": False, "chairs": True, "in_force": True,
         "present": one in present}
        for one in sorted(chairs - set(progress), key=str)
    ]  # fmt: skip
    return voting + leading


def _aside(facts: RoundFacts, *, own_only: bool) -> list[dict[str, Any]]:
    """Who stood aside from which entry, and the class of the reason, as it was when the round closed."""
    codes = {one.application_id: one.code for one in rounds.entries(facts.id)}
    seated = set(sheets.pseudonyms(facts.id))
    if facts.closed_at is None:
        raise ValueError("minutes are of a closed round")
    bound = conflicts.bound(facts.edition_id, blind=facts.blind, at=facts.closed_at, own_only=own_only)
    found = [
        {"person": juror, "entry": codes[application], "why": str(reason)}
        for (juror, application), reason in bound.items()
        if juror in seated and application in codes
    ]
    return sorted(found, key=lambda one: (str(one["entry"]), str(one["person"])))


def _line(one: decisions.StandingFacts) -> dict[str, Any]:
    return {
        "entry": one.code, "place": one.place, "score": _score(one.line["score"]), "exact": one.line["score"],
        "jurors": one.line["jurors"], "decided_by": one.line["decided_by"], "criterion": one.line["criterion"],
        "tied_with": one.line["tied_with"], "shortfalls": one.line["shortfalls"],
    }  # fmt: skip


def _score(exact: str | None) -> str:
    return "" if exact is None else decimal(half_up(Fraction(exact), 2), 2)


def _motion(one: meeting_queries.MotionFacts) -> dict[str, Any]:
    return {
        "number": one.number, "text": one.text, "language": one.language, "entry": one.code, "secret": one.secret,
        "state": one.state, "outcome": one.outcome, "entitled": one.entitled, "quorum": one.quorum, "yes": one.yes,
        "no": one.no, "abstain": one.abstain, "proposed_by": one.proposed_by_id,
        "voices": [{"person": person, "choice": choice} for person, _name, choice in one.voices],
    }  # fmt: skip


def _decisions(facts: RoundFacts) -> list[dict[str, Any]]:
    """Those in force that rest on this round."""
    titles = {prize.id: prize.titles for prize in editions.prizes(facts.edition_id)}
    return [
        {"kind": one.kind, "prize": titles.get(one.prize_id) if one.prize_id else None,
         "entries": [entry.code for entry in one.entries], "reasons": one.reasons, "sha256": one.sha256,
         "decided_at": one.decided_at}
        for one in decisions.decisions(facts.edition_id)
        if one.round_id == facts.id
    ]  # fmt: skip
