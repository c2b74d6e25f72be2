"""Agreement of jurors: Krippendorff's α, Kendall's W, intraclass correlations. Floats: statistics, never a ranking.

A table is entries × jurors of floats with NaN for missing. α allows gaps; W and ICC use the entries that every juror
scored and say how many those are.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from jury.tally.ballots import Ballots

Floats = NDArray[np.float64]
BLOCK = 2_000_000


def table(ballots: Ballots) -> Floats:
    """Composites in points as entries × jurors, NaN where missing."""
    values = np.full((len(ballots.entries), len(ballots.jurors)), np.nan)
    for i, row in enumerate(ballots.rows):
        for j, value in row:
            values[i, j] = value / ballots.scale
    return values


@dataclass(frozen=True, slots=True)
class Alpha:
    """Krippendorff's α per level of measurement; None where nothing varies or no entry has two marks."""

    nominal: float | None
    ordinal: float | None
    interval: float | None
    ratio: float | None


@dataclass(frozen=True, slots=True)
class KendallW:
    """Tie-corrected W over n entries and m jurors, χ² = m (n − 1) W with n − 1 degrees of freedom, and its p."""

    w: float | None
    p: float | None
    chi2: float | None
    n: int
    m: int


@dataclass(frozen=True, slots=True)
class IntraclassCorrelation:
    """The six coefficients of Shrout & Fleiss (Psychological Bulletin 86, 1979) over n complete entries, k jurors."""

    icc_1_1: float | None
    icc_2_1: float | None
    icc_3_1: float | None
    icc_1_k: float | None
    icc_2_k: float | None
    icc_3_k: float | None
    n: int
    k: int


@dataclass(frozen=True, slots=True)
class _Pairable:
    """Marks of entries that have at least two, flat: value, entry (0 … units − 1), marks per entry."""

    value: Floats
    unit: NDArray[np.intp]
    size: Floats


def krippendorff_alpha(values: Floats) -> Alpha:
    """α = 1 − D_o / D_e for four levels (K. Krippendorff, Computing Krippendorff's Alpha-Reliability, 2011).

    Interval: the sum of squared differences within an entry is n Σx² − (Σx)², so no pair is ever formed. Ordinal: the
    metric counts the marks between two values, which is the difference of their midranks: interval on midranks.
    """
    marks = _pairable(np.asarray(values, dtype=np.float64))
    if marks.value.size < 2:
        return Alpha(None, None, None, None)
    _, code, count = np.unique(marks.value, return_inverse=True, return_counts=True)
    midrank = (np.cumsum(count) - (count - 1) / 2.0)[code]
    return Alpha(_nominal(marks, code, count), _squared(marks, midrank), _squared(marks, marks.value), _ratio(marks))


def _pairable(values: Floats) -> _Pairable:
    present = ~np.isnan(values)
    size = present.sum(axis=1)
    kept = size >= 2
    unit, juror = np.nonzero(present[kept])
    return _Pairable(values[kept][unit, juror], unit, size[kept].astype(np.float64))


def _alpha(observed: float, expected: float) -> float | None:
    return None if expected <= 0 else 1.0 - observed / expected


def _squared(marks: _Pairable, x: Floats) -> float | None:
    """α with squared differences of x; x is centred first, so that no digits cancel."""
    centred = x - x.mean()
    sums = np.bincount(marks.unit, centred, minlength=marks.size.size)
    squares = np.bincount(marks.unit, centred**2, minlength=marks.size.size)
    n = centred.size
    observed = float(np.sum((marks.size * squares - sums**2) / (marks.size - 1))) / n
    expected = float(n * np.sum(centred**2) - np.sum(centred) ** 2) / (n * (n - 1))
    return _alpha(observed, expected) if np.ptp(x) > 0 else None


def _nominal(marks: _Pairable, code: NDArray[np.intp], count: NDArray[np.intp]) -> float | None:
    n = code.size
    keys, same = np.unique(marks.unit * count.size + code, return_counts=True)
    equal = np.bincount(keys // count.size, same.astype(np.float64) ** 2, minlength=marks.size.size)
    observed = float(np.sum((marks.size**2 - equal) / (marks.size - 1))) / n
    expected = (float(n) ** 2 - float(np.sum(count.astype(np.float64) ** 2))) / (n * (n - 1))
    return _alpha(observed, expected)


def _ratio(marks: _Pairable) -> float | None:
    """((a − b) / (a + b))² over pairs; defined for marks that are not negative."""
    if marks.value.min() < 0:
        return None
    n = marks.value.size
    start = np.concatenate(([0], np.cumsum(marks.size).astype(np.intp)))
    observed = 0.0
    for size in np.unique(marks.size).astype(int):
        rows = marks.value[start[:-1][marks.size == size][:, None] + np.arange(size)]
        observed += sum(float(_ratio_metric(rows, rows[:, [c]]).sum()) for c in range(size)) / (size - 1)
    distinct, count = np.unique(marks.value, return_counts=True)
    step = max(1, BLOCK // distinct.size)
    expected = 0.0
    for first in range(0, distinct.size, step):
        block = _ratio_metric(distinct[first : first + step, None], distinct[None, :])
        expected += float(count[first : first + step] @ block @ count)
    return _alpha(observed / n, expected / (n * (n - 1)))


def _ratio_metric(a: Floats, b: Floats) -> Floats:
    total = a + b
    return np.asarray(np.divide(a - b, total, out=np.zeros_like(total), where=total != 0) ** 2)


def complete_entries(values: Floats) -> Floats:
    """Rows without a gap, of the jurors who scored anything at all."""
    active = values[:, ~np.all(np.isnan(values), axis=0)]
    return np.asarray(active[~np.any(np.isnan(active), axis=1)])


def kendall_w(values: Floats) -> KendallW:
    """Kendall's coefficient of concordance, corrected for ties (M. G. Kendall, Rank Correlation Methods, 1948)."""
    complete = complete_entries(values)
    n, m = complete.shape
    if n < 2 or m < 2:
        return KendallW(None, None, None, n, m)
    ranks = stats.rankdata(complete, axis=0)
    spread = float(np.sum((ranks.sum(axis=1) - m * (n + 1) / 2) ** 2))
    ties = sum(float(np.sum(c**3 - c)) for c in (np.unique(r, return_counts=True)[1] for r in ranks.T))
    greatest = m**2 * (n**3 - n) - m * ties
    if greatest <= 0:
        return KendallW(None, None, None, n, m)
    w = 12 * spread / greatest
    chi2 = m * (n - 1) * w
    return KendallW(w, float(stats.chi2.sf(chi2, n - 1)), chi2, n, m)


def intraclass(values: Floats) -> IntraclassCorrelation:
    """ICC(1,1), (2,1), (3,1) and their k-juror forms from the mean squares of the complete two-way table."""
    complete = complete_entries(values)
    n, k = complete.shape
    if n < 2 or k < 2:
        return IntraclassCorrelation(None, None, None, None, None, None, n, k)
    grand = complete.mean()
    rows, columns = complete.mean(axis=1) - grand, complete.mean(axis=0) - grand
    between = k * float(rows @ rows) / (n - 1)
    jurors = n * float(columns @ columns) / (k - 1)
    residual = complete - grand - rows[:, None] - columns[None, :]
    error = float(np.sum(residual**2)) / ((n - 1) * (k - 1))
    within = (jurors * (k - 1) + error * (n - 1) * (k - 1)) / (n * (k - 1))
    return IntraclassCorrelation(
        icc_1_1=_ratio_of(between - within, between + (k - 1) * within),
        icc_2_1=_ratio_of(between - error, between + (k - 1) * error + k * (jurors - error) / n),
        icc_3_1=_ratio_of(between - error, between + (k - 1) * error),
        icc_1_k=_ratio_of(between - within, between),
        icc_2_k=_ratio_of(between - error, between + (jurors - error) / n),
        icc_3_k=_ratio_of(between - error, between),
        n=n,
        k=k,
    )


def _ratio_of(part: float, whole: float) -> float | None:
    return part / whole if whole > 0 else None
