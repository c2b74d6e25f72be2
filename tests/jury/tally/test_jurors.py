"""Juror report against ordinary least squares with a dense design."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from jury.tally.ballots import Ballots, collect, composites
from jury.tally.jurors import report
from tests.jury.tally.helpers import jury, plain, random_votes, votes


def ballots_of(seed: int, n: int, m: int, each: int) -> Ballots:
    rule = plain()
    return composites(rule, collect(rule, random_votes(seed, n, m, each=each), jury(m), ()))


def test_report_equals_dense_least_squares() -> None:
    ballots = ballots_of(1, 15, 6, 4)
    cells = [(i, j, value / ballots.scale) for i, row in enumerate(ballots.rows) for j, value in row]
    entry, juror, y = (np.array(column) for column in zip(*cells, strict=True))
    design = np.hstack((np.eye(15)[entry], np.eye(6)[juror]))
    inverse = np.linalg.pinv(design.T @ design)
    beta = inverse @ design.T @ y
    residual = y - design @ beta
    variance = residual @ residual / (y.size - 15 - 6 + 1)
    centre = np.hstack((np.zeros((6, 15)), np.eye(6) - 1 / 6))
    slack = 1 - np.diag(design @ inverse @ design.T)
    for j, line in enumerate(report(ballots)):
        mine = juror == j
        assert line.severity == pytest.approx((centre @ beta)[j], abs=1e-9)
        assert line.severity_se == pytest.approx(np.sqrt(variance * (centre @ inverse @ centre.T)[j, j]), abs=1e-9)
        assert line.spread == pytest.approx(np.std(y[mine], ddof=1))
        expected = variance * slack[mine].sum()
        assert line.mean_square == pytest.approx((residual[mine] ** 2).sum() / expected, abs=1e-9)
        assert line.ballots == mine.sum()
        assert line.slope is None


def test_report_rank_correlation_is_against_the_other_jurors_only() -> None:
    """J01 goes against three jurors who agree: ρ = −1, though J01 pulls the mean along."""
    table = {"A": [9, 2, 2, 2], "B": [7, 4, 4, 4], "C": [5, 6, 6, 6], "D": [2, 8, 8, 8]}
    rule = plain()
    lines = report(composites(rule, collect(rule, votes(table), jury(4), ())))
    assert lines[0].rank_correlation == pytest.approx(-1)
    assert lines[1].rank_correlation == pytest.approx(1)
    assert (lines[0].mean_square or 0) > (lines[1].mean_square or 0)


def test_report_slope_over_the_listening_order_is_a_regression_of_residuals() -> None:
    ballots = ballots_of(2, 12, 5, 5)
    rng = np.random.default_rng(3)
    order = {
        (entry, juror.id): int(place)
        for juror in ballots.jurors
        for entry, place in zip(ballots.entries, rng.permutation(12) + 1, strict=True)
    }
    values = np.array([[value / ballots.scale for _, value in row] for row in ballots.rows])
    residual = values - values.mean(axis=1, keepdims=True) - values.mean(axis=0) + values.mean()
    for j, line in enumerate(report(ballots, order)):
        x = [order[entry, line.juror] for entry in ballots.entries]
        expected = stats.linregress(x, residual[:, j])
        assert line.slope == pytest.approx(expected.slope, abs=1e-9)
        assert line.slope_se == pytest.approx(expected.stderr, abs=1e-9)


def test_report_of_a_perfect_fit_has_severity_but_no_error() -> None:
    rule = plain()
    lines = report(composites(rule, collect(rule, votes({"A": [5, 7], "B": [6, 8]}), jury(2), ())))
    assert [line.severity for line in lines] == pytest.approx([-1, 1])
    assert [line.severity_se for line in lines] == [None, None]


def test_report_leaves_out_jurors_without_a_ballot() -> None:
    rule = plain()
    ballots = composites(rule, collect(rule, votes({"A": [5, None, 7], "B": [6, None, 9]}), jury(3), ()))
    assert [line.juror for line in report(ballots)] == ["J01", "J03"]
