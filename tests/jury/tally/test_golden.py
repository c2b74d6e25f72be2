"""Published competitions and tables, reproduced from their marks (tests/golden/README.md)."""

from __future__ import annotations

import csv
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from jury.tally import NO_QUORUM, CountingRule, Criterion, Juror, Method, Params, Vote, half_up, places, rank
from jury.tally.agreement import Floats, intraclass, kendall_w, krippendorff_alpha
from jury.tally.reml import Observations, fit

GOLDEN = Path(__file__).parents[2] / "golden"
CUMULATIVE = {"2": (30, 70), "3": (10, 20, 70), "4": (10, 20, 35, 35)}


def rows(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def numbers(name: str) -> Floats:
    """All columns but a first one of names, with NaN for gaps."""
    with (GOLDEN / name).open(encoding="utf-8", newline="") as lines:
        table = list(csv.reader(lines))
    skip = 1 if table[0][0] == "judge" else 0
    return np.array([[float(cell) if cell else np.nan for cell in row[skip:]] for row in table[1:]])


def chopin_stage(stage: str) -> tuple[list[dict[str, str]], CountingRule]:
    marks = [row for row in rows("chopin2025_scores.csv") if row["stage"] == stage]
    params = Params(width=300 if stage == "1" else 200, round_clamped=True)
    return marks, CountingRule((Criterion("points"),), Method.CLAMP, params, quorum=NO_QUORUM)


def test_rank_chopin_2025_reproduces_every_corrected_mark_and_stage_result() -> None:
    corrected = stages = recused = 0
    for stage in "1234":
        marks, rule = chopin_stage(stage)
        votes = [
            Vote(row["entry"], row["juror"], "points", int(row["points"]) * 100 if row["points"] else None)
            for row in marks
        ]
        result = rank(rule, votes, [Juror(juror) for juror in sorted({row["juror"] for row in marks})])
        used = {(s.entry, c.juror): c.used for s in result.standings for c in s.explanation.contributions}
        official = {row["entry"]: Fraction(row["official_stage_result"]) for row in marks}
        for row in marks:
            if row["points"]:
                assert used[row["entry"], row["juror"]] == Fraction(row["corrected"]), row
                corrected += 1
            else:
                assert (row["entry"], row["juror"]) not in used
                recused += 1
        for standing in result.standings:
            assert standing.score is not None
            assert half_up(standing.score) == official[standing.entry], standing.entry
            stages += 1
    assert (corrected, stages, recused) == (2575, 155, 60)


def test_chopin_2025_cumulative_results_follow_from_the_stage_results() -> None:
    results = {(r["stage"], r["entry"]): Fraction(r["official_stage_result"]) for r in rows("chopin2025_scores.csv")}
    checked = 0
    for row in rows("chopin2025_official_results.csv"):
        weights = CUMULATIVE.get(row["stage"])
        if weights is None:
            continue
        parts = [results[str(n), row["entry"]] * weight for n, weight in enumerate(weights, start=1)]
        assert half_up(sum(parts, Fraction(0)) / 100) == Fraction(row["result"]), row
        checked += 1
    assert checked == 71


def test_rank_skating_2017_reproduces_every_panel_score() -> None:
    panels: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows("skating_wc2017_ladies_free_components.csv"):
        panels[row["aspect"]].append(row)
    checked = 0
    for aspect, marks in panels.items():
        rule = CountingRule((Criterion(aspect),), Method.TRIMMED, Params(trim=1), quorum=NO_QUORUM)
        votes = [Vote(row["entry"], row["judge"], aspect, int(Fraction(row["score"]) * 100)) for row in marks]
        result = rank(rule, votes, [Juror(judge) for judge in sorted({row["judge"] for row in marks})])
        official = {row["entry"]: Fraction(row["panel_score"]) for row in marks}
        for standing in result.standings:
            assert standing.score is not None
            assert half_up(standing.score) == official[standing.entry]
            checked += 1
    assert checked == 120


def test_intraclass_shrout_fleiss_1979() -> None:
    found = intraclass(numbers("shrout_fleiss_1979.csv"))
    six = (found.icc_1_1, found.icc_2_1, found.icc_3_1, found.icc_1_k, found.icc_2_k, found.icc_3_k)
    assert [round(value or 0, 2) for value in six] == [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]


def test_krippendorff_alpha_four_raters_twelve_units() -> None:
    found = krippendorff_alpha(numbers("krippendorff_gwet_4raters12units.csv"))
    four = (found.nominal, found.ordinal, found.interval, found.ratio)
    assert [round(value or 0, 3) for value in four] == [0.743, 0.815, 0.849, 0.797]


@pytest.mark.parametrize(
    ("name", "w", "p"), [("quandt_1998_report3.csv", 0.1667, 0.3916), ("quandt_1998_report1.csv", 0.2556, 0.2035)]
)
def test_kendall_w_quandt_1998(name: str, w: float, p: float) -> None:
    found = kendall_w(numbers(name).T)
    assert (found.n, found.m) == (4, 6)
    assert round(found.w or 0, 4) == w
    assert round(found.p or 0, 4) == p


def test_the_other_published_pair_cannot_come_from_a_table_of_four_wines_and_six_judges() -> None:
    """W = .4665 with p = .0033: not one of the values that W can have there, and that p takes 7 judges and 7 wines."""
    assert all(round(k / 180, 4) != 0.4665 for k in range(181))
    assert round(float(stats.chi2.sf(6 * 3 * 0.4665, 3)), 4) == 0.0385
    assert round(float(stats.chi2.sf(7 * 6 * 0.4665, 6)), 4) == 0.0033


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("quandt_1998_report1.csv", {"C": 1, "A": 2, "D": 3, "B": 4}),
        ("quandt_1998_report3.csv", {"A": 1, "C": 2, "B": 3, "D": 4}),
    ],
)
def test_rank_borda_quandt_1998_gives_the_published_group_ranking(name: str, order: dict[str, int]) -> None:
    votes = [Vote(wine, row["judge"], "rank", int(row[wine]) * 100) for row in rows(name) for wine in "ABCD"]
    rule = CountingRule((Criterion("rank"),), Method.BORDA, Params(marks_are_ranks=True), quorum=NO_QUORUM)
    assert places(rank(rule, votes, [Juror(f"J{n}") for n in range(1, 7)])) == order


def test_fit_penicillin_equals_lme4() -> None:
    marks = rows("lme4_penicillin.csv")
    plates, samples = sorted({row["plate"] for row in marks}), sorted({row["sample"] for row in marks})
    found = fit(
        Observations(
            np.array([float(row["diameter"]) for row in marks]),
            np.array([plates.index(row["plate"]) for row in marks]),
            np.array([samples.index(row["sample"]) for row in marks]),
            len(plates),
            len(samples),
        )
    )
    assert round(found.sd_entry, 3) == 0.847
    assert round(found.sd_juror, 3) == 1.932
    assert round(found.sd_residual, 3) == 0.550
    assert round(found.criterion, 2) == 330.86
