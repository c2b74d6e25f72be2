"""Robustness sheet, leave-one-out, planning."""

from __future__ import annotations

import numpy as np
import pytest

from jury.tally import Method, Problem, Quorum, Vote, rank
from jury.tally.planning import jurors_needed, plan, reliability, single_reliability
from jury.tally.reml import VarianceFit
from jury.tally.robustness import leave_one_out, sheet
from tests.jury.tally.helpers import jury, plain, random_votes, votes


def test_sheet_shows_every_method_with_the_official_one_first() -> None:
    lines = sheet(plain(), random_votes(1, 14, 8), jury(8), 4)
    assert lines[0].method is Method.ADJUSTED
    assert lines[0].official
    assert {line.method for line in lines} == set(Method)
    for line in lines:
        assert line.stays == len(set(line.top) & set(lines[0].top))
        assert set(line.entering) == set(line.top) - set(lines[0].top)
        assert set(line.leaving) == set(lines[0].top) - set(line.top)
        assert line.problem is None


def test_sheet_shows_where_another_method_changes_who_advances() -> None:
    """One juror's 10 and 1 carries A over B in the mean; the trimmed mean sees through it."""
    table = {"A": [6, 6, 6, 6, 10], "B": [7, 7, 7, 7, 1], "C": [2, 2, 2, 2, 2]}
    lines = {line.method: line for line in sheet(plain(Method.MEAN), votes(table), jury(5), 1)}
    assert lines[Method.MEAN].top == ("A",)
    trimmed = lines[Method.TRIMMED]
    assert (trimmed.top, trimmed.stays, trimmed.entering, trimmed.leaving) == (("B",), 0, ("B",), ("A",))
    assert lines[Method.BORDA].top == ("B",)


def test_sheet_says_why_a_method_cannot_be_applied() -> None:
    lines = {line.method: line for line in sheet(plain(), votes({"A": [7, 8], "B": [5, 6]}), jury(2), 1)}
    assert lines[Method.ZSCORE].problem is Problem.JUROR_NOT_STANDARDISABLE
    assert lines[Method.TRIMMED].problem is Problem.TOO_FEW_FOR_METHOD
    assert lines[Method.TRIMMED].top == ()


def test_leave_one_out_finds_the_juror_on_whom_the_winner_hangs() -> None:
    table = {"A": [6, 6, 6, 10], "B": [7, 7, 7, 5], "C": [2, 3, 2, 2]}
    found = leave_one_out(plain(), votes(table), jury(4), 1)
    assert found.winners == ("A",)
    assert not found.winner_stays
    assert {line.juror: line.winners for line in found.lines}["J04"] == ("B",)


def test_leave_one_out_of_a_clear_winner_stays() -> None:
    given = votes({"A": [9, 9, 9, 9], "B": [5, 6, 5, 6], "C": [2, 3, 2, 2]})
    found = leave_one_out(plain(), given, jury(4), 2)
    assert found.winner_stays
    for line in found.lines:
        rest = [Vote(v.entry, v.juror, v.criterion, v.hundredths) for v in given if v.juror != line.juror]
        result = rank(plain(), rest, [juror for juror in jury(4) if juror.id != line.juror])
        assert line.top == tuple(standing.entry for standing in result.standings[:2])


def test_leave_one_out_keeps_only_entries_that_the_jury_ranked() -> None:
    table = {"A": [5, 5, 5, 5], "B": [4, 4, 4, 4], "C": [9, None, None, None]}
    quorum = Quorum(planned=4, cities=0)
    found = leave_one_out(plain(quorum=quorum), votes(table), jury(4), 1)
    assert found.winners == ("A",)
    assert all(line.winners == ("A",) for line in found.lines)


@pytest.mark.parametrize(("single", "target", "needed"), [(0.5, 0.8, 4), (0.5, 0.9, 9), (0.29, 0.7, 6), (1.0, 0.9, 1)])
def test_jurors_needed_is_spearman_brown(single: float, target: float, needed: int) -> None:
    assert jurors_needed(single, target) == needed
    assert reliability(single, needed) >= target - 1e-12
    if needed > 1:
        assert reliability(single, needed - 1) < target


def test_plan_without_differences_between_entries_reaches_nothing() -> None:
    assert plan(0.0).needed == ((0.7, None), (0.8, None), (0.9, None))


def test_single_reliability_counts_severity_only_where_it_does_not_cancel(fitted: VarianceFit) -> None:
    assert single_reliability(fitted, severity_removed=True) == pytest.approx(1 / 2)
    assert single_reliability(fitted, severity_removed=False) == pytest.approx(1 / 3)


@pytest.fixture
def fitted() -> VarianceFit:
    return VarianceFit(6.0, 1.0, 1.0, 1.0, 0.0, np.zeros(1), np.zeros(1))
