"""Quorum: who is ranked and why not; missing marks are never zero."""

from __future__ import annotations

from fractions import Fraction

import pytest

from jury.tally import Criterion, Juror, Method, Problem, Quorum, Shortfall, TallyError, Vote, places, rank
from jury.tally.quorum import required_jurors
from tests.jury.tally.helpers import jury, plain, votes


@pytest.mark.parametrize(("k", "needed"), [(1, 3), (4, 3), (5, 4), (6, 4), (7, 5), (8, 6), (9, 6)])
def test_required_jurors_is_two_thirds_rounded_up_but_three_at_least(k: int, needed: int) -> None:
    assert required_jurors(Quorum(planned=k), 20) == needed


def test_required_jurors_without_a_plan_takes_the_whole_jury() -> None:
    assert required_jurors(Quorum(), 8) == 6


def test_rank_too_few_jurors_is_provisional_and_takes_no_place() -> None:
    table = {"A": [9, 9, 9, 9, 9, None, None, None], "B": [5] * 8, "C": [6, 6, None, 6, 6, 6, 6, None]}
    result = rank(plain(Method.MEAN, quorum=Quorum(planned=8)), votes(table), jury(8))
    assert result.required_jurors == 6
    assert places(result) == {"C": 1, "B": 2}
    last = result.standings[-1]
    assert (last.entry, last.place, last.score) == ("A", None, 9)
    assert last.provisional
    assert last.shortfalls == (Shortfall.TOO_FEW_JURORS,)


def test_rank_too_few_cities_is_provisional() -> None:
    jurors = jury(6, ("Metz", "Trier", "Luxembourg"))
    table = {"A": [7, 7, None, 7, 7, None], "B": [6] * 6}
    result = rank(plain(Method.MEAN, quorum=Quorum(planned=6)), votes(table), jurors)
    assert result.standing("A").shortfalls == (Shortfall.TOO_FEW_CITIES,)
    assert places(result) == {"B": 1}


def test_rank_entry_without_any_ballot_is_listed_as_such() -> None:
    result = rank(plain(), votes({"A": [7, 8]}), jury(2), entries=["A", "B"])
    standing = result.standing("B")
    assert (standing.score, standing.shortfalls) == (None, (Shortfall.NO_BALLOT,))
    assert standing.explanation.raw_mean is None


def test_rank_two_equal_parts_of_the_graph_rank_nobody() -> None:
    table = {"A": [5, 7, None, None], "B": [None, None, 6, 8]}
    quorum = Quorum(planned=2, at_least=1, cities=0)
    result = rank(plain(quorum=quorum), votes(table), jury(4))
    assert places(result) == {}
    assert all(standing.shortfalls == (Shortfall.NOT_CONNECTED,) for standing in result.standings)


def test_rank_missing_mark_is_neither_zero_nor_imputed() -> None:
    result = rank(plain(Method.MEAN), votes({"A": [8, None, 6]}), jury(3))
    assert result.standing("A").score == 7


def test_rank_ballot_without_a_required_criterion_does_not_count_and_is_reported() -> None:
    criteria = (Criterion("music"), Criterion("text"))
    given = [
        Vote("A", "J01", "music", 900),
        Vote("A", "J01", "text", None, "not heard"),
        Vote("A", "J02", "music", 500),
    ]
    given += [Vote("A", "J02", "text", 700), Vote("A", "J03", "text", None, "recused")]
    result = rank(plain(Method.MEAN, criteria=criteria), given, jury(3))
    assert result.standing("A").score == 6
    assert result.incomplete == (("A", "J01"),)


def test_rank_optional_criterion_weighs_in_where_it_is_scored() -> None:
    criteria = (Criterion("music", Fraction(2)), Criterion("bonus", Fraction(1), required=False))
    given = [Vote("A", "J01", "music", 600), Vote("A", "J01", "bonus", 900), Vote("A", "J02", "music", 500)]
    result = rank(plain(Method.MEAN, criteria=criteria), given, jury(2))
    composites = [part.composite for part in result.standing("A").explanation.contributions]
    assert composites == [7, 5]
    assert result.standing("A").score == 6


@pytest.mark.parametrize(
    ("extra", "code"),
    [
        (Vote("A", "J09", "overall", 500), Problem.UNKNOWN_JUROR),
        (Vote("A", "J01", "beauty", 500), Problem.UNKNOWN_CRITERION),
        (Vote("A", "J01", "overall", 500), Problem.DOUBLE_VOTE),
    ],
)
def test_rank_votes_that_do_not_fit_are_refused_with_a_code(extra: Vote, code: Problem) -> None:
    with pytest.raises(TallyError) as refusal:
        rank(plain(), [*votes({"A": [7]}), extra], jury(2))
    assert refusal.value.code is code


def test_rank_parity_without_a_city_is_refused() -> None:
    with pytest.raises(TallyError) as refusal:
        rank(plain(parity=True), votes({"A": [7, 8]}), [Juror("J01", "Metz"), Juror("J02")])
    assert refusal.value.code is Problem.CITY_MISSING
    assert refusal.value.facts == {"juror": "J02"}
