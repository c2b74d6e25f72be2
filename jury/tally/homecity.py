"""Does a jury favour entries of its own city? δ in y = t_i + b_j + δ · [same city] + e, with a permutation test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from jury.tally.ballots import Ballots
from jury.tally.graph import components
from jury.tally.reml import Observations
from jury.tally.twoway import Design

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]
COLLINEAR = 1e-9
NOWHERE = 0
BLOCK = 64


@dataclass(frozen=True, slots=True)
class HomeCity:
    """delta: points added for the own city; delta_over_sigma: in units of the residual standard deviation.

    p: share of permutations of the entries' cities with at least as large a standardised effect (one-sided).
    testable is False, and the figures None, where nobody scored their own city or it cannot be told apart.
    """

    testable: bool
    same_city_ballots: int
    delta: float | None = None
    delta_se: float | None = None
    delta_over_sigma: float | None = None
    p: float | None = None
    permutations: int = 0
    seed: int = 0


def home_city(ballots: Ballots, entry_city: Mapping[str, str], *, permutations: int = 1_999, seed: int = 0) -> HomeCity:
    """Estimate δ by least squares and test δ > 0 by permuting the cities among the entries (seeded).

    entry_city: home city per entry; an entry without one is nobody's own. Entries' levels and jurors' severities are
    taken out of both sides first (Frisch & Waugh, Econometrica 1, 1933), so that only δ remains.
    """
    data = Observations.of(ballots)
    codes: dict[str, int] = {"": NOWHERE}
    entry_homes = _codes([entry_city.get(entry, "") for entry in ballots.entries], codes)
    juror_homes = _codes([juror.city for juror in ballots.jurors], codes)
    same = _same(entry_homes, juror_homes, data)
    count = int(same.sum())
    if not count:
        return HomeCity(False, 0)
    design = Design.of(ballots)
    y, x = _outside(design, data.y), _outside(design, same)
    weight = float(x @ x)
    if weight < COLLINEAR:
        return HomeCity(False, count)
    delta = float(x @ y) / weight
    free = data.y.size - np.unique(data.entry).size - np.unique(data.juror).size - 1
    free += len(components(ballots.rows, data.m))
    rest = y - delta * x
    sigma = float(np.sqrt(rest @ rest / free)) if free > 0 else 0.0
    observed = float(x @ y) / np.sqrt(weight)
    p = _permutation_p(design, data, (entry_homes, juror_homes), y, observed, permutations, seed)
    known = sigma > COLLINEAR
    return HomeCity(
        True,
        count,
        delta,
        sigma / float(np.sqrt(weight)) if known else None,
        delta / sigma if known else None,
        p,
        permutations,
        seed,
    )


def _codes(cities: list[str], codes: dict[str, int]) -> Ints:
    """A number per city, the same in every call with the same `codes`."""
    return np.array([codes.setdefault(city, len(codes)) for city in cities], dtype=np.intp)


def _same(entry_homes: Ints, juror_homes: Ints, data: Observations) -> Floats:
    mine, theirs = juror_homes[data.juror], entry_homes[data.entry]
    return np.asarray(((mine == theirs) & (mine != NOWHERE)).astype(np.float64))


def _outside(design: Design, values: Floats) -> Floats:
    """What is left of the values when entries and jurors are taken out."""
    t, b = design.least_squares(values)
    return np.asarray(values - t[design.entry] - b[design.juror])


def _permutation_p(
    design: Design,
    data: Observations,
    homes: tuple[Ints, Ints],
    y: Floats,
    observed: float,
    permutations: int,
    seed: int,
) -> float:
    """Share of permutations that reach the observed effect, this one counted in.

    A permutation changes which ballots are of the same city, x, and with it only sums: xᵀy, and the length of what is
    left of x, xᵀx − Σ t·(sums of x an entry) − Σ b·(sums of x a juror) with t, b the fit to x. So no ballot is touched.
    """
    entry_homes, juror_homes = homes
    cities = int(max(entry_homes.max(), juror_homes.max())) + 1
    seats, pulls = np.zeros((data.n, cities)), np.zeros((data.n, cities))
    np.add.at(seats, (data.entry, juror_homes[data.juror]), 1.0)
    np.add.at(pulls, (data.entry, juror_homes[data.juror]), y)
    seats[:, NOWHERE] = pulls[:, NOWHERE] = 0.0
    heard = sparse.csr_array((np.ones(data.y.size), (data.juror, data.entry)), shape=(data.m, data.n))
    rng, reached = np.random.default_rng(seed), 1
    for first in range(0, permutations, BLOCK):
        width = min(BLOCK, permutations - first)
        drawn = np.stack([rng.permutation(entry_homes) for _ in range(width)], axis=1)
        of_entries = np.take_along_axis(seats, drawn, axis=1)
        of_jurors = np.zeros((data.m, width))
        for city in range(NOWHERE + 1, cities):
            mine = np.flatnonzero(juror_homes == city)
            of_jurors[mine] = heard[mine] @ (drawn == city).astype(np.float64)
        t, b = design.from_sums(of_entries, of_jurors)
        count = of_entries.sum(axis=0)
        weight = count - np.sum(of_entries * t, axis=0) - np.sum(of_jurors * b, axis=0)
        known = weight > np.maximum(COLLINEAR, COLLINEAR * count)
        value = np.take_along_axis(pulls, drawn, axis=1).sum(axis=0) / np.sqrt(np.where(known, weight, 1.0))
        reached += int(np.count_nonzero(np.where(known, value, 0.0) >= observed - COLLINEAR))
    return reached / (permutations + 1)
