"""Who advances where cities have bounds: ties, reserve, withdrawn entries; held against every order of the ties."""

from __future__ import annotations

from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jury.tally import CutTie, DecidedBy, Method, Problem, Result, Standing, TallyError
from jury.tally.advance import Advancing, advance
from jury.tally.cut import Contest, cut, draw
from jury.tally.types import Explanation, Shortfall

NOTHING = Explanation(None, None, 0, 0, ())


def ranking(*places: tuple[str, ...], provisional: tuple[str, ...] = ()) -> Result:
    """Groups of entries that share a place; an entry's city is its first letter."""
    lines, at = [], 1
    for group in places:
        lines += [Standing(entry, None, at, DecidedBy.SCORE, "", group, (), NOTHING) for entry in group]
        at += len(group)
    lacks = (Shortfall.TOO_FEW_JURORS,)
    lines += [Standing(entry, None, None, DecidedBy.NOT_RANKED, "", (), lacks, NOTHING) for entry in provisional]
    return Result(Method.MEAN, tuple(lines), (), (), 1, 0)


def homes(result: Result) -> dict[str, str]:
    return {line.entry: line.entry[0].strip("-") for line in result.standings}


def test_most_a_city_passes_over_the_third_of_one_city() -> None:
    found = ranking(("L1",), ("L2",), ("L3",), ("M1",), ("S1",), ("T1",))
    going = advance(found.standings, Advancing(4, city_most=2), CutTie.ALL_ADVANCE, homes(found))
    assert going.advancing == ("L1", "L2", "M1", "S1")
    assert (going.passed, going.lifted, going.reserve) == (("L3",), (), ("L3", "T1"))


def test_least_a_city_lifts_its_best() -> None:
    found = ranking(("L1",), ("L2",), ("L3",), ("M1",), ("S1",), ("S2",), ("T1",), ("T2",))
    going = advance(found.standings, Advancing(4, city_least=1, reserve=2), CutTie.ALL_ADVANCE, homes(found))
    assert going.advancing == ("L1", "M1", "S1", "T1")
    assert (going.lifted, going.passed, going.reserve) == (("S1", "T1"), ("L2", "L3", "S2"), ("L2", "L3"))


def test_entry_of_no_city_knows_no_bounds() -> None:
    found = ranking(("-1",), ("-2",), ("L1",), ("L2",))
    going = advance(found.standings, Advancing(3, city_least=1, city_most=1), CutTie.ALL_ADVANCE, homes(found))
    assert going.advancing == ("-1", "-2", "L1")


def test_city_without_a_ranked_entry_leaves_its_seat_to_the_others() -> None:
    found = ranking(("L1",), ("L2",), ("M1",), provisional=("T1",))
    going = advance(found.standings, Advancing(3, city_least=1), CutTie.ALL_ADVANCE, homes(found))
    assert going.advancing == ("L1", "L2", "M1")


def test_withdrawn_entry_lets_the_next_of_its_city_move_up() -> None:
    found = ranking(("L1",), ("M1",), ("M2",), ("L2",))
    rule = Advancing(2, city_least=1)
    assert advance(found.standings, rule, CutTie.ALL_ADVANCE, homes(found)).advancing == ("L1", "M1")
    moved = advance(found.standings, rule, CutTie.ALL_ADVANCE, homes(found), gone=frozenset({"L1"}))
    assert moved.advancing == ("M1", "L2")


def test_tie_for_the_seat_of_a_city_all_advance() -> None:
    found = ranking(("M1",), ("L1", "L2"), ("S1",))
    going = advance(found.standings, Advancing(2, city_least=0, city_most=1), CutTie.ALL_ADVANCE, homes(found))
    assert going.advancing == ("M1", "L1", "L2")


def test_ties_for_seats_of_two_cities_are_two_ballots() -> None:
    found = ranking(("L1", "L2"), ("M1", "M2"), ("S1",))
    going = advance(found.standings, Advancing(3, city_most=1), CutTie.SECOND_BALLOT, homes(found))
    assert going.contests == (Contest(("L1", "L2"), 1), Contest(("M1", "M2"), 1))
    assert (going.advancing, going.open_seats) == (("S1",), 2)


def test_in_a_shared_place_only_those_in_doubt_are_voted_on() -> None:
    found = ranking(("L1", "L2", "M1"))
    going = advance(found.standings, Advancing(2, city_most=1), CutTie.SECOND_BALLOT, homes(found))
    assert (going.advancing, going.contests) == (("M1",), (Contest(("L1", "L2"), 1),))


def test_draw_is_by_the_seed_and_only_where_it_matters() -> None:
    found = ranking(("L1", "M1"), ("S1", "S2", "S3"))
    going = advance(found.standings, Advancing(3), CutTie.DRAW, homes(found), seed=b"sealed")
    order = draw(("S1", "S2", "S3"), b"sealed")
    assert (going.advancing, going.drawn, going.reserve) == (("L1", "M1", order[0]), order, order[1:])
    with pytest.raises(TallyError) as refusal:
        advance(found.standings, Advancing(3), CutTie.DRAW, homes(found))
    assert refusal.value.code is Problem.SEED_MISSING


def test_chair_settles_a_tie_by_an_order_and_only_where_it_matters() -> None:
    found = ranking(("L1", "M1"), ("S1", "S2", "S3"))
    open_ = advance(found.standings, Advancing(3), CutTie.CHAIR, homes(found))
    assert (open_.advancing, open_.contests, open_.broken) == (("L1", "M1"), (Contest(("S1", "S2", "S3"), 1),), ())
    orders = [("S3", "S1", "S2"), ("M1", "L1")]
    going = advance(found.standings, Advancing(3), CutTie.CHAIR, homes(found), orders=orders)
    assert (going.advancing, going.reserve) == (("L1", "M1", "S3"), ("S1", "S2"))
    assert (going.broken, going.contested) == (("S3", "S1", "S2"), ())


def test_chair_order_holds_when_one_of_it_withdraws_and_the_last_order_counts() -> None:
    found = ranking(("L1",), ("S1", "S2", "S3"))
    orders = [("S1", "S2", "S3"), ("S3", "S2", "S1")]
    gone = frozenset({"S3"})
    going = advance(found.standings, Advancing(2), CutTie.CHAIR, homes(found), gone=gone, orders=orders)
    assert (going.advancing, going.broken) == (("L1", "S2"), ("S2", "S1"))


def test_chair_order_that_leaves_one_out_settles_nothing() -> None:
    found = ranking(("L1",), ("S1", "S2", "S3"))
    going = advance(found.standings, Advancing(2), CutTie.CHAIR, homes(found), orders=[("S1", "S2")])
    assert (going.advancing, going.contested) == (("L1",), ("S1", "S2", "S3"))


def test_chair_order_counts_under_no_other_rule() -> None:
    found = ranking(("L1",), ("S1", "S2"))
    for tie in (CutTie.ALL_ADVANCE, CutTie.SECOND_BALLOT):
        plain = advance(found.standings, Advancing(2), tie, homes(found))
        assert advance(found.standings, Advancing(2), tie, homes(found), orders=[("S2", "S1")]) == plain


def test_more_promised_than_there_are_seats_is_refused() -> None:
    found = ranking(("L1",), ("M1",), ("S1",))
    with pytest.raises(TallyError) as refusal:
        advance(found.standings, Advancing(2, city_least=1), CutTie.ALL_ADVANCE, homes(found))
    assert refusal.value.code is Problem.BAD_RULE


@pytest.mark.parametrize("wrong", [(-1, None, None), (3, 2, 1), (3, None, 0)])
def test_rule_that_cannot_be_is_refused(wrong: tuple[int, int | None, int | None]) -> None:
    with pytest.raises(TallyError):
        Advancing(*wrong)


@st.composite
def rankings(drawn: st.DrawFn) -> Result:
    sizes = drawn(st.lists(st.integers(1, 3), min_size=1, max_size=4))
    cities = drawn(st.lists(st.sampled_from("LMS-"), min_size=sum(sizes), max_size=sum(sizes)))
    entries = [f"{city}{number}" for number, city in enumerate(cities)]
    groups, at = [], 0
    for size in sizes:
        groups.append(tuple(entries[at : at + size]))
        at += size
    return ranking(*groups)


RULES = st.builds(
    Advancing,
    seats=st.integers(3, 6),
    city_least=st.sampled_from([None, 1]),
    city_most=st.sampled_from([None, 1, 2, 3]),
)


@given(rankings())
def test_without_bounds_it_is_the_plain_cut(found: Result) -> None:
    for seats, tie in product(range(len(found.standings) + 1), CutTie):
        plain, bounded = (
            cut(found, seats, tie, b"x"),
            advance(found.standings, Advancing(seats), tie, homes(found), seed=b"x"),
        )
        assert bounded == plain


@given(rankings(), RULES)
def test_who_goes_on_in_every_order_of_the_ties_goes_on_and_who_in_some_may(found: Result, rule: Advancing) -> None:
    groups: dict[int, list[str]] = {}
    for line in found.standings:
        groups.setdefault(line.place or 0, []).append(line.entry)
    worlds = [
        set(
            advance(
                ranking(*((e,) for group in turned for e in group)).standings, rule, CutTie.ALL_ADVANCE, homes(found)
            ).advancing
        )
        for turned in product(*(permutations(group) for group in groups.values()))
    ]
    possible, sure = set.union(*worlds), set.intersection(*worlds)
    assert len({len(world) for world in worlds}) == 1
    everybody = advance(found.standings, rule, CutTie.ALL_ADVANCE, homes(found))
    assert set(everybody.advancing) == possible
    ballot = advance(found.standings, rule, CutTie.SECOND_BALLOT, homes(found))
    assert set(ballot.advancing) == sure
    assert set(ballot.contested) == possible - sure
    assert len(ballot.advancing) + ballot.open_seats == len(worlds[0])
    lot = advance(found.standings, rule, CutTie.DRAW, homes(found), seed=b"sealed")
    assert set(lot.advancing) in worlds
    assert advance(found.standings, rule, CutTie.CHAIR, homes(found)) == ballot
    for contest in ballot.contests:
        for order in permutations(contest.entries):
            settled = advance(found.standings, rule, CutTie.CHAIR, homes(found), orders=[order])
            assert (settled.broken, order[0] in settled.advancing) == (order, True)
            assert {*settled.advancing, *settled.contested} & set(contest.entries) < set(contest.entries)
            assert len(settled.advancing) + settled.open_seats == len(worlds[0])
