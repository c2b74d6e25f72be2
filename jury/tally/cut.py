"""Who advances: the first `seats` places, and what happens where the last of them is shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from jury.tally.errors import Problem, TallyError
from jury.tally.types import LEFT_OPEN, CutTie, Result


@dataclass(frozen=True, slots=True)
class Contest:
    """Entries that share a place, of which `seats` go on: the jury votes again among them, or the chair decides."""

    entries: tuple[str, ...]
    seats: int


@dataclass(frozen=True, slots=True)
class Cut:
    """advancing: in order of place. contested: entries among which `open_seats` places remain for people to decide.

    drawn: entries among which the sealed seed drew, in the drawn order; broken: those that the chair put in order, in
    it. reserve: the ranked rest, in order.
    Where cities have bounds (advance.py) there may be several `contests`; lifted: who goes on by a city's least seats
    although enough others are ranked higher; passed: who stays, because a city has its most or a lifted one its seat.
    """

    advancing: tuple[str, ...]
    contested: tuple[str, ...]
    open_seats: int
    drawn: tuple[str, ...]
    reserve: tuple[str, ...]
    contests: tuple[Contest, ...] = ()
    lifted: tuple[str, ...] = ()
    passed: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()


def cut(result: Result, seats: int, cut_tie: CutTie, seed: bytes | None = None) -> Cut:
    """Take the first `seats` ranked entries.

    A place shared across the cut: all advance, or it stays open among those who share it until the jury has voted again
    or the chair has decided, or a draw by the sealed seed (order of SHA-256(seed ‖ entry)), as the rule says.
    Provisional entries never advance.
    """
    ranked = [standing for standing in result.standings if standing.place is not None]
    order = tuple(standing.entry for standing in ranked)
    if seats < 0:
        raise TallyError(Problem.BAD_RULE, "the number of seats must not be negative")
    if seats >= len(ranked) or seats == 0 or ranked[seats - 1].place != ranked[seats].place:
        return Cut(order[:seats], (), 0, (), order[seats:])
    shared = tuple(standing.entry for standing in ranked if standing.place == ranked[seats].place)
    start = order.index(shared[0])
    safe, rest = order[:start], order[start + len(shared) :]
    if cut_tie is CutTie.ALL_ADVANCE:
        return Cut(safe + shared, (), 0, (), rest)
    if cut_tie in LEFT_OPEN:
        return Cut(safe, shared, seats - start, (), rest, (Contest(shared, seats - start),))
    if seed is None:
        raise TallyError(Problem.SEED_MISSING, "a draw needs the sealed seed")
    drawn = draw(shared, seed)
    return Cut(safe + drawn[: seats - start], (), 0, drawn, drawn[seats - start :] + rest)


def draw(entries: Sequence[str], seed: bytes) -> tuple[str, ...]:
    """Entries in the order of SHA-256(seed ‖ entry in UTF-8): anyone who knows the seed can repeat it."""
    return tuple(sorted(entries, key=lambda entry: sha256(seed + entry.encode("utf-8")).digest()))
