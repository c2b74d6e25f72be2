"""The figures around a ranking: how sure it is, what else could have come out, how the jurors mark. Pure Python.

Floats for reading, never for ranking: nothing here changes a place. Cost: 0.2 s for 54 entries and 8 jurors; about five
minutes for 10,000 entries and 60,000 ballots of 100 jurors, nearly all of it ranking again without each juror.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from jury import tally
from jury.deliberation.given import Given
from jury.tally import agreement, canonical, homecity, jurors, robustness, uncertainty
from jury.tally.errors import TallyError
from jury.tally.reml import Observations
from jury.tally.twoway import Design

Floats = NDArray[np.float64]

FEWEST_FOR_DISSENT = 3
PARTS = 10
"""Into how many equal parts the listening order is cut to look for an effect of early and late."""
PERMUTATIONS, MANY_BALLOTS = 1_999, 20_000
BINS = 12


def figures(given: Given) -> tuple[dict[str, Any], dict[str, list[float | None]]]:
    """(figures of the round, entry → [p_top, p_first, sd, p_next, dissent]). p_next: how probably the entry is really
    better than the one below it; dissent: its residual spread over the jury's, see given.DISSENT. JSON values only."""
    rule = canonical.from_dict(given.rule)
    votes = [tally.Vote(e, j, c, mark, reason) for e, j, _city, c, mark, reason in given.rows]
    people = [tally.Juror(juror, city) for juror, city in sorted({(row[1], row[2]) for row in given.rows})]
    ballots = tally.counting_ballots(rule, votes, people)
    try:
        ranked = [one.entry for one in tally.rank(rule, votes, people).standings if one.place is not None]
    except TallyError as problem:  # the frozen rule cannot be applied to these marks: there is no ranking to be sure of
        return {"problem": str(problem.code)}, {}
    residuals = _Residuals.of(ballots) if any(ballots.rows) else None
    sheet = robustness.sheet(rule, votes, people, given.top)
    sure, sure_entries = _certainty(ballots, ranked, given.top)
    found = {
        "top": given.top,
        **_agreement(ballots),
        "certainty": sure,
        "methods": [_plain(asdict(one)) for one in sheet],
        "left_out": _left_out(rule, votes, people, sheet[0]),
        "jurors": _jurors(ballots, given, residuals),
        "order": _order(ballots, given.order, residuals),
        "home": _home(ballots, given.homes),
        "cities": _cities(ballots, given.homes, residuals),
        "sigma": None if residuals is None else residuals.sigma,
    }
    dissent = residuals.dissent(ballots.entries) if residuals else {}
    entries = {
        entry: [*sure_entries.get(entry, [None] * 4), dissent.get(entry)]
        for entry in {*sure_entries, *dissent}
    }  # fmt: skip
    return _plain(found), entries


@dataclass(frozen=True)
class _Residuals:
    """What is left of the ballots when entries and severities are taken off: y − t_i − b_j, in points."""

    data: Observations
    value: Floats
    severity: Floats
    sigma: float | None

    @classmethod
    def of(cls, ballots: tally.Ballots) -> "_Residuals":
        data = Observations.of(ballots)
        t, b = Design.of(ballots).least_squares(data.y)
        value = data.y - t[data.entry] - b[data.juror]
        free = data.y.size - np.unique(data.entry).size - np.unique(data.juror).size + 1
        sigma = float(np.sqrt(value @ value / free)) if free > 0 else 0.0
        return cls(data, np.asarray(value), np.asarray(b), sigma if sigma > 1e-9 else None)

    def dissent(self, entries: Sequence[str]) -> dict[str, float]:
        """Per entry the root mean square of its residuals over the jury's σ; entries with too few ballots left out."""
        if self.sigma is None:
            return {}
        size = np.bincount(self.data.entry, minlength=len(entries))
        square = np.bincount(self.data.entry, self.value**2, minlength=len(entries))
        return {
            entry: float(np.sqrt(square[i] / (size[i] - 1)) / self.sigma)
            for i, entry in enumerate(entries)
            if size[i] >= FEWEST_FOR_DISSENT
        }


def _certainty(
    ballots: tally.Ballots, ranked: Sequence[str], top: int
) -> tuple[dict[str, Any], dict[str, list[float | None]]]:
    try:
        found = uncertainty.uncertainty(ballots, ranked, top)
    except TallyError as problem:
        return {"problem": str(problem.code)}, {}
    following = {pair.upper: pair.probability for pair in found.neighbours}
    entries: dict[str, list[float | None]] = {
        one.entry: [one.p_top, one.p_first, one.sd, following.get(one.entry)] for one in found.entries
    }
    sd = {"entry": found.fit.sd_entry, "juror": found.fit.sd_juror, "residual": found.fit.sd_residual}
    return {"problem": "", "draws": found.draws, "sd": sd, "noise_below": uncertainty.NOISE}, entries


def _agreement(ballots: tally.Ballots) -> dict[str, Any]:
    table = agreement.table(ballots)
    if not table.size:
        return {"alpha": None, "kendall_w": None, "icc": None}
    alpha, w, icc = agreement.krippendorff_alpha(table), agreement.kendall_w(table), agreement.intraclass(table)
    return {"alpha": alpha.interval, "kendall_w": w.w, "icc": {"single": icc.icc_2_1, "mean": icc.icc_2_k, "k": icc.k}}


def _left_out(
    rule: tally.CountingRule, votes: list[tally.Vote], people: list[tally.Juror], official: robustness.MethodLine
) -> dict[str, Any]:
    found = robustness.leave_one_out(rule, votes, people, len(official.top))
    whole = set(official.top)
    return {
        "winners": list(found.winners),
        "winner_stays": found.winner_stays,
        "lines": [
            {**_plain(asdict(line)), "stays": len(whole & set(line.top)), "of": len(whole)} for line in found.lines
        ],
    }


def _jurors(ballots: tally.Ballots, given: Given, residuals: _Residuals | None) -> list[dict[str, Any]]:
    """Each juror's report, with the distribution of the marks as given and with the severity taken off."""
    if residuals is None:
        return []
    edges = np.linspace(given.scale[0] / 100, given.scale[1] / 100, BINS + 1)
    found = []
    index = {juror.id: j for j, juror in enumerate(ballots.jurors)}
    for one in jurors.report(ballots, given.order or None):
        j = index[one.juror]
        mine = residuals.data.y[residuals.data.juror == j]
        level = np.clip(mine - residuals.severity[j], edges[0], edges[-1])
        found.append(
            {
                **_plain(asdict(one)),
                "mean": float(mine.mean()),
                "raw": [int(n) for n in np.histogram(mine, edges)[0]],
                "adjusted": [int(n) for n in np.histogram(level, edges)[0]],
            }
        )
    return found


def _order(
    ballots: tally.Ballots, order: Mapping[tuple[str, str], int], residuals: _Residuals | None
) -> dict[str, Any] | None:
    """Do entries heard late get other marks? Mean residual by tenth of the order, slope from first to last, its p."""
    if residuals is None or not order:
        return None
    longest: dict[str, int] = {}
    for (_entry, juror), position in order.items():
        longest[juror] = max(longest.get(juror, 0), position)
    pairs = [
        ((place - 1) / max(1, longest[juror] - 1), value)
        for i, j, value in zip(residuals.data.entry, residuals.data.juror, residuals.value, strict=True)
        if (place := order.get((ballots.entries[i], juror := ballots.jurors[j].id))) is not None
    ]
    x, y = np.array([one[0] for one in pairs]), np.array([one[1] for one in pairs])
    if x.size < 3 or np.ptp(x) == 0 or residuals.sigma is None:
        return None
    line = stats.linregress(x, y)
    part = np.minimum((x * PARTS).astype(int), PARTS - 1)
    size, total = np.bincount(part, minlength=PARTS), np.bincount(part, y, minlength=PARTS)
    return {
        "slope": float(line.slope), "se": float(line.stderr), "p": float(line.pvalue),
        "parts": [None if not n else float(s / n) for n, s in zip(size, total, strict=True)],
        "sizes": [int(n) for n in size],
    }  # fmt: skip


def _home(ballots: tally.Ballots, homes: Mapping[str, str]) -> dict[str, Any]:
    many = sum(len(row) for row in ballots.rows) > MANY_BALLOTS
    return _plain(asdict(homecity.home_city(ballots, homes, permutations=499 if many else PERMUTATIONS)))


def _cities(ballots: tally.Ballots, homes: Mapping[str, str], residuals: _Residuals | None) -> list[dict[str, Any]]:
    """Per delegation how far its ballots lie from what was expected: on entries of its own city, and on the others."""
    if residuals is None:
        return []
    found: dict[str, list[list[float]]] = {}
    for i, j, value in zip(residuals.data.entry, residuals.data.juror, residuals.value, strict=True):
        city = ballots.jurors[j].city
        own = bool(city) and homes.get(ballots.entries[i]) == city
        found.setdefault(city, [[], []])[0 if own else 1].append(float(value))
    return [
        {
            "city": city, "own": float(np.mean(own)) if own else None, "own_ballots": len(own),
            "others": float(np.mean(others)) if others else None, "other_ballots": len(others),
        }
        for city, (own, others) in sorted(found.items())
    ]  # fmt: skip


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """As JSON gives it back: tuples as lists, names of enums as strings, what is no number as None."""
    return dict(json.loads(json.dumps(values), parse_constant=lambda _constant: None))
