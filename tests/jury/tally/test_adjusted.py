"""The severity-adjusted mean against an independent least-squares solution and against its own definition."""

from __future__ import annotations

import time
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jury.tally import CountingRule, Criterion, Juror, Method, Quorum, Vote, places, rank
from jury.tally.linear import solve
from tests.jury.tally.helpers import jury, plain, random_votes, votes


def least_squares(
    ballots: list[Vote], jurors: list[Juror], weights: list[float]
) -> tuple[dict[str, float], dict[str, float]]:
    """Minimum-norm solution of the dense design by numpy, shifted to mean severity 0."""
    entries = sorted({vote.entry for vote in ballots})
    names = [juror.id for juror in jurors]
    design = np.zeros((len(ballots), len(entries) + len(names)))
    target = np.zeros(len(ballots))
    for row, (vote, weight) in enumerate(zip(ballots, weights, strict=True)):
        assert vote.hundredths is not None
        root = np.sqrt(weight)
        design[row, entries.index(vote.entry)] = root
        design[row, len(entries) + names.index(vote.juror)] = root
        target[row] = root * vote.hundredths / 100
    solution = np.linalg.lstsq(design, target, rcond=None)[0]
    shift = solution[len(entries) :].mean()
    scores = {entry: solution[n] + shift for n, entry in enumerate(entries)}
    return scores, {name: solution[len(entries) + n] - shift for n, name in enumerate(names)}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_rank_adjusted_equals_least_squares(seed: int) -> None:
    ballots, jurors = random_votes(seed, 30, 8, each=5), jury(8)
    result = rank(plain(), ballots, jurors)
    scores, severities = least_squares(ballots, jurors, [1.0] * len(ballots))
    for standing in result.standings:
        assert float(standing.score or 0) == pytest.approx(scores[standing.entry], abs=1e-9)
    for severity in result.severities:
        assert float(severity.value) == pytest.approx(severities[severity.juror], abs=1e-9)
    assert sum(severity.value for severity in result.severities) == 0


def test_rank_adjusted_with_city_parity_equals_weighted_least_squares() -> None:
    ballots, jurors = random_votes(4, 25, 8, each=6), jury(8)
    city = {juror.id: juror.city for juror in jurors}
    weights = []
    for vote in ballots:
        heard = [city[other.juror] for other in ballots if other.entry == vote.entry]
        weights.append(1 / (len(set(heard)) * heard.count(city[vote.juror])))
    result = rank(plain(parity=True), ballots, jurors)
    scores, _ = least_squares(ballots, jurors, weights)
    for standing in result.standings:
        assert float(standing.score or 0) == pytest.approx(scores[standing.entry], abs=1e-9)


def test_rank_adjusted_hand_example() -> None:
    """J02 is 2 points more lenient than J01; A and B were each heard by both, C by the lenient one alone."""
    table = {"A": [5, 7], "B": [6, 8], "C": [None, 8]}
    result = rank(plain(), votes(table), jury(2))
    assert {s.entry: s.score for s in result.standings} == {"A": 6, "B": 7, "C": 7}
    assert [(s.juror, s.value) for s in result.severities] == [("J01", -1), ("J02", 1)]
    explained = result.standing("C").explanation
    assert (explained.raw_mean, explained.leniency) == (8, 1)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6), st.integers(2, 9), st.integers(2, 7), st.booleans())
def test_rank_adjusted_on_complete_data_orders_like_the_mean(seed: int, n: int, m: int, parity: bool) -> None:
    ballots = random_votes(seed, n, m)
    adjusted = rank(plain(Method.ADJUSTED, parity=parity), ballots, jury(m))
    mean = rank(plain(Method.MEAN, parity=parity), ballots, jury(m))
    assert places(adjusted) == places(mean)
    shifts = {(a.score or 0) - (b.score or 0) for a, b in zip(adjusted.standings, mean.standings, strict=True)}
    assert len(shifts) == 1
    if not parity:
        assert shifts == {0}


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**6), st.randoms(use_true_random=False))
def test_rank_does_not_depend_on_the_order_of_the_input(seed: int, rng: object) -> None:
    ballots, jurors = random_votes(seed, 8, 6, each=4), jury(6)
    expected = rank(plain(), ballots, jurors)
    rng.shuffle(ballots)  # type: ignore[attr-defined]
    assert rank(plain(), ballots, jurors[::-1]) == expected


def test_rank_two_parts_of_the_graph_are_solved_apart_and_the_smaller_is_provisional() -> None:
    table = {"A": [5, 7, None, None], "B": [6, 8, None, None], "C": [6, 9, None, None], "D": [None, None, 1, 3]}
    quorum = Quorum(planned=2, at_least=1, cities=0)
    result = rank(plain(quorum=quorum), votes(table), jury(4))
    assert result.components == 2
    assert [s.entry for s in result.standings if s.provisional] == ["D"]
    assert result.standing("D").score == 2


def test_solve_random_integer_systems_exactly() -> None:
    rng = np.random.default_rng(5)
    for size in (1, 2, 5, 12):
        half = rng.integers(-9, 9, (size, size + 3))
        matrix = [[int(v) for v in row] for row in half @ half.T]
        rhs = [int(v) for v in rng.integers(-50, 50, size)]
        numerators, denominator = solve(matrix, rhs)
        x = [Fraction(value, denominator) for value in numerators]
        assert [sum(a * b for a, b in zip(row, x, strict=True)) for row in matrix] == rhs


def test_rank_sixty_thousand_ballots_stays_usable() -> None:
    ballots = [Vote(v.entry, v.juror, "overall", v.hundredths) for v in random_votes(6, 10_000, 99, each=6)]
    rule = CountingRule((Criterion("overall"),), quorum=Quorum(planned=6, cities=1))
    start = time.process_time()
    result = rank(rule, ballots, jury(99))
    assert time.process_time() - start < 20
    assert len(result.standings) == 10_000
    assert sum(severity.value for severity in result.severities) == 0
