"""Quorum: which entries have been heard by enough jurors to be ranked."""

from __future__ import annotations

from jury.tally.ballots import Ballots
from jury.tally.graph import components, main_component
from jury.tally.types import Quorum, Shortfall


def required_jurors(quorum: Quorum, jury_size: int) -> int:
    """max(at_least, ⌈share·k⌉) with k the jurors an entry was assigned to, the whole jury where none is stated."""
    k = jury_size if quorum.planned is None else quorum.planned
    needed = quorum.share * k
    return max(quorum.at_least, -(-needed.numerator // needed.denominator))


def shortfalls(quorum: Quorum, ballots: Ballots) -> list[tuple[Shortfall, ...]]:
    """For each entry what it lacks for being ranked; an empty tuple means that it has quorum.

    An entry in a part of the juror-entry graph other than the main one (most ballots) cannot be compared with the
    rest; where two parts are equally large neither can be ranked.
    """
    needed = required_jurors(quorum, len(ballots.jurors))
    groups = components(ballots.rows, len(ballots.jurors))
    main = main_component(ballots.rows, groups)
    found: list[tuple[Shortfall, ...]] = []
    for i, row in enumerate(ballots.rows):
        lacks: list[Shortfall] = []
        if not row:
            found.append((Shortfall.NO_BALLOT,))
            continue
        if len(row) < needed:
            lacks.append(Shortfall.TOO_FEW_JURORS)
        if len(ballots.cities_of(i)) < quorum.cities:
            lacks.append(Shortfall.TOO_FEW_CITIES)
        if quorum.connected and (main is None or row[0][0] not in main):
            lacks.append(Shortfall.NOT_CONNECTED)
        found.append(tuple(lacks))
    return found


def parts(ballots: Ballots) -> int:
    """Number of connected parts of the juror-entry graph."""
    return len(components(ballots.rows, len(ballots.jurors)))
