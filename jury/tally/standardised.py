"""Juror standardisation: z_ij = (y_ij − ȳ_j) / s_j, with square roots handled so that ties stay exact.

s_j is irrational as a rule. Two standard deviations whose ratio is rational are written as rational multiples of
one common root, and roots of different kinds are linearly independent over the rationals. So a sum of z values is
equal to another exactly when its coefficients are, and replacing each root by one fixed 60-digit fraction keeps equal
sums equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import isqrt

from jury.tally.ballots import Ballots
from jury.tally.errors import Problem, TallyError

MIN_BALLOTS = 10
DIGITS = 60


@dataclass(frozen=True, slots=True)
class Back:
    """Mean and sample standard deviation of all counting ballots, in points: where z values are mapped back to."""

    mean: Fraction
    spread: Fraction


def z_values(ballots: Ballots) -> tuple[tuple[tuple[Fraction | None, ...], ...], Back]:
    """z value of each ballot, in the shape of `ballots.rows`, and the way back to points.

    Raises TallyError for a juror with fewer than 10 ballots or with the same mark everywhere.
    """
    inverse: dict[int, Fraction] = {}
    means: dict[int, Fraction] = {}
    roots: list[tuple[Fraction, Fraction]] = []
    for j, column in enumerate(ballots.by_juror()):
        if not column:
            continue
        values = [value for _, value in column]
        variance = _variance(values, ballots.scale)
        if len(values) < MIN_BALLOTS or variance == 0:
            juror = ballots.jurors[j].id
            message = f"juror {juror!r} cannot be standardised: {MIN_BALLOTS} ballots that are not all equal are needed"
            raise TallyError(Problem.JUROR_NOT_STANDARDISABLE, message, juror=juror, ballots=len(values))
        means[j] = Fraction(sum(values), len(values) * ballots.scale)
        inverse[j] = 1 / _root_in_class(variance, roots)
    scale = ballots.scale
    z = tuple(tuple((Fraction(value, scale) - means[j]) * inverse[j] for j, value in row) for row in ballots.rows)
    everything = [value for row in ballots.rows for _, value in row]
    spread = sqrt(_variance(everything, ballots.scale)) if everything else Fraction(0)
    mean = Fraction(sum(everything), len(everything) * ballots.scale) if everything else Fraction(0)
    return z, Back(mean, spread)


def _variance(values: list[int], scale: int) -> Fraction:
    """Sample variance in points², exact; 0 for a single value. In points, so that the digits at which a root is cut off
    do not depend on how the weights of the criteria are written."""
    n = len(values)
    if n < 2:
        return Fraction(0)
    return Fraction(n * sum(v * v for v in values) - sum(values) ** 2, n * (n - 1) * scale**2)


def _root_in_class(variance: Fraction, roots: list[tuple[Fraction, Fraction]]) -> Fraction:
    """√variance, as a rational multiple of the root of its class where there is one; `roots` grows by new classes."""
    for known, root in roots:
        ratio = exact_sqrt(variance / known)
        if ratio is not None:
            return ratio * root
    root = sqrt(variance)
    roots.append((variance, root))
    return root


def exact_sqrt(value: Fraction) -> Fraction | None:
    """The rational square root, or None where it is irrational."""
    top, bottom = isqrt(value.numerator), isqrt(value.denominator)
    if top * top == value.numerator and bottom * bottom == value.denominator:
        return Fraction(top, bottom)
    return None


def sqrt(value: Fraction) -> Fraction:
    """Square root, exact where rational, else cut off after 60 decimal digits."""
    exact = exact_sqrt(value)
    if exact is not None:
        return exact
    unit = 10**DIGITS
    return Fraction(isqrt(value.numerator * unit * unit // value.denominator), unit)
