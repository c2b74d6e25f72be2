"""Why an entry has its score, in figures that add up on the page."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from jury.tally.ballots import Ballots
from jury.tally.methods import Scored, raw_mean
from jury.tally.rounding import decimal, half_up
from jury.tally.types import Contribution, CountingRule, Explanation, Method

ADDITIVE = frozenset({Method.ADJUSTED, Method.ROBUST})


def explanation(
    rule: CountingRule, ballots: Ballots, scored: Scored, i: int, *, contributions: bool = True
) -> Explanation:
    """Raw mean, leniency on balance and, where wanted, each juror's part, for entry i."""
    mean = raw_mean(ballots, i, rule.city_parity)
    score = scored.scores[i]
    leniency = mean - score if rule.method in ADDITIVE and mean is not None and score is not None else None
    parts = []
    for n, (j, value) in enumerate(ballots.rows[i] if contributions else ()):
        juror = ballots.jurors[j]
        composite = Fraction(value, ballots.scale)
        used = composite if scored.used is None else scored.used[i][n]
        parts.append(Contribution(juror.id, juror.city, composite, used, scored.severities.get(j)))
    return Explanation(mean, leniency, len(ballots.rows[i]), len(ballots.cities_of(i)), tuple(parts))


@dataclass(frozen=True, slots=True)
class Figures:
    """What is shown for an entry, rounded: raw_mean − leniency = score holds for the figures as they are printed.

    leniency above 0: the jurors who heard the entry were lenient on balance; below 0: severe; None: not estimated.
    """

    raw_mean: str
    leniency: str | None
    score: str


def figures(explained: Explanation, score: Fraction, places: int = 2) -> Figures | None:
    """Rounded half up for display only; None for an entry without ballots.

    The leniency is the difference of the two rounded figures, so that nobody finds 7.90 − 0.15 = 7.76.
    """
    if explained.raw_mean is None:
        return None
    mean, adjusted = half_up(explained.raw_mean, places), half_up(score, places)
    leniency = None if explained.leniency is None else decimal(mean - adjusted, places)
    return Figures(decimal(mean, places), leniency, decimal(adjusted, places))


def sentence(explained: Explanation, score: Fraction) -> str:
    """English sentence for reports without translation (command line); pages make their own from `figures`."""
    shown = figures(explained, score)
    if shown is None:
        return "no ballot counts"
    if shown.leniency is None:
        return f"raw mean {shown.raw_mean}; score {shown.score}"
    amount = shown.leniency.removeprefix("-")
    kind = "severe" if shown.leniency.startswith("-") else "lenient"
    return f"raw mean {shown.raw_mean}; the jurors who heard it were {amount} {kind} on balance; adjusted {shown.score}"
