"""Who takes the seat of somebody who dropped out after it was decided who goes on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from jury.tally.advance import Placed
from jury.tally.cut import Cut, draw
from jury.tally.errors import Problem, TallyError
from jury.tally.types import CutTie


@dataclass(frozen=True, slots=True)
class Next:
    """entries: who moves up now, in order; shared: entries that share the next seat, where the rule leaves it to people
    who of them has it. Both empty: nobody is left."""

    entries: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()


def next_up(
    ranking: Iterable[Placed],
    cut: Cut,
    cut_tie: CutTie,
    *,
    taken: Collection[str],
    gone: Collection[str],
    seed: bytes | None = None,
    orders: Sequence[Sequence[str]] = (),
) -> Next:
    """Who moves up into one seat. cut: made without `gone`; taken: the entries decided on, those of `gone` included;
    orders: in which the chair has put entries that shared a place.

    Those who share the next place are never told apart by their names: where they are more than the seats that are
    free, all move up, or the seed draws, or the chair's order holds, as the tie rule says; else the seat stays open.
    """
    there = [one for one in ranking if one.place is not None and one.entry not in gone]
    group = _sharing(there, cut, set(taken))
    free = sum(1 for entry in taken if entry in gone)
    if len(group) <= free:
        return Next(group[:1])
    if cut_tie is CutTie.ALL_ADVANCE:
        return Next(group[: len(group) - free + 1])
    if cut_tie is CutTie.DRAW:
        if seed is None:
            raise TallyError(Problem.SEED_MISSING, "a draw needs the sealed seed")
        return Next(draw(group, seed)[:1])
    for order in reversed(orders if cut_tie is CutTie.CHAIR else ()):
        if set(group) <= set(order):
            return Next(tuple(entry for entry in order if entry in group)[:1])
    return Next(shared=group)


def _sharing(there: Sequence[Placed], cut: Cut, taken: set[str]) -> tuple[str, ...]:
    """The entries that have the same claim to the next seat: of those who go on and were not decided on, of those among
    whom it is open, of the reserve. The end of the reserve list does not part those who share a place."""
    places = {one.entry: one.place for one in there}
    inside = {*cut.advancing, *cut.contested}
    for tier, known in (
        (cut.advancing, cut.advancing),
        *((contest.entries, contest.entries) for contest in cut.contests),
        (cut.reserve, tuple(one.entry for one in there if one.entry not in inside)),
    ):
        first = next((entry for entry in tier if entry not in taken), None)
        if first is not None:
            return tuple(entry for entry in known if entry not in taken and places[entry] == places[first])
    return ()
