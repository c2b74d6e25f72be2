"""Who would go on by the frozen rule: the suggestion from which the jury decides. The decision stays the jury's."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jury.assignments.draw import draw_seed
from jury.decisions import queries as decisions
from jury.deliberation.models import TieBreak
from jury.deliberation.queries import closed
from jury.rounds import queries as rounds
from jury.rounds.counting import parameters
from jury.rounds.queries import RoundFacts
from jury.tally.advance import Advancing, advance
from jury.tally.cut import Contest, Cut
from jury.tally.moving import Next, next_up
from jury.tally.types import CutTie
from musicprize.kernel.texts import in_language


@dataclass(frozen=True)
class BrokenTie:
    """How the chair broke a tie: `order` of the entries that shared the place, and why."""

    order: tuple[str, ...]
    reasons: dict[str, str]
    by_id: UUID
    by: str
    at: datetime

    @property
    def reason(self) -> str:
        return in_language(self.reasons)


def tie_rule(facts: RoundFacts) -> CutTie:
    """What the rules of a round say about a place that is shared at the cut."""
    return parameters(facts.method, facts.method_parameters).cut_tie


def suggested_cut(round_id: UUID) -> Cut:
    """Who goes on by the frozen rule: how many, bounds of cities, ties at the cut, length of the reserve list; and by
    the order in which the chair has put entries, where the rule leaves a tie to the chair. Entries withdrawn since
    then are left out. Conflict `round_not_counted` while the round is open."""
    facts = closed(round_id)
    entries = rounds.entries(round_id)
    return advance(
        decisions.places(round_id), Advancing(facts.advance, facts.city_least, facts.city_most, facts.reserve),
        tie_rule(facts), {entry.code: str(entry.city_id) for entry in entries if entry.city_id is not None},
        seed=bytes.fromhex(draw_seed(facts.rules_sha256, facts.seed)),
        gone=frozenset(entry.code for entry in entries if entry.withdrawn_at is not None),
        orders=[one.order for one in broken_ties(facts)],
    )  # fmt: skip


def next_of_reserve(facts: RoundFacts, taken: Sequence[str]) -> Next:
    """Who would take the next free seat among `taken`, the entries decided on, by the frozen rule of a closed round."""
    return next_up(
        decisions.places(facts.id), suggested_cut(facts.id), tie_rule(facts), taken=taken,
        gone={entry.code for entry in rounds.entries(facts.id) if entry.withdrawn_at is not None},
        seed=bytes.fromhex(draw_seed(facts.rules_sha256, facts.seed)),
        orders=[one.order for one in broken_ties(facts)],
    )  # fmt: skip


def broken_ties(facts: RoundFacts) -> list[BrokenTie]:
    """The ties of a round that the chair has broken, in the order of the acts. No query under other tie rules."""
    if tie_rule(facts) is not CutTie.CHAIR:
        return []
    rows = TieBreak.objects.filter(round_id=facts.id).select_related("by").order_by("at", "pk")
    return [BrokenTie(tuple(row.order), row.reasons, row.by_id, row.by.name, row.at) for row in rows]


def waiting_for_the_chair(facts: RoundFacts) -> tuple[Contest, ...]:
    """Ties at the cut of a closed round that its rules leave to the chair and that are still open."""
    return suggested_cut(facts.id).contests if tie_rule(facts) is CutTie.CHAIR else ()
