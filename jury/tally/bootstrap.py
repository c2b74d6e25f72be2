"""Adjusted scores of juries that might have been: the wild bootstrap of the two-way model. For statistics only.

Every residual of the adjusted mean, blown up by its leverage (r / √(1 − h)), keeps its place and gets a random sign;
the model is fitted again to each replicate. So a juror or an entry that scatters more goes on doing so (C. F. J. Wu,
Annals of Statistics 14, 1986; R. Y. Liu, Annals of Statistics 16, 1988). It asks less of the marks than the crossed
random effects of `uncertainty`, knows no shrinkage, and stands beside them as a check. It never changes the order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from jury.tally.ballots import Ballots
from jury.tally.errors import Problem, TallyError
from jury.tally.reml import Observations
from jury.tally.twoway import Design

Floats = NDArray[np.float64]
Singles = NDArray[np.float32]
BLOCK = 4_000_000
FEWEST_SPREAD = 1e-6
INTERVAL = (0.05, 0.95)


@dataclass(frozen=True, slots=True)
class EntryBootstrap:
    """score: severity-adjusted mean in points. sd, low, high: spread and 5 % and 95 % points over the replicates.

    p_top: share of replicates in which the entry is among the first T.
    """

    entry: str
    score: float
    sd: float
    low: float
    high: float
    p_top: float


@dataclass(frozen=True, slots=True)
class Replicates:
    """The fitted model and what one replicate needs: residuals r (one per ballot, in the order of entries)."""

    design: Design
    scores: Floats
    residuals: Singles
    starts: NDArray[np.intp]
    heard: NDArray[np.intp]
    incidence: sparse.csr_array

    @classmethod
    def of(cls, ballots: Ballots) -> Replicates:
        """Fit once. Raises TallyError (not_estimable) where every ballot is fitted exactly."""
        data = Observations.of(ballots)
        design = Design.of(ballots)
        t, b = design.least_squares(data.y)
        residual = data.y - t[data.entry] - b[data.juror]
        slack = 1.0 - design.leverage()
        scattered = slack > FEWEST_SPREAD
        if not np.any(np.abs(residual[scattered]) > FEWEST_SPREAD):
            raise TallyError(Problem.NOT_ESTIMABLE, "the marks leave no residual to draw from")
        blown = np.where(scattered, residual / np.sqrt(np.where(scattered, slack, 1.0)), 0.0)
        heard, starts = np.unique(data.entry, return_index=True)
        ones = np.ones(data.y.size, dtype=np.float32)
        incidence = sparse.csr_array((ones, (data.juror, np.arange(data.y.size))), shape=(data.m, data.y.size))
        return cls(design, t, blown.astype(np.float32), starts, heard, incidence)

    def draws(self, count: int, rng: np.random.Generator) -> Iterator[Floats]:
        """`count` replicates of all scores in points, in blocks of shape (n, some)."""
        size = self.residuals.size
        step = max(8, BLOCK // size // 8 * 8)
        for first in range(0, count, step):
            width = min(step, count - first)
            yield self.scores[:, None] + self._shift(_signed(self.residuals, width, rng))

    def _shift(self, noise: Singles) -> Floats:
        """Change of the scores by noise of shape (ballots, replicates): the least-squares fit to the noise alone."""
        sums = np.zeros((self.design.n, noise.shape[1]))
        sums[self.heard] = np.add.reduceat(noise, self.starts, axis=0)
        return self.design.from_sums(sums, np.asarray(self.incidence @ noise, dtype=np.float64))[0]


def bootstrap(
    ballots: Ballots, order: Sequence[str], top: int, *, seed: int = 0, replicates: int = 1_000
) -> tuple[EntryBootstrap, ...]:
    """One line per ranked entry, in `order` (first place first; provisional ones are left out and do not compete).

    Raises TallyError (not_estimable) where there is no residual to draw from.
    """
    if not order:
        raise TallyError(Problem.NOT_ESTIMABLE, "no entry is ranked")
    made = Replicates.of(ballots)
    index = {entry: i for i, entry in enumerate(ballots.entries)}
    ranked = np.array([index[entry] for entry in order], dtype=np.intp)
    blocks, in_top = [], np.zeros(ranked.size)
    for block in made.draws(replicates, np.random.default_rng(seed)):
        drawn = block[ranked].astype(np.float32)
        blocks.append(drawn)
        in_top += _among_first(drawn, top)
    scores = np.concatenate(blocks, axis=1)
    low, high = _interval(scores)
    sd = scores.std(axis=1, ddof=1) if replicates > 1 else np.zeros(ranked.size)
    return tuple(
        EntryBootstrap(entry, float(made.scores[i]), float(sd[k]), float(low[k]), float(high[k]),
                       float(in_top[k]) / replicates)
        for k, (entry, i) in enumerate(zip(order, ranked, strict=True))
    )  # fmt: skip


def _among_first(drawn: Singles, top: int) -> Floats:
    """How many of the replicates (columns) have each entry (row) among their `top` highest."""
    n = drawn.shape[0]
    if top >= n:
        return np.full(n, float(drawn.shape[1]))
    border = np.partition(drawn, n - top, axis=0)[n - top]
    return np.asarray(np.count_nonzero(drawn >= border, axis=1), dtype=np.float64)


def _interval(scores: Singles) -> tuple[Singles, Singles]:
    """5 % and 95 % points of each row, by order statistics."""
    last = scores.shape[1] - 1
    low, high = (round(share * last) for share in INTERVAL)
    sorted_ = np.partition(scores, (low, high), axis=1)
    return sorted_[:, low], sorted_[:, high]


def _signed(residuals: Singles, width: int, rng: np.random.Generator) -> Singles:
    """Each residual with `width` random signs."""
    bits = np.frombuffer(rng.bytes(residuals.size * -(-width // 8)), dtype=np.uint8).reshape(residuals.size, -1)
    signs = np.unpackbits(bits, axis=1, count=width).astype(np.float32)
    signs *= 2.0
    signs -= 1.0
    signs *= residuals[:, None]
    return signs
