"""Crossed random effects y_ij = μ + a_i + b_j + e_ij, fitted by restricted maximum likelihood (REML).

Entries are eliminated: with θ = (sd_entry, sd_juror) / sd_residual and d(n) = θ_a² / (1 + n θ_a²), what remains is an
m × m system in the jurors whose ingredients depend on the ballots only through sums per entry size. These sums are
formed once, so that one evaluation of the criterion costs O(m³), however many ballots there are. The criterion is
profiled over μ and σ² (D. Bates et al., Journal of Statistical Software 67, 2015, section 3) and evaluated for several
θ at a time; Newton's method in log θ takes its derivatives from one such batch.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi, sqrt

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

from jury.tally.ballots import Ballots
from jury.tally.errors import Problem, TallyError

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

START = (0.2, 0.7, 2.0)
H = 1e-3
NEAR_BORDER = 0.1
SMALLEST = 1e-3
STEPS = np.array([1.0, 0.5, 0.2, 0.05, 0.01])
LONGEST_STEP = 2.0
MAX_STEPS = 100
NO_NOISE = 1e-5


@dataclass(frozen=True, slots=True)
class Observations:
    """One value per ballot: marks y in points, indices of entry and juror; n entries, m jurors."""

    y: Floats
    entry: Ints
    juror: Ints
    n: int
    m: int

    @classmethod
    def of(cls, ballots: Ballots) -> Observations:
        sizes = [len(row) for row in ballots.rows]
        entry = np.repeat(np.arange(len(sizes)), sizes)
        cells = np.array([cell for row in ballots.rows for cell in row], dtype=np.float64).reshape(-1, 2)
        juror = cells[:, 0].astype(np.intp)
        return cls(cells[:, 1] / ballots.scale, entry, juror, len(sizes), len(ballots.jurors))


@dataclass(frozen=True, slots=True)
class VarianceFit:
    """Standard deviations in points, μ, conditional modes of entries (n) and jurors (m), and the REML criterion."""

    mu: float
    sd_entry: float
    sd_juror: float
    sd_residual: float
    criterion: float
    entry_effects: Floats
    juror_effects: Floats


@dataclass(frozen=True, slots=True)
class Layout:
    """Sums of the ballots, per distinct number n_g of ballots an entry has (g groups). All y are centred."""

    observations: Observations
    centre: float
    incidence: sparse.csr_array
    sizes: Floats
    entry_sums: Floats
    group_size: Floats
    group_entries: Floats
    cross: Floats
    juror_sums: Floats
    juror_of_sums: Floats
    juror_loads: Floats
    juror_of_loads: Floats
    squares: Floats
    total_square: float

    @classmethod
    def of(cls, data: Observations) -> Layout:
        centre = float(data.y.mean())
        y = data.y - centre
        incidence = sparse.csr_array((np.ones(y.size), (data.entry, data.juror)), shape=(data.n, data.m))
        sizes = np.bincount(data.entry, minlength=data.n).astype(np.float64)
        sums = np.bincount(data.entry, y, minlength=data.n).astype(np.float64)
        group_size = np.unique(sizes[sizes > 0])
        members = [np.flatnonzero(sizes == size) for size in group_size]
        parts = [incidence[rows] for rows in members]
        return cls(
            observations=data,
            centre=centre,
            incidence=incidence,
            sizes=sizes,
            entry_sums=sums,
            group_size=group_size,
            group_entries=np.array([rows.size for rows in members], dtype=np.float64),
            cross=np.array([(part.T @ part).toarray() for part in parts]),
            juror_sums=np.bincount(data.juror, y, minlength=data.m).astype(np.float64),
            juror_of_sums=np.array([part.T @ sums[rows] for part, rows in zip(parts, members, strict=True)]),
            juror_loads=np.bincount(data.juror, minlength=data.m).astype(np.float64),
            juror_of_loads=np.array([part.T @ np.ones(part.shape[0]) for part in parts]),
            squares=np.array([float(sums[rows] @ sums[rows]) for rows in members]),
            total_square=float(y @ y),
        )

    def reduced(self, theta_a: Floats) -> tuple[Floats, Floats, Floats, Floats, Floats, Floats]:
        """With W = (I + θ_a² Z_a Z_aᵀ)⁻¹, for a batch of θ_a: Z_bᵀWZ_b, Z_bᵀW1, Z_bᵀWy, 1ᵀW1, 1ᵀWy, yᵀWy."""
        d = theta_a[:, None] ** 2 / (1.0 + self.group_size * theta_a[:, None] ** 2)
        m = self.juror_loads.size
        a = np.diag(self.juror_loads) - (d @ self.cross.reshape(d.shape[1], -1)).reshape(-1, m, m)
        u = self.juror_loads - (d * self.group_size) @ self.juror_of_loads
        v = self.juror_sums - d @ self.juror_of_sums
        one_one = self.observations.y.size - d @ (self.group_size**2 * self.group_entries)
        return a, u, v, one_one, v.sum(axis=1), self.total_square - d @ self.squares

    def profile(self, theta: Floats) -> tuple[Floats, Floats, Floats]:
        """REML criterion (−2 log restricted likelihood), σ² and μ for a batch of (θ_a, θ_b), shape (batch, 2)."""
        a, u, v, one_one, one_y, y_y = self.reduced(theta[:, 0])
        square = theta[:, 1] ** 2
        lower = np.linalg.cholesky(np.eye(u.shape[1]) + square[:, None, None] * a)
        both = np.linalg.solve(lower, np.stack((u, v), axis=2))
        one_one = one_one - square * np.sum(both[:, :, 0] ** 2, axis=1)
        one_y = one_y - square * np.sum(both[:, :, 0] * both[:, :, 1], axis=1)
        y_y = y_y - square * np.sum(both[:, :, 1] ** 2, axis=1)
        free = self.observations.y.size - 1
        variance = np.maximum(y_y - one_y**2 / one_one, np.finfo(float).tiny) / free
        determinant = np.log1p(self.group_size * theta[:, :1] ** 2) @ self.group_entries
        determinant = determinant + 2.0 * np.log(np.diagonal(lower, axis1=1, axis2=2)).sum(axis=1)
        criterion = free * (1.0 + np.log(2.0 * pi * variance)) + determinant + np.log(one_one)
        return criterion, variance, one_y / one_one

    def criterion(self, theta: Floats) -> Floats:
        """REML criterion for a batch of (θ_a, θ_b)."""
        return self.profile(theta)[0]


def fit(data: Observations) -> VarianceFit:
    """Estimate the three variances by REML, then μ and the effects.

    A variance at the border is estimated as exactly 0. Raises TallyError (not_estimable) for fewer than two entries,
    for as many entries or jurors as marks (their variance cannot be told from the noise), and for marks that do not
    vary or hold no noise.
    """
    heard, active = np.unique(data.entry).size, np.unique(data.juror).size
    if heard < 2 or data.y.size <= max(heard, active) or float(np.ptp(data.y)) == 0.0:
        message = "variances need several entries, most of them with several marks, that are not all equal"
        raise TallyError(Problem.NOT_ESTIMABLE, message)
    layout = Layout.of(data)
    found = effects(layout, _minimise(layout))
    if found.sd_residual < NO_NOISE * float(np.std(data.y)):
        raise TallyError(
            Problem.NOT_ESTIMABLE, "the jurors differ by their severity alone: there is no noise to estimate"
        )
    return found


def _minimise(layout: Layout) -> Floats:
    grid = np.array([(a, b) for a in START for b in START])
    theta = grid[int(np.argmin(layout.criterion(grid)))]
    free = [0, 1]
    for _ in range(MAX_STEPS):
        step, theta = _newton(layout, theta, free)
        vanished = [k for k in free if theta[k] < NEAR_BORDER and _falls_to_zero(layout, theta, k)]
        theta = np.where(np.isin((0, 1), vanished), 0.0, theta)
        free = [k for k in free if k not in vanished]
        if not free or (step < 1e-7 and not vanished):
            break
    return _at_the_border(layout, theta)


def _falls_to_zero(layout: Layout, theta: Floats, k: int) -> bool:
    """True when the criterion is no lower just above 0 than at 0, so that the variance is estimated as 0."""
    points = np.repeat(theta[None, :], 2, axis=0)
    points[:, k] = (0.0, SMALLEST)
    zero, above = layout.criterion(points)
    return bool(zero <= above)


def _newton(layout: Layout, theta: Floats, free: list[int]) -> tuple[float, Floats]:
    """One damped Newton step in log θ of the free parameters; returns its length and the new θ."""
    k = len(free)
    offsets = np.vstack((np.zeros((1, k)), H * np.eye(k), -H * np.eye(k), np.full((1, k), H), np.full((1, k), -H)))
    f = layout.criterion(_moved(theta, free, offsets))
    plus, minus = f[1 : 1 + k], f[1 + k : 1 + 2 * k]
    gradient = (plus - minus) / (2 * H)
    hessian = np.diag((plus - 2 * f[0] + minus) / H**2)
    if k == 2:
        hessian[0, 1] = hessian[1, 0] = (f[5] + f[6] + 2 * f[0] - f[1:5].sum()) / (2 * H**2)
    values, vectors = np.linalg.eigh(hessian)
    direction = -vectors @ ((vectors.T @ gradient) / np.maximum(np.abs(values), 1e-6))
    direction *= min(1.0, LONGEST_STEP / max(float(np.abs(direction).max()), 1e-300))
    trial = layout.criterion(_moved(theta, free, STEPS[:, None] * direction))
    best = int(np.argmin(trial))
    if trial[best] > f[0]:
        return 0.0, theta
    return float(np.abs(direction).max() * STEPS[best]), _moved(theta, free, STEPS[best] * direction[None, :])[0]


def _moved(theta: Floats, free: list[int], offsets: Floats) -> Floats:
    points = np.repeat(theta[None, :], offsets.shape[0], axis=0)
    points[:, free] *= np.exp(offsets)
    return points


def _at_the_border(layout: Layout, theta: Floats) -> Floats:
    """θ, or the point with a component set to 0 where that is no worse."""
    candidates = np.array([theta, theta * (1, 0), theta * (0, 1), theta * 0])
    values = layout.criterion(candidates)
    return np.asarray(candidates[int(np.flatnonzero(values <= values.min() + 1e-9)[-1])])


def effects(layout: Layout, theta: Floats) -> VarianceFit:
    """μ, σ and the conditional modes at a given θ."""
    theta_a, theta_b = float(theta[0]), float(theta[1])
    criterion, variance, mu = (float(part[0]) for part in layout.profile(theta[None, :]))
    a, u, v = (part[0] for part in layout.reduced(theta[:1])[:3])
    factor = linalg.cho_factor(np.eye(u.size) + theta_b**2 * a)
    jurors = theta_b**2 * linalg.cho_solve(factor, v - mu * u)
    shrink = theta_a**2 / (1.0 + layout.sizes * theta_a**2)
    entries = shrink * (layout.entry_sums - layout.sizes * mu - layout.incidence @ jurors)
    sigma = sqrt(variance)
    return VarianceFit(mu + layout.centre, theta_a * sigma, theta_b * sigma, sigma, criterion, entries, jurors)
