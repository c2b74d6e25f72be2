"""The severity-adjusted mean: additive two-way model by least squares, solved exactly.

minimise Σ ω_ij (y_ij − t_i − b_j)² with Σ b_j = 0. For given b the best t_i is the weighted mean of y_ij − b_j, so the
entries are eliminated and an m × m system in the jurors remains: with u_ij = q_i ω_ij integers and U_i = Σ_j u_ij,

    Σ_i (u_ij δ_jk − u_ij u_ik / U_i) / q_i · b_k  =  Σ_i u_ij (y_ij − ȳ_i) / q_i .

Its rank is m − 1 for each connected part of the juror-entry graph: one juror per part is set to 0, and the part is
shifted to sum 0 afterwards. On complete data t_i orders exactly like the mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from jury.tally import linear
from jury.tally.ballots import Ballots, parity_weights
from jury.tally.graph import components


@dataclass(frozen=True, slots=True)
class Fit:
    """t_i per entry (None without ballot) and b_j per juror index, in points."""

    scores: tuple[Fraction | None, ...]
    severities: dict[int, Fraction]


@dataclass(frozen=True, slots=True)
class Row:
    """The equation of one entry, in integers.

    marks: (juror, u_ij = q ω_ij, y_ij in units of the scale). pulls: (juror, amount in units of the scale, times q)
    of ballots that pull with a fixed force instead of by their distance (outliers under Huber's weights).
    """

    marks: tuple[tuple[int, int, int], ...]
    q: int = 1
    pulls: tuple[tuple[int, int], ...] = ()

    @property
    def weight(self) -> int:
        """U_i, 0 without marks."""
        return sum(u for _, u, _ in self.marks)

    @property
    def total(self) -> int:
        """Σ_j u_ij y_ij plus the pulls."""
        return sum(u * value for _, u, value in self.marks) + sum(pull for _, pull in self.pulls)


def fit(ballots: Ballots, parity: bool) -> Fit:
    """Solve the model. Exact; one to three seconds for 60,000 ballots of 100 jurors."""
    return solve_rows(
        [row(ballots, i, parity) for i in range(len(ballots.entries))], len(ballots.jurors), ballots.scale
    )


def row(ballots: Ballots, i: int, parity: bool) -> Row:
    """The equation of entry i with weights 1, or with those of city parity."""
    marks = ballots.rows[i]
    if not parity:
        return Row(tuple((j, 1, value) for j, value in marks))
    omega = parity_weights(ballots, i)
    q = lcm(*(weight.denominator for weight in omega.values()))
    return Row(tuple((j, int(omega[j] * q), value) for j, value in marks), q)


def solve_rows(rows: Sequence[Row], m: int, scale: int) -> Fit:
    """Solve the equations for m jurors; values and pulls are in units of 1/scale of a point."""
    groups = components([[(j, u) for j, u, _ in line.marks] for line in rows], m)
    matrix, right = _normal_equations(rows, m)
    numerators = [0] * m
    denominators = [1] * m
    for group in groups:
        free = group[1:]
        sub = [[matrix[j][k] for k in free] for j in free]
        solution, determinant = linear.solve(sub, [right[j] for j in free])
        total = sum(solution)
        for j, value in zip(group, [0, *solution], strict=True):
            numerators[j] = value * len(group) - total
            denominators[j] = determinant * len(group)
    scores = tuple(_score(line, numerators, denominators, scale) for line in rows)
    active = [j for group in groups for j in group]
    return Fit(scores, {j: Fraction(numerators[j], denominators[j] * scale) for j in active})


def _normal_equations(rows: Sequence[Row], m: int) -> tuple[list[list[int]], list[int]]:
    """Matrix and right side, both multiplied by the least common multiple of all q_i U_i."""
    sums = [(line.weight, line.total) for line in rows]
    common = lcm(*{line.q * weight for line, (weight, _) in zip(rows, sums, strict=True) if weight})
    matrix = [[0] * m for _ in range(m)]
    right = [0] * m
    for line, (weight, total) in zip(rows, sums, strict=True):
        if not weight:
            continue
        factor = common // (line.q * weight)
        for j, u, value in line.marks:
            equation = matrix[j]
            equation[j] += factor * u * weight
            right[j] += factor * u * (value * weight - total)
            for k, v, _ in line.marks:
                equation[k] -= factor * u * v
        for j, pull in line.pulls:
            right[j] += factor * weight * pull
    return matrix, right


def _score(line: Row, numerators: Sequence[int], denominators: Sequence[int], scale: int) -> Fraction | None:
    """t_i = Σ_j u_ij (y_ij − b_j) / U_i; all jurors of an entry are in one part, so share the denominator."""
    if not line.marks:
        return None
    denominator = denominators[line.marks[0][0]]
    lenient = sum(u * numerators[j] for j, u, _ in line.marks)
    return Fraction(line.total * denominator - lenient, line.weight * denominator * scale)
