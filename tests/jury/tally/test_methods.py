"""Each method against its definition: by hand, and against an independent computation."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from jury.tally import (
    Juror,
    Method,
    Params,
    Problem,
    Shortfall,
    TallyError,
    Vote,
    half_up,
    places,
    rank,
    rank_by_each,
)
from jury.tally.explain import figures, sentence
from jury.tally.rounding import decimal
from jury.tally.standardised import exact_sqrt
from tests.jury.tally.helpers import jury, plain, random_votes, votes

MONOTONE = (Method.MEAN, Method.TRIMMED, Method.CLAMP, Method.BORDA, Method.POINTS)


def score(method: Method, table: dict[str, list[float | None]], entry: str = "A", **params: object) -> Fraction | None:
    jurors = jury(max(len(row) for row in table.values()))
    return rank(plain(method, params=Params(**params)), votes(table), jurors).standing(entry).score  # type: ignore[arg-type]


def test_mean_is_exact() -> None:
    assert score(Method.MEAN, {"A": [7, 8, 8]}) == Fraction(23, 3)


def test_mean_with_parity_counts_each_city_the_same() -> None:
    jurors = [Juror("J01", "Metz"), Juror("J02", "Metz"), Juror("J03", "Trier")]
    result = rank(plain(Method.MEAN, parity=True), votes({"A": [6, 8, 10], "B": [6, None, 10]}), jurors)
    assert result.standing("A").score == Fraction(17, 2)
    assert result.standing("B").score == 8


def test_trimmed_drops_one_highest_and_one_lowest() -> None:
    assert score(Method.TRIMMED, {"A": [1, 6, 7, 8, 10]}) == 7
    assert score(Method.TRIMMED, {"A": [1, 6, 7, 7, 8, 9, 10]}, trim=2) == Fraction(22, 3)


def test_trimmed_with_fewer_than_five_ballots_is_provisional() -> None:
    table = {"A": [1, 6, 7, 8, None], "B": [5, 5, 5, 5, 5]}
    standing = rank(plain(Method.TRIMMED), votes(table), jury(5)).standing("A")
    assert (standing.score, standing.shortfalls) == (None, (Shortfall.TOO_FEW_FOR_METHOD,))


def test_trimmed_shows_which_ballots_were_dropped() -> None:
    result = rank(plain(Method.TRIMMED), votes({"A": [1, 6, 7, 8, 10]}), jury(5))
    assert [part.used for part in result.standing("A").explanation.contributions] == [None, 6, 7, 8, None]


def test_clamp_moves_far_marks_to_the_border() -> None:
    """Mean 16: 10 becomes 14 with width 2, 20 becomes 18."""
    assert score(Method.CLAMP, {"A": [10, 18, 16, 20]}, width=200) == Fraction(14 + 18 + 16 + 18, 4)


def test_clamp_rounds_corrected_marks_half_up_where_asked() -> None:
    """Mean 49/3; with width 1 the marks 15 and 18 become 46/3 and 52/3."""
    table: dict[str, list[float | None]] = {"A": [15, 16, 18]}
    assert score(Method.CLAMP, table, width=100) == (Fraction(46, 3) + 16 + Fraction(52, 3)) / 3
    assert score(Method.CLAMP, table, width=100, round_clamped=True) == (Fraction("15.33") + 16 + Fraction("17.33")) / 3


def test_zscore_equals_a_floating_point_computation() -> None:
    ballots, jurors = random_votes(7, 15, 5), jury(5)
    values = np.array([vote.hundredths for vote in ballots], dtype=float).reshape(15, 5) / 100
    z = (values - values.mean(axis=0)) / values.std(axis=0, ddof=1)
    expected = values.mean() + values.std(ddof=1) * z.mean(axis=1)
    result = rank(plain(Method.ZSCORE), ballots, jurors)
    for n in range(15):
        assert float(result.standing(f"E{n + 1:03}").score or 0) == pytest.approx(expected[n], abs=1e-12)


def test_zscore_keeps_exact_ties_between_irrational_sums() -> None:
    """J02 uses twice the spread of J01: swapping a step of one for two steps of the other is exactly even."""
    base = [1, 2, 3, 4, 5, 6, 7, 8, 9, 4]
    table: dict[str, list[float | None]] = {f"E{n}": [mark, 2 * mark] for n, mark in enumerate(base)}
    table["E0"], table["E1"] = [1, 4], [2, 2]
    result = rank(plain(Method.ZSCORE, ties=()), votes(table), jury(2))
    assert result.standing("E0").score == result.standing("E1").score
    assert result.standing("E0").place == result.standing("E1").place


@pytest.mark.parametrize("table", [{f"E{n}": [n + 1.0] for n in range(9)}, {f"E{n}": [5.0] for n in range(12)}])
def test_zscore_refuses_jurors_that_cannot_be_standardised(table: dict[str, list[float | None]]) -> None:
    with pytest.raises(TallyError) as refusal:
        rank(plain(Method.ZSCORE), votes(table), jury(1))
    assert refusal.value.code is Problem.JUROR_NOT_STANDARDISABLE
    assert refusal.value.facts["juror"] == "J01"


@pytest.mark.parametrize("method", [Method.ZSCORE, Method.MEAN])
def test_rank_by_each_never_fails_for_marks_that_the_method_cannot_take(method: Method) -> None:
    """A juror who gives everybody the same mark must not keep a round from closing."""
    given = votes({f"E{n}": [5.0, n + 1.0] for n in range(9)})
    found = rank_by_each(plain(method), given, jury(2), beside=list(Method))
    assert found[Method.ZSCORE] is Problem.JUROR_NOT_STANDARDISABLE or method is Method.ZSCORE
    result = found[method]
    assert not isinstance(result, Problem)
    if method is Method.MEAN:
        whole = rank(plain(method), given, jury(2))
        assert [(one.entry, one.score, one.place) for one in result.standings] == [
            (one.entry, one.score, one.place) for one in whole.standings
        ]
        return
    assert all(one.place is None and one.score is None for one in result.standings)
    assert {one.shortfalls for one in result.standings} == {(Shortfall.RULE_NOT_APPLICABLE,)}
    assert result.standing("E0").explanation.raw_mean == Fraction(3)


def test_borda_is_the_mean_of_normalised_ranks_with_midranks_for_ties() -> None:
    table: dict[str, list[float | None]] = {"A": [9, 5], "B": [7, 5], "C": [5, 5], "D": [3, None]}
    assert score(Method.BORDA, table, "A") == (Fraction(1) + Fraction(1, 2)) / 2
    assert score(Method.BORDA, table, "B") == (Fraction(2, 3) + Fraction(1, 2)) / 2
    assert score(Method.BORDA, table, "D") == 0


def test_borda_from_ranks_orders_as_from_marks() -> None:
    ranks = votes({"A": [1, 2], "B": [2, 1], "C": [3, 3]})
    result = rank(plain(Method.BORDA, params=Params(marks_are_ranks=True)), ranks, jury(2))
    assert places(result) == {"A": 1, "B": 1, "C": 3}


def test_points_give_each_delegation_the_table_and_share_it_between_equals() -> None:
    jurors = [Juror("J01", "Metz"), Juror("J02", "Metz"), Juror("J03", "Trier")]
    table = {"A": [8, 8, 5], "B": [6, 10, 6], "C": [1, 1, 7]}
    result = rank(plain(Method.POINTS, params=Params(points=(12, 10, 8))), votes(table), jurors)
    assert {s.entry: s.score for s in result.standings} == {"A": 11 + 8, "B": 11 + 10, "C": 8 + 12}


def test_points_of_an_entry_that_one_delegation_did_not_hear_are_scaled_up() -> None:
    jurors = [Juror("J01", "Metz"), Juror("J02", "Trier")]
    result = rank(plain(Method.POINTS), votes({"A": [8, None], "B": [6, 5]}), jurors)
    assert {s.entry: s.score for s in result.standings} == {"A": 24, "B": 10 + 12}


@pytest.mark.parametrize(("seed", "parity"), [(1, False), (2, False), (3, True)])
def test_robust_minimises_hubers_objective(seed: int, parity: bool) -> None:
    """Compared with a general minimiser on the same objective: no lower value exists nearby."""
    ballots, jurors = random_votes(seed, 12, 6, each=5), jury(6)
    ballots[3] = Vote(ballots[3].entry, ballots[3].juror, "overall", 1000)
    ballots[17] = Vote(ballots[17].entry, ballots[17].juror, "overall", 100)
    rule = plain(Method.ROBUST, parity=parity)
    result, start = rank(rule, ballots, jurors), rank(plain(parity=parity), ballots, jurors)
    entries, names = sorted({v.entry for v in ballots}), [j.id for j in jurors]
    city = {juror.id: juror.city for juror in jurors}
    i = np.array([entries.index(v.entry) for v in ballots])
    j = np.array([names.index(v.juror) for v in ballots])
    y = np.array([(v.hundredths or 0) / 100 for v in ballots])
    weight = np.ones(y.size)
    if parity:
        for n, vote in enumerate(ballots):
            heard = [city[other.juror] for other in ballots if other.entry == vote.entry]
            weight[n] = 1 / (len(set(heard)) * heard.count(city[vote.juror]))

    def unpack(r: object) -> tuple[np.ndarray, np.ndarray]:
        t = np.array([float(r.standing(entry).score or 0) for entry in entries])  # type: ignore[attr-defined]
        return t, np.array([float(s.value) for s in r.severities])  # type: ignore[attr-defined]

    t, b = unpack(start)
    k = 2 * 1.4826 * np.median(np.abs(y - t[i] - b[j]))

    def objective(x: np.ndarray) -> float:
        r = np.abs(y - x[: len(entries)][i] - x[len(entries) :][j])
        return float(np.sum(weight * np.where(r <= k, r * r / 2, k * r - k * k / 2)))

    ours = np.concatenate(unpack(result))
    best = minimize(objective, ours, method="BFGS", options={"gtol": 1e-10})
    assert objective(ours) <= best.fun + 1e-9
    assert objective(ours) < objective(np.concatenate((t, b))) - 1e-6
    assert sum(s.value for s in result.severities) == 0


def test_robust_without_outliers_is_the_adjusted_mean() -> None:
    table = {"A": [6, 7, 8], "B": [5, 6, 7], "C": [7, 8, 9]}
    robust, adjusted = (rank(plain(method), votes(table), jury(3)) for method in (Method.ROBUST, Method.ADJUSTED))
    assert [s.score for s in robust.standings] == [s.score for s in adjusted.standings]


@settings(deadline=None, max_examples=40)
@given(st.sampled_from(MONOTONE), st.integers(0, 10**6), st.booleans())
def test_rank_a_better_mark_never_hurts(method: Method, seed: int, parity: bool) -> None:
    """Methods in which a mark moves no number of other entries up with it."""
    ballots, jurors = random_votes(seed, 6, 6), jury(6)
    before = places(rank(plain(method, parity=parity, ties=()), ballots, jurors))
    old = ballots[0]
    ballots[0] = Vote(old.entry, old.juror, old.criterion, 1000)
    after = places(rank(plain(method, parity=parity, ties=()), ballots, jurors))
    assert after[old.entry] <= before[old.entry]


def test_explanation_figures_add_up_as_printed() -> None:
    table = {"A": [7.85, 7.85, 7.99, None], "B": [5, 6.11, 7, 8.3], "C": [6.2, None, 7.77, 9]}
    result = rank(plain(), votes(table), jury(4))
    for standing in result.standings:
        assert standing.score is not None
        shown = figures(standing.explanation, standing.score)
        assert shown is not None
        assert shown.leniency is not None
        assert Fraction(shown.raw_mean) - Fraction(shown.leniency) == Fraction(shown.score)
        assert Fraction(shown.score) == half_up(standing.score)


def test_sentence_says_lenient_or_severe() -> None:
    result = rank(plain(), votes({"A": [5, 7], "B": [6, 8], "C": [None, 8], "D": [4, None]}), jury(2))
    by_entry = {s.entry: sentence(s.explanation, s.score or Fraction(0)) for s in result.standings}
    assert by_entry["C"] == "raw mean 8.00; the jurors who heard it were 1.00 lenient on balance; adjusted 7.00"
    assert by_entry["D"] == "raw mean 4.00; the jurors who heard it were 1.00 severe on balance; adjusted 5.00"


@pytest.mark.parametrize(
    ("value", "shown"),
    [("7.845", "7.85"), ("7.8449", "7.84"), ("-0.005", "0.00"), ("-0.006", "-0.01"), ("-1.5", "-1.50"), ("0", "0.00")],
)
def test_decimal_rounds_half_up(value: str, shown: str) -> None:
    assert decimal(Fraction(value)) == shown


@given(st.fractions(min_value=0, max_value=100))
def test_exact_sqrt_of_a_square_is_its_root(value: Fraction) -> None:
    assert exact_sqrt(value * value) == value
    assert exact_sqrt(value * value * 2) is None or value == 0
