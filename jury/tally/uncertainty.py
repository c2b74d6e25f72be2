"""How sure the order is: posterior of entry effects, P(place ≤ T), P(first), and which neighbours are within noise.

Crossed random effects fitted by REML (`reml`), variances plugged in, flat prior on μ: the joint posterior of effects is
normal and is sampled exactly, with a seed. It is a statement beside the ranking and never changes the order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

from jury.tally.ballots import Ballots
from jury.tally.errors import Problem, TallyError
from jury.tally.reml import Layout, Observations, VarianceFit, fit

Floats = NDArray[np.float64]
BLOCK = 1_000_000
NOISE = 0.95


@dataclass(frozen=True, slots=True)
class EntryUncertainty:
    """mean and sd: posterior of the entry's level in points. p_top: P(place ≤ T), p_first: P(place = 1)."""

    entry: str
    mean: float
    sd: float
    p_top: float
    p_first: float


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Two entries next to each other in the ranking; probability that the upper one is the better one.

    within_noise: that probability is below 95 %, so that the order of the two is within the jury's noise.
    """

    upper: str
    lower: str
    probability: float
    within_noise: bool


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """The fitted variances (standard deviations in points) and what follows for each entry, in ballot order."""

    fit: VarianceFit
    top: int
    draws: int
    seed: int
    entries: tuple[EntryUncertainty, ...]
    neighbours: tuple[Neighbours, ...]


@dataclass(frozen=True, slots=True)
class Posterior:
    """Normal posterior of the entry effects around `mean` (n), given the variances, μ and jurors integrated out."""

    mean: Floats
    sigma: float
    shrink: Floats
    load: Floats
    root: Floats

    @classmethod
    def of(cls, data: Observations, fitted: VarianceFit) -> Posterior:
        """load: [incidence, ballots per entry]; root: R with R Rᵀ = covariance of (b, μ) / σ²."""
        layout = Layout.of(data)
        theta_a, theta_b = fitted.sd_entry / fitted.sd_residual, fitted.sd_juror / fitted.sd_residual
        a, u, _, one_one, _, _ = (part[0] for part in layout.reduced(np.array([theta_a])))
        kept = data.m if theta_b > 0 else 0
        precision = np.full((kept + 1, kept + 1), float(one_one))
        if kept:
            precision[:kept, :kept] = a + np.eye(kept) / theta_b**2
            precision[:kept, kept] = precision[kept, :kept] = u
        root = linalg.solve_triangular(linalg.cholesky(precision, lower=True), np.eye(kept + 1), lower=True).T
        load = np.column_stack((layout.incidence.toarray()[:, :kept], layout.sizes))
        shrink = theta_a**2 / (1.0 + layout.sizes * theta_a**2)
        return cls(fitted.mu + fitted.entry_effects, fitted.sd_residual, shrink, load, np.asarray(root))

    def sd(self) -> Floats:
        """Posterior standard deviation of each entry effect, in points."""
        shared = np.sum((self.load @ self.root) ** 2, axis=1)
        return np.asarray(self.sigma * np.sqrt(self.shrink + self.shrink**2 * shared))

    def draws(self, count: int, rng: np.random.Generator) -> Iterator[Floats]:
        """`count` joint draws of all effects, in blocks of shape (some, n)."""
        n = self.mean.size
        weights = (self.load @ self.root).T * (self.sigma * self.shrink)
        own = self.sigma * np.sqrt(self.shrink)
        step = max(1, BLOCK // max(n, 1))
        for first in range(0, count, step):
            size = min(step, count - first)
            block = rng.standard_normal((size, n)) * own
            block -= rng.standard_normal((size, weights.shape[0])) @ weights
            block += self.mean
            yield block


def uncertainty(
    ballots: Ballots, order: Sequence[str], top: int, *, seed: int = 0, draws: int | None = None
) -> Uncertainty:
    """Fit and sample. order: ranked entries, first place first (provisional ones left out); only they compete.

    draws: 10,000 for small rounds and at least 1,000 by default. Raises TallyError (not_estimable).
    """
    if not order:
        raise TallyError(Problem.NOT_ESTIMABLE, "no entry is ranked")
    data = Observations.of(ballots)
    fitted = fit(data)
    posterior = Posterior.of(data, fitted)
    index = {entry: i for i, entry in enumerate(ballots.entries)}
    ranked = np.array([index[entry] for entry in order], dtype=np.intp)
    count = draws or max(1_000, min(10_000, 20_000_000 // max(1, ranked.size)))
    in_top, first, upper = _count(posterior, ranked, top, count, seed)
    sd = posterior.sd()
    entries = tuple(
        EntryUncertainty(entry, float(posterior.mean[i]), float(sd[i]), float(in_top[k]), float(first[k]))
        for k, (entry, i) in enumerate(zip(order, ranked, strict=True))
    )
    pairs = zip(order[:-1], order[1:], upper, strict=True)
    neighbours = tuple(Neighbours(a, b, float(p), bool(p < NOISE)) for a, b, p in pairs)
    return Uncertainty(fitted, top, count, seed, entries, neighbours)


def _count(
    posterior: Posterior, ranked: NDArray[np.intp], top: int, count: int, seed: int
) -> tuple[Floats, Floats, Floats]:
    """Shares of draws in which each ranked entry is among the top, is first, and beats the next in order.

    Where entries were estimated not to differ at all, every order is equally likely.
    """
    n = ranked.size
    if not posterior.shrink.any():
        return np.full(n, min(top, n) / n), np.full(n, 1 / n), np.full(max(0, n - 1), 0.5)
    in_top, first, upper = np.zeros(n), np.zeros(n), np.zeros(max(0, n - 1))
    for block in posterior.draws(count, np.random.default_rng(seed)):
        draw = block[:, ranked]
        np.add.at(first, np.argmax(draw, axis=1), 1.0)
        upper += np.count_nonzero(draw[:, :-1] > draw[:, 1:], axis=0)
        if top < n:
            best = np.argpartition(draw, n - top, axis=1)[:, n - top :]
            in_top += np.bincount(best.ravel(), minlength=n)
        else:
            in_top += draw.shape[0]
    return in_top / count, first / count, upper / count
