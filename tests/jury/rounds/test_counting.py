"""The counting rule of a round: every method with its settings, and whether it fits the jury."""

from typing import Any
from uuid import uuid4

import pytest

from jury.rounds import counting
from jury.rounds.counting import METHODS, Hall
from jury.tally import Method
from jury.tally.settings import Misfit
from musicprize.kernel.errors import Invalid

CITIES = [uuid4() for _ in range(4)]
CRITERIA = [("music", 2), ("stage", 1)]


def test_every_method_of_the_tally_can_be_chosen() -> None:
    assert set(METHODS) == {method.value for method in Method}


@pytest.mark.parametrize(
    ("method", "given", "read"),
    [
        ("trimmed", {"trim": 2}, {"trim": 2}),
        ("clamp", {"width": 300, "round_clamped": True}, {"width": 300, "round_clamped": True}),
        ("points", {"points": [5, 3, 1]}, {"points": (5, 3, 1)}),
        ("mean", {"trim": 2}, {"trim": 1}),
    ],
)
def test_parameters_of_a_method_are_read_those_of_others_kept_aside(
    method: str, given: dict[str, Any], read: dict[str, Any]
) -> None:
    params = counting.parameters(method, given).params
    assert {name: getattr(params, name) for name in read} == read


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"trim": 0}, "method_parameters.trim"),
        ({"trim": "one"}, "method_parameters.trim"),
        ({"points": [1, 2]}, "method_parameters.points"),
        ({"colour": "red"}, "method_parameters"),
        ({"quorum_jurors": 0}, "method_parameters"),
    ],
)
def test_parameters_that_cannot_be_are_refused_at_their_field(given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refusal:
        counting.parameters("mean", given)
    assert list(refusal.value.fields) == [field]


def test_hall_counts_who_may_hear_what() -> None:
    seats = [city for city in CITIES for _ in range(2)]
    entries = [CITIES[0]] * 3 + [CITIES[1]] * 2 + [None]
    assert counting.hall(seats=seats, entries=entries, per_entry=None, own_city=True) == Hall(6, 8, 4, 8, 6)
    assert counting.hall(seats=seats, entries=entries, per_entry=None, own_city=False) == Hall(6, 8, 3, 6, 3)
    assert counting.hall(seats=seats, entries=entries, per_entry=4, own_city=False) == Hall(6, 8, 3, 4, 3)
    assert counting.hall(seats=[], entries=[], per_entry=None, own_city=True) == Hall(0, 0, 0, 0, 0)


def test_quorum_never_asks_for_more_than_can_hear_an_entry() -> None:
    size = Hall(entries=20, jurors=8, cities=2, hearing=4, heard=10)
    rule = counting.counting_rule(method="mean", given={"quorum_cities": 3}, criteria=CRITERIA, size=size)
    assert (rule.quorum.planned, rule.quorum.cities) == (4, 2)


@pytest.mark.parametrize(
    ("method", "size", "misfit"),
    [
        ("trimmed", Hall(20, 8, 4, 4, 10), Misfit.TRIM_NEEDS_JURORS),
        ("zscore", Hall(9, 8, 4, 8, 9), Misfit.STANDARDISING_NEEDS_ENTRIES),
        ("points", Hall(20, 8, 1, 8, 20), Misfit.POINTS_NEED_CITIES),
    ],
)
def test_rule_that_could_count_nothing_is_refused_before_it_is_frozen(method: str, size: Hall, misfit: Misfit) -> None:
    rule = counting.counting_rule(method=method, given={}, criteria=CRITERIA, size=size)
    with pytest.raises(Invalid) as refusal:
        counting.check_rule_fits(rule, size)
    assert [code for code, _sentence in refusal.value.fields["method"]] == [misfit]


def test_rule_that_gives_nobody_a_place_is_warned_of_and_opens() -> None:
    size = Hall(entries=20, jurors=2, cities=2, hearing=2, heard=20)
    rule = counting.counting_rule(method="mean", given={}, criteria=CRITERIA, size=size)
    counting.check_rule_fits(rule, size)
    assert [misfit for misfit, _sentence in counting.misfits(rule, size)] == [Misfit.QUORUM_NEEDS_JURORS]
