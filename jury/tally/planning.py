"""How many jurors an entry needs for the mean of its marks to be reliable (Spearman-Brown)."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from jury.tally.reml import VarianceFit

TARGETS = (0.7, 0.8, 0.9)


@dataclass(frozen=True, slots=True)
class Plan:
    """single: reliability of one juror's mark. needed: (target reliability, jurors an entry); None: not reachable."""

    single: float
    needed: tuple[tuple[float, int | None], ...]


def single_reliability(fit: VarianceFit, *, severity_removed: bool) -> float:
    """Share of one mark's variance that is due to the entry.

    severity_removed: True where severities cancel (adjusted scores, or everybody hears everything), so that only
    residual noise counts against the entry; False for raw means of different jurors.
    """
    noise = fit.sd_residual**2 + (0.0 if severity_removed else fit.sd_juror**2)
    return fit.sd_entry**2 / (fit.sd_entry**2 + noise)


def reliability(single: float, jurors: int) -> float:
    """Reliability of the mean of k jurors: k r / (1 + (k − 1) r)."""
    return jurors * single / (1 + (jurors - 1) * single)


def jurors_needed(single: float, target: float) -> int | None:
    """Fewest jurors whose mean reaches the target; None where single marks say nothing about the entry."""
    if not 0 < target < 1:
        raise ValueError("a reliability to reach lies between 0 and 1")
    if single <= 0:
        return None
    exact = target * (1 - single) / (single * (1 - target))
    return max(1, ceil(exact - 1e-9))


def plan(single: float) -> Plan:
    """Jurors an entry for reliability .7, .8 and .9."""
    return Plan(single, tuple((target, jurors_needed(single, target)) for target in TARGETS))
