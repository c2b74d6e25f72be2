"""Who advances when the last place is shared."""

from __future__ import annotations

from hashlib import sha256

import pytest

from jury.tally import CutTie, Problem, Result, TallyError, rank
from jury.tally.cut import cut
from tests.jury.tally.helpers import jury, plain, votes


@pytest.fixture
def tied() -> Result:
    """A first, then B, C, D share place 2, then E; F is provisional."""
    table = {"A": [9, 9, 9], "B": [6, 8, 7], "C": [8, 7, 6], "D": [7, 6, 8], "E": [2, 2, 2]}
    return rank(plain(), votes(table), jury(3), entries=["F"])


def test_cut_between_places_needs_no_rule(tied: Result) -> None:
    assert cut(tied, 1, CutTie.SECOND_BALLOT).advancing == ("A",)
    found = cut(tied, 4, CutTie.SECOND_BALLOT)
    assert (found.advancing, found.contested, found.reserve) == (("A", "B", "C", "D"), (), ("E",))


def test_cut_through_a_shared_place_lets_all_advance(tied: Result) -> None:
    assert cut(tied, 3, CutTie.ALL_ADVANCE).advancing == ("A", "B", "C", "D")


def test_cut_through_a_shared_place_calls_a_second_ballot(tied: Result) -> None:
    found = cut(tied, 3, CutTie.SECOND_BALLOT)
    assert (found.advancing, found.contested, found.open_seats) == (("A",), ("B", "C", "D"), 2)


def test_cut_through_a_shared_place_draws_by_the_seed(tied: Result) -> None:
    found = cut(tied, 3, CutTie.DRAW, b"sealed")
    order = tuple(sorted("BCD", key=lambda entry: sha256(b"sealed" + entry.encode()).hexdigest()))
    assert found.drawn == order
    assert found.advancing == ("A", *order[:2])
    assert found.reserve == (order[2], "E")


def test_cut_draws_only_at_the_cut(tied: Result) -> None:
    assert cut(tied, 4, CutTie.DRAW).drawn == ()


def test_cut_draw_without_the_seed_is_refused(tied: Result) -> None:
    with pytest.raises(TallyError) as refusal:
        cut(tied, 2, CutTie.DRAW)
    assert refusal.value.code is Problem.SEED_MISSING


def test_cut_more_seats_than_entries_takes_all_ranked_and_never_the_provisional(tied: Result) -> None:
    assert cut(tied, 9, CutTie.ALL_ADVANCE).advancing == ("A", "B", "C", "D", "E")
