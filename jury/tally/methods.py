"""The counting methods: from composite ballots to one exact score per entry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from jury.tally import adjusted, huber, ranks, standardised
from jury.tally.ballots import HUNDREDTHS, Ballots, parity_weights
from jury.tally.rounding import half_up
from jury.tally.types import Method, Params, ballots_for_trimming

Used = tuple[Fraction | None, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """What a method yields, all in the order of `ballots.entries`.

    scores: None where there is no ballot or too few for the method. used: per ballot the value that was averaged
    (None: dropped), itself None where the composites were taken as they are. severities: b_j per juror index.
    """

    scores: tuple[Fraction | None, ...]
    used: tuple[Used, ...] | None = None
    severities: Mapping[int, Fraction] = field(default_factory=dict)


def score(method: Method, ballots: Ballots, params: Params, parity: bool) -> Scored:
    """Score every entry by the method. Raises TallyError where the method cannot be applied to these ballots."""
    return _METHODS[method](ballots, params, parity)


def average(ballots: Ballots, i: int, values: Used, parity: bool) -> Fraction | None:
    """Mean of the values of entry i that are not None; with parity each city present counts the same."""
    seats = [j for (j, _), value in zip(ballots.rows[i], values, strict=True) if value is not None]
    kept = [value for value in values if value is not None]
    if not kept:
        return None
    if not parity:
        return sum(kept, Fraction(0)) / len(kept)
    omega = parity_weights(ballots, i, seats)
    return sum((omega[j] * value for j, value in zip(seats, kept, strict=True)), Fraction(0))


def raw_mean(ballots: Ballots, i: int, parity: bool) -> Fraction | None:
    """Arithmetic mean of the composites of entry i in points; with parity the mean of the cities' means."""
    row = ballots.rows[i]
    if not row:
        return None
    if not parity:
        return Fraction(sum(value for _, value in row), len(row) * ballots.scale)
    omega = parity_weights(ballots, i)
    return sum((omega[j] * value for j, value in row), Fraction(0)) / ballots.scale


def _averaged(ballots: Ballots, used: tuple[Used, ...], parity: bool) -> Scored:
    scores = tuple(average(ballots, i, values, parity) for i, values in enumerate(used))
    return Scored(scores, used)


def _adjusted(ballots: Ballots, params: Params, parity: bool) -> Scored:
    fit = adjusted.fit(ballots, parity)
    return Scored(fit.scores, None, fit.severities)


def _mean(ballots: Ballots, params: Params, parity: bool) -> Scored:
    return Scored(tuple(raw_mean(ballots, i, parity) for i in range(len(ballots.entries))))


def _trimmed(ballots: Ballots, params: Params, parity: bool) -> Scored:
    """Drop the `trim` highest and lowest ballots of an entry; of equal ones the juror first by id is dropped."""
    needed = ballots_for_trimming(params.trim)
    used: list[Used] = []
    for row in ballots.rows:
        if len(row) < needed:
            used.append((None,) * len(row))
            continue
        order = sorted(range(len(row)), key=lambda n: (row[n][1], n))
        kept = set(order[params.trim : len(order) - params.trim])
        used.append(tuple(Fraction(v, ballots.scale) if n in kept else None for n, (_, v) in enumerate(row)))
    return _averaged(ballots, tuple(used), parity)


def _clamp(ballots: Ballots, params: Params, parity: bool) -> Scored:
    """Pull each mark to within `width` of the entry's mean, then average (International Chopin Competition)."""
    width = Fraction(params.width, HUNDREDTHS)
    used: list[Used] = []
    for i, row in enumerate(ballots.rows):
        centre = raw_mean(ballots, i, parity)
        if centre is None:
            used.append(())
            continue
        low, high = centre - width, centre + width
        corrected = [min(max(Fraction(value, ballots.scale), low), high) for _, value in row]
        used.append(tuple(half_up(value) if params.round_clamped else value for value in corrected))
    return _averaged(ballots, tuple(used), parity)


def _zscore(ballots: Ballots, params: Params, parity: bool) -> Scored:
    used, back = standardised.z_values(ballots)
    scored = _averaged(ballots, used, parity)
    return Scored(tuple(None if z is None else back.mean + back.spread * z for z in scored.scores), used)


def _borda(ballots: Ballots, params: Params, parity: bool) -> Scored:
    return _averaged(ballots, ranks.normalised_ranks(ballots, params.marks_are_ranks), parity)


def _points(ballots: Ballots, params: Params, parity: bool) -> Scored:
    return Scored(ranks.delegation_points(ballots, params.points))


def _robust(ballots: Ballots, params: Params, parity: bool) -> Scored:
    fit = huber.fit(ballots, Fraction(params.huber_hundredths, HUNDREDTHS), parity)
    return Scored(fit.scores, None, fit.severities)


_METHODS: Mapping[Method, Callable[[Ballots, Params, bool], Scored]] = {
    Method.ADJUSTED: _adjusted,
    Method.MEAN: _mean,
    Method.TRIMMED: _trimmed,
    Method.CLAMP: _clamp,
    Method.ZSCORE: _zscore,
    Method.BORDA: _borda,
    Method.POINTS: _points,
    Method.ROBUST: _robust,
}
