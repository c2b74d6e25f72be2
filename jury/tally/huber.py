"""`robust`: the adjusted mean with Huber weights, so that one far-off ballot pulls no harder than a moderately far one.

minimise Σ ω_ij ρ_k(y_ij − t_i − b_j), Σ b_j = 0, with ρ_k quadratic up to k and linear beyond (P. J. Huber, Annals of
Mathematical Statistics 35, 1964). k = c · 1.4826 · median |residual of the adjusted mean|, rounded half up to 6
decimals. The set of outliers is found by iteration in floating point; then the linear equations that hold for that set
are solved exactly, and it is checked exactly that they reproduce the set. So the scores are exact like all others.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from jury.tally import adjusted
from jury.tally.adjusted import Fit, Row, solve_rows
from jury.tally.ballots import Ballots
from jury.tally.errors import Problem, TallyError
from jury.tally.graph import components
from jury.tally.rounding import half_up
from jury.tally.twoway import Design

MAD_TO_SD = Fraction(7413, 5000)
PLACES = 6
NEAR = 1e-8
MAX_STEPS = 500

Floats = NDArray[np.float64]


def fit(ballots: Ballots, c: Fraction, parity: bool) -> Fit:
    """Exact Huber fit with constant c (in units of the MAD scale); the adjusted mean where residuals have MAD 0.

    Raises TallyError (not_unique) where the outliers leave some entry without any other ballot, or the jury in parts.
    """
    start = adjusted.fit(ballots, parity)
    if not start.severities:
        return start
    cells = _Cells.of(ballots, parity)
    k = half_up(c * MAD_TO_SD * _median_distance(cells, start), PLACES)
    if k == 0:
        return start
    signs = _iterate(cells, float(k))
    for _ in range(MAX_STEPS):
        found = _solve_exactly(ballots, cells, signs, k)
        renewed = _signs(cells, found, k)
        if np.array_equal(renewed, signs):
            return found
        signs = renewed
    raise TallyError(Problem.NOT_UNIQUE, "the robust fit found no stable set of outliers")


@dataclass(frozen=True, slots=True)
class _Cells:
    """All ballots as flat arrays in the order of the rows, with their exact counterparts."""

    design: Design
    y: Floats
    values: tuple[Fraction, ...]
    rows: tuple[Row, ...]

    @classmethod
    def of(cls, ballots: Ballots, parity: bool) -> _Cells:
        rows = tuple(adjusted.row(ballots, i, parity) for i in range(len(ballots.entries)))
        weights = [u / line.q for line in rows for _, u, _ in line.marks]
        design = Design.of(ballots, np.array(weights))
        values = tuple(Fraction(value, ballots.scale) for line in rows for _, _, value in line.marks)
        return cls(design, np.array([float(value) for value in values]), values, rows)

    def residual(self, found: Fit, n: int) -> Fraction:
        """Exact residual of ballot n."""
        score = found.scores[self.design.entry[n]]
        assert score is not None
        severity = found.severities[int(self.design.juror[n])]
        value: Fraction = self.values[n] - score - severity
        return value

    def residuals(self, found: Fit) -> Floats:
        """All residuals in floating point."""
        t = np.array([0.0 if score is None else float(score) for score in found.scores])
        b = np.array([float(found.severities.get(j, 0)) for j in range(self.design.m)])
        return np.asarray(self.y - t[self.design.entry] - b[self.design.juror])


def _median_distance(cells: _Cells, found: Fit) -> Fraction:
    """Exact median of |residual|: floats find the neighbourhood of the middle, exact numbers order it."""
    distance = np.abs(cells.residuals(found))
    middle = np.sort(distance)[[(distance.size - 1) // 2, distance.size // 2]]
    near = np.flatnonzero((distance >= middle[0] - NEAR) & (distance <= middle[1] + NEAR))
    below = int(np.count_nonzero(distance < middle[0] - NEAR))
    exact = sorted(abs(cells.residual(found, int(n))) for n in near)
    low, high = exact[(distance.size - 1) // 2 - below], exact[distance.size // 2 - below]
    return Fraction(low + high, 2)


def _iterate(cells: _Cells, k: float) -> NDArray[np.int8]:
    """Refit to values pulled in to within k of the fit until nothing moves; returns −1, 0, +1 per ballot."""
    target = cells.y
    for _ in range(MAX_STEPS):
        t, b = cells.design.least_squares(target)
        fitted = t[cells.design.entry] + b[cells.design.juror]
        pulled = fitted + np.clip(cells.y - fitted, -k, k)
        if float(np.max(np.abs(pulled - target))) < 1e-11:
            break
        target = pulled
    residual = cells.y - fitted
    return (np.sign(residual) * (np.abs(residual) > k)).astype(np.int8)


def _solve_exactly(ballots: Ballots, cells: _Cells, signs: NDArray[np.int8], k: Fraction) -> Fit:
    """Solve the equations that hold when exactly the ballots with a sign are outliers."""
    scale = lcm(ballots.scale, k.denominator)
    stretch, force = scale // ballots.scale, int(k * scale)
    flags = iter(signs.tolist())
    rows: list[Row] = []
    for line in cells.rows:
        marked = [(mark, next(flags)) for mark in line.marks]
        inner = tuple((j, u, value * stretch) for (j, u, value), sign in marked if not sign)
        pulls = tuple((j, u * force * sign) for (j, u, _), sign in marked if sign)
        rows.append(replace(line, marks=inner, pulls=pulls))
    whole = components(ballots.rows, len(ballots.jurors))
    if components([[(j, u) for j, u, _ in line.marks] for line in rows], len(ballots.jurors)) != whole or any(
        line.pulls and not line.marks for line in rows
    ):
        raise TallyError(Problem.NOT_UNIQUE, "the robust fit has no unique solution: too many ballots are outliers")
    return solve_rows(rows, len(ballots.jurors), scale)


def _signs(cells: _Cells, found: Fit, k: Fraction) -> NDArray[np.int8]:
    """Which ballots are outliers under this fit; those near the border are compared exactly."""
    residual = cells.residuals(found)
    signs = (np.sign(residual) * (np.abs(residual) > float(k))).astype(np.int8)
    for n in np.flatnonzero(np.abs(np.abs(residual) - float(k)) < NEAR):
        exact = cells.residual(found, int(n))
        signs[n] = 0 if abs(exact) <= k else (1 if exact > 0 else -1)
    return signs
