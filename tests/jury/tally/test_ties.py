"""The tie chain: criteria, head to head, shared places."""

from __future__ import annotations

import time
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from jury.tally import Criterion, DecidedBy, Juror, Method, TieStep, Vote, places, rank
from tests.jury.tally.helpers import jury, plain, votes


def two_criteria(rows: dict[str, list[tuple[float, float]]]) -> list[Vote]:
    """Per entry one (music, text) pair a juror."""
    music = votes({entry: [pair[0] for pair in row] for entry, row in rows.items()}, "music")
    return music + votes({entry: [pair[1] for pair in row] for entry, row in rows.items()}, "text")


MUSIC_FIRST = (Criterion("text", Fraction(1)), Criterion("music", Fraction(2)))


def test_rank_equal_scores_are_separated_by_the_heaviest_criterion() -> None:
    given_marks = two_criteria({"A": [(6, 9), (6, 9)], "B": [(7, 7), (7, 7)], "C": [(1, 1), (1, 1)]})
    result = rank(plain(criteria=MUSIC_FIRST), given_marks, jury(2))
    assert places(result) == {"B": 1, "A": 2, "C": 3}
    first = result.standing("B")
    assert (first.decided_by, first.criterion, first.tied_with) == (DecidedBy.CRITERION, "music", ("A",))
    assert result.standing("C").decided_by is DecidedBy.SCORE


def test_rank_equal_weights_take_criteria_in_the_order_of_the_rule() -> None:
    given_marks = two_criteria({"A": [(6, 8)], "B": [(8, 6)]})
    text_first = plain(criteria=(Criterion("text"), Criterion("music")))
    music_first = plain(criteria=(Criterion("music"), Criterion("text")))
    assert places(rank(text_first, given_marks, jury(1))) == {"A": 1, "B": 2}
    assert places(rank(music_first, given_marks, jury(1))) == {"B": 1, "A": 2}


def test_rank_equal_on_all_criteria_is_decided_head_to_head() -> None:
    result = rank(plain(), votes({"A": [9, 5, 5], "B": [5, 7, 7]}), jury(3))
    assert places(result) == {"B": 1, "A": 2}
    assert {s.decided_by for s in result.standings} == {DecidedBy.HEAD_TO_HEAD}


def test_rank_head_to_head_counts_cities_under_parity() -> None:
    """Four jurors of one city prefer A by a little, two single ones prefer B: two cities against one."""
    jurors = [Juror(f"J0{n}", "Metz") for n in range(1, 5)] + [Juror("J05", "Trier"), Juror("J06", "Luxembourg")]
    table = {"A": [8, 8, 8, 8, 5, 5], "B": [6, 6, 6, 6, 6, 6]}
    chain = (TieStep.HEAD_TO_HEAD,)
    with_parity = rank(plain(Method.MEAN, parity=True, ties=chain), votes(table), jurors)
    assert [s.score for s in with_parity.standings] == [6, 6]
    assert places(with_parity) == {"B": 1, "A": 2}


def test_rank_nothing_separates_shares_the_place_and_skips_the_next() -> None:
    result = rank(plain(), votes({"A": [9, 9], "B": [6, 8], "C": [8, 6], "D": [1, 1]}), jury(2))
    assert places(result) == {"A": 1, "B": 2, "C": 2, "D": 4}
    assert result.standing("B").decided_by is DecidedBy.SHARED
    assert result.standing("B").tied_with == ("C",)


def test_rank_a_circle_of_preferences_shares_the_place() -> None:
    circle = votes({"A": [9, 7, 5], "B": [7, 5, 9], "C": [5, 9, 7]})
    assert places(rank(plain(), circle, jury(3))) == {"A": 1, "B": 1, "C": 1}


def test_rank_one_beats_a_tied_pair_head_to_head() -> None:
    """A is preferred by two of three jurors to B and to C; B and C are even among themselves."""
    table = {"A": [8, 8, 2], "B": [5, 7, 6], "C": [7, 5, 6]}
    result = rank(plain(), votes(table), jury(3))
    assert places(result) == {"A": 1, "B": 2, "C": 2}
    assert result.standing("A").decided_by is DecidedBy.HEAD_TO_HEAD
    assert result.standing("C").decided_by is DecidedBy.SHARED


def test_rank_scores_that_differ_in_the_sixth_decimal_are_no_tie() -> None:
    table = {"A": [9.84, 9.84, 9.84], "B": [9.84, 9.84, 9.83]}
    assert places(rank(plain(Method.MEAN), votes(table), jury(3))) == {"A": 1, "B": 2}


def test_rank_without_a_chain_shares_places() -> None:
    result = rank(plain(ties=()), votes({"A": [9, 5, 5], "B": [5, 7, 7]}), jury(3))
    assert places(result) == {"A": 1, "B": 1}


@settings(deadline=None, max_examples=80)
@given(st.lists(st.lists(st.integers(1, 3), min_size=4, max_size=4), min_size=2, max_size=6), st.booleans())
def test_rank_places_are_competition_ranks_and_follow_the_scores(marks: list[list[int]], parity: bool) -> None:
    table = {f"E{n}": [float(mark) for mark in row] for n, row in enumerate(marks)}
    result = rank(plain(Method.MEAN, parity=parity), votes(table), jury(4))
    given_places = [standing.place or 0 for standing in result.standings]
    assert given_places[0] == 1
    for position, place in enumerate(given_places, start=1):
        assert place == given_places.index(place) + 1
        assert place <= position
    scores = [standing.score or 0 for standing in result.standings]
    assert scores == sorted(scores, reverse=True)


def test_rank_thousands_of_equal_entries_share_the_first_place_at_once() -> None:
    table = {f"E{n:04}": [7.0, 7.0, 7.0] for n in range(4_000)}
    start = time.process_time()
    result = rank(plain(), votes(table), jury(3))
    assert time.process_time() - start < 10
    assert set(places(result).values()) == {1}
    assert len(result.standings[5].tied_with) == 3_999
