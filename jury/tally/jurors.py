"""Report for each juror, private to the juror and the chair: severity, spread, fit, agreement with the rest, drift."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from jury.tally.ballots import Ballots
from jury.tally.graph import components
from jury.tally.reml import Observations
from jury.tally.twoway import Design

Floats = NDArray[np.float64]
MIN_FOR_CORRELATION = 3


@dataclass(frozen=True, slots=True)
class JurorReport:
    """severity: b_j in points, above 0 lenient, with its standard error. spread: sd of the juror's composites.

    mean_square: residual mean square over its expectation (infit-like): near 1 as others, above 1 less predictable.
    rank_correlation: Spearman's ρ with the severity-adjusted mean of the other jurors. slope: change of the residual
    in points per entry heard, with its standard error, where the listening order is known. None: not estimable.
    """

    juror: str
    city: str
    ballots: int
    severity: float
    severity_se: float | None
    spread: float | None
    mean_square: float | None
    rank_correlation: float | None
    slope: float | None
    slope_se: float | None


def report(ballots: Ballots, order: Mapping[tuple[str, str], int] | None = None) -> tuple[JurorReport, ...]:
    """One report per juror with at least one ballot, by id.

    order: position at which (entry, juror) was heard, 1 for the first. Model: y = t_i + b_j + e by least squares.
    """
    data = Observations.of(ballots)
    if not data.y.size:
        return ()
    design = Design.of(ballots)
    t, b = design.least_squares(data.y)
    residual = data.y - t[data.entry] - b[data.juror]
    covariance = design.severity_covariance()
    slack = 1.0 - design.leverage()
    variance = _error_variance(ballots, data, residual)
    rest = _rest(data, t, b)
    reports = []
    for j, juror in enumerate(ballots.jurors):
        mine = np.flatnonzero(data.juror == j)
        if not mine.size:
            continue
        expected = None if variance is None else variance * float(slack[mine].sum())
        slope, slope_se = _slope(ballots, data, residual, mine, order)
        reports.append(
            JurorReport(
                juror=juror.id,
                city=juror.city,
                ballots=int(mine.size),
                severity=float(b[j]),
                severity_se=None if variance is None else float(np.sqrt(variance * covariance[j, j])),
                spread=float(np.std(data.y[mine], ddof=1)) if mine.size > 1 else None,
                mean_square=float(residual[mine] @ residual[mine]) / expected if expected else None,
                rank_correlation=_spearman(data.y[mine], rest[mine]),
                slope=slope,
                slope_se=slope_se,
            )
        )
    return tuple(reports)


def _error_variance(ballots: Ballots, data: Observations, residual: Floats) -> float | None:
    """Residual variance with N − n − m + parts degrees of freedom; None without any, or when the fit is perfect."""
    heard = np.unique(data.entry).size
    active = np.unique(data.juror).size
    free = data.y.size - heard - active + len(components(ballots.rows, data.m))
    variance = float(residual @ residual) / free if free > 0 else 0.0
    return variance if variance > 1e-20 else None


def _rest(data: Observations, t: Floats, b: Floats) -> Floats:
    """Per ballot the severity-adjusted mean of the other jurors of that entry; NaN where there is no other."""
    size = np.bincount(data.entry, minlength=data.n)[data.entry].astype(np.float64)
    own = data.y - b[data.juror]
    others = np.full(data.y.size, np.nan)
    np.divide(size * t[data.entry] - own, size - 1, out=others, where=size > 1)
    return others


def _spearman(mine: Floats, rest: Floats) -> float | None:
    known = ~np.isnan(rest)
    if known.sum() < MIN_FOR_CORRELATION:
        return None
    a, b = stats.rankdata(mine[known]), stats.rankdata(np.round(rest[known], 9))
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return None
    return float(np.corrcoef(a, b)[0, 1])


def _slope(
    ballots: Ballots,
    data: Observations,
    residual: Floats,
    mine: NDArray[np.intp],
    order: Mapping[tuple[str, str], int] | None,
) -> tuple[float | None, float | None]:
    """Least-squares slope of residuals over the listening order, and its standard error."""
    if order is None:
        return None, None
    pairs = [
        (order[key], residual[n])
        for n in mine
        if (key := (ballots.entries[data.entry[n]], ballots.jurors[data.juror[n]].id)) in order
    ]
    if len(pairs) < MIN_FOR_CORRELATION or len({position for position, _ in pairs}) < 2:
        return None, None
    found = stats.linregress(*np.array(pairs, dtype=np.float64).T)
    return float(found.slope), float(found.stderr)
