"""Methods that use only the order in which a juror, or a city's delegation, puts the entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from fractions import Fraction

from jury.tally.ballots import Ballots
from jury.tally.errors import Problem, TallyError


def midranks(values: Sequence[Fraction] | Sequence[int]) -> list[Fraction]:
    """Rank 1 for the highest value; equal values share the mean of their ranks."""
    order = sorted(range(len(values)), key=lambda n: values[n], reverse=True)
    result = [Fraction(0)] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for n in order[start:end]:
            result[n] = Fraction(start + 1 + end, 2)
        start = end
    return result


def normalised_ranks(ballots: Ballots, marks_are_ranks: bool = False) -> tuple[tuple[Fraction | None, ...], ...]:
    """For each ballot (N_j − rank) / (N_j − 1): 1 for a juror's best entry, 0 for the last.

    N_j is the number of entries the juror ranked. A juror with a single entry has expressed no order: 1/2.
    """
    values: dict[tuple[int, int], Fraction] = {}
    for j, column in enumerate(ballots.by_juror()):
        ranks = midranks([-value if marks_are_ranks else value for _, value in column])
        n = len(column)
        for (i, _), rank in zip(column, ranks, strict=True):
            values[i, j] = Fraction(n - rank, n - 1) if n > 1 else Fraction(1, 2)
    return tuple(tuple(values[i, j] for j, _ in row) for i, row in enumerate(ballots.rows))


def delegation_points(ballots: Ballots, table: Sequence[int]) -> tuple[Fraction | None, ...]:
    """Points by rank within each city: the delegation's order is that of its jurors' mean composites.

    Entries that a delegation ranks equal share the points of their places evenly. An entry's points are summed over
    the cities that heard it and scaled by cities / cities that heard it, so that a recused delegation neither costs
    nor gives anything.
    """
    cities = sorted({juror.city for juror in ballots.jurors})
    if "" in cities:
        nameless = next(juror.id for juror in ballots.jurors if not juror.city)
        raise TallyError(Problem.CITY_MISSING, f"points need the city of juror {nameless!r}", juror=nameless)
    total = [Fraction(0)] * len(ballots.entries)
    heard = [0] * len(ballots.entries)
    for city in cities:
        for i, points in _city_points(ballots, city, table).items():
            total[i] += points
            heard[i] += 1
    voting = len({ballots.jurors[j].city for row in ballots.rows for j, _ in row})
    return tuple(points * voting / n if n else None for points, n in zip(total, heard, strict=True))


def _city_points(ballots: Ballots, city: str, table: Sequence[int]) -> Mapping[int, Fraction]:
    means: dict[int, Fraction] = {}
    for i, row in enumerate(ballots.rows):
        values = [value for j, value in row if ballots.jurors[j].city == city]
        if values:
            means[i] = Fraction(sum(values), len(values))
    ranks = midranks(list(means.values()))
    sizes = Counter(ranks)
    points: dict[int, Fraction] = {}
    for i, rank in zip(means, ranks, strict=True):
        first = int(rank - Fraction(sizes[rank] - 1, 2)) - 1
        points[i] = Fraction(sum(table[first : first + sizes[rank]]), sizes[rank])
    return points
