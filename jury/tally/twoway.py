"""The two-way layout in floating point: entries eliminated, an m × m system in the jurors. For statistics only."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, sparse

from jury.tally.ballots import Ballots
from jury.tally.graph import components

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Design:
    """Who scored what. entry, juror, weight: one value per ballot, in the order of `Ballots.rows`; n entries, m jurors.

    Jurors without ballot have severity 0, entries without ballot score 0.
    """

    entry: Ints
    juror: Ints
    weight: Floats
    n: int
    m: int
    entry_weight: Floats
    _share: sparse.csr_array
    _pinned: Ints
    _factor: tuple[Floats, bool] = field(repr=False)
    _groups: tuple[tuple[int, ...], ...]

    @classmethod
    def of(cls, ballots: Ballots, weight: Floats | None = None) -> Design:
        """Build and factor the system once; every further right side costs one pass over the ballots."""
        sizes = [len(row) for row in ballots.rows]
        entry = np.repeat(np.arange(len(sizes)), sizes)
        juror = np.array([j for row in ballots.rows for j, _ in row], dtype=np.intp)
        omega = np.ones(entry.size) if weight is None else weight
        n, m = len(sizes), len(ballots.jurors)
        total = np.bincount(entry, omega, minlength=n)
        share = sparse.csr_array((omega / total[entry], (entry, juror)), shape=(n, m))
        incidence = sparse.csr_array((omega, (entry, juror)), shape=(n, m))
        matrix = np.diag(np.bincount(juror, omega, minlength=m)) - (incidence.T @ share).toarray()
        groups = tuple(tuple(group) for group in components(ballots.rows, m))
        pinned = np.array(sorted(set(range(m)) - {j for group in groups for j in group[1:]}), dtype=np.intp)
        matrix[pinned, :] = 0.0
        matrix[:, pinned] = 0.0
        matrix[pinned, pinned] = 1.0
        factor = linalg.cho_factor(matrix)
        return cls(entry, juror, omega, n, m, total.astype(np.float64), share, pinned, factor, groups)

    def least_squares(self, y: Floats) -> tuple[Floats, Floats]:
        """t (n) and b (m, sum 0 in each connected part) that minimise Σ ω (y − t − b)²."""
        weighted = self.weight * y
        of_entries = np.asarray(np.bincount(self.entry, weighted, minlength=self.n), dtype=np.float64)
        return self.from_sums(of_entries, np.asarray(np.bincount(self.juror, weighted, minlength=self.m), np.float64))

    def from_sums(self, of_entries: Floats, of_jurors: Floats) -> tuple[Floats, Floats]:
        """The same from Σ_j ω y (n) and Σ_i ω y (m); a second axis holds as many right sides at once."""
        right = of_jurors - self._share.T @ of_entries
        right[self._pinned] = 0.0
        b = linalg.cho_solve(self._factor, right)
        for group in self._groups:
            b[list(group)] -= b[list(group)].mean(axis=0)
        mean = (of_entries.T / np.where(self.entry_weight > 0, self.entry_weight, 1)).T
        return mean - self._share @ b, b

    def shares(self) -> Floats:
        """ω_ij / Σ_j ω_ij as a dense matrix, entries × jurors."""
        return np.asarray(self._share.toarray())

    def severity_covariance(self) -> Floats:
        """Covariance of b (m × m) per unit error variance, under Σ b = 0 in each connected part."""
        inverse = linalg.cho_solve(self._factor, np.eye(self.m))
        inverse[self._pinned, :] = 0.0
        inverse[:, self._pinned] = 0.0
        for group in self._groups:
            index = np.array(group)
            centre = np.eye(index.size) - 1.0 / index.size
            block = np.ix_(index, index)
            inverse[block] = centre @ inverse[block] @ centre
        return np.asarray(inverse)

    def leverage(self) -> Floats:
        """h of each ballot, how much of it its own fit takes: 1/n_i + xᵀ C x, x = e_j − (shares of entry i's jurors).

        For weights 1.
        """
        covariance, share = self.severity_covariance(), self.shares()
        mixed = share @ covariance
        own = np.sum(mixed * share, axis=1)
        cross = mixed[self.entry, self.juror]
        spread = covariance[self.juror, self.juror] - 2.0 * cross + own[self.entry]
        return np.asarray(1.0 / self.entry_weight[self.entry] + spread)
