"""Listening orders: everybody hears everything, nobody's entry is always early, and anybody can draw them again."""

from collections import Counter
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jury.assignments.allocator import allocate
from jury.assignments.draw import draw_seed, drawn
from jury.assignments.order import listening_orders, orders, rows
from jury.assignments.spreading import NONE, colour_edges, spread_orders

SIZES = st.tuples(st.integers(1, 20), st.integers(1, 60))


@given(SIZES)
def test_rows_any_size_hold_every_number_once(size: tuple[int, int]) -> None:
    m, n = size
    design = rows(m, n)
    assert len(design) == m
    assert all(sorted(row) == list(range(n)) for row in design)


@given(st.tuples(st.integers(1, 20), st.integers(20, 60)))
def test_rows_with_fewer_jurors_than_entries_give_each_entry_another_place_in_every_row(size: tuple[int, int]) -> None:
    m, n = size
    places = [[row.index(number) for row in rows(m, n)] for number in range(n)]
    assert all(len(set(each)) == m for each in places)


@pytest.mark.parametrize(("m", "n"), [(8, 54), (8, 10), (4, 12), (2, 54), (8, 8)])
def test_rows_even_jury_even_entries_are_early_as_often_as_late(m: int, n: int) -> None:
    design = rows(m, n)
    for number in range(n):
        places = [row.index(number) for row in design]
        assert sum(place < n // 2 for place in places) == m // 2
        assert sum(places) / m == (n - 1) / 2


@pytest.mark.parametrize(("m", "n"), [(8, 54), (7, 54), (8, 55), (5, 25), (3, 9)])
def test_rows_of_any_jury_keep_the_mean_place_of_each_entry_near_the_middle(m: int, n: int) -> None:
    design = rows(m, n)
    for number in range(n):
        early = sum(2 * row.index(number) + 1 < n for row in design)
        assert abs(early - m / 2) <= 1.5


def test_rows_even_entries_no_entry_follows_the_same_one_twice() -> None:
    follows = Counter(pair for row in rows(54, 54) for pair in pairwise(row))
    assert set(follows.values()) == {1}
    assert len(follows) == 54 * 53


def test_listening_orders_same_seed_whatever_the_input_order_are_the_same() -> None:
    entries = [f"E{number}" for number in range(12)]
    first = listening_orders(["J01", "J02", "J03"], entries, "seed")
    again = listening_orders(["J03", "J01", "J02"], entries[::-1], "seed")
    assert first == again
    assert first != listening_orders(["J01", "J02", "J03"], entries, "another")


def test_drawn_known_seed_gives_the_lots_that_anybody_can_compute() -> None:
    # printf 'seed\nrow\na' | sha256sum begins with 3624…, b with ee2a…, c with 6785…
    assert drawn(["b", "c", "a"], "seed", "row") == ["a", "c", "b"]


def test_draw_seed_is_sha256_of_rules_and_sealed_seed() -> None:
    # printf 'rules\nsecret' | sha256sum
    assert draw_seed("rules", "secret") == "104695910a4de409d5341d79d11273668aa7e9caa41624102e668ee4a65f2164"


def places(spread: dict[str, tuple[str, ...]]) -> dict[str, list[float]]:
    """Entry → where its jurors hear it, from 0 (first) to 1 (last)."""
    found: dict[str, list[float]] = {}
    for row in spread.values():
        for place, code in enumerate(row):
            found.setdefault(code, []).append((place + 0.5) / len(row))
    return found


@pytest.mark.parametrize(("n", "m", "k"), [(54, 8, 4), (500, 20, 4), (2000, 40, 6)])
def test_spread_orders_are_heard_once_in_every_part_of_the_lists(n: int, m: int, k: int) -> None:
    jurors = [(f"J{number:02}", "LMST"[number % 4]) for number in range(m)]
    entries = [(f"E{number:04}", "") for number in range(n)]
    found = allocate(jurors=jurors, entries=entries, barred=(), per_entry=k, own_city=True, seed="s")
    spread = spread_orders(found.heard, "s")
    assert {juror: set(row) for juror, row in spread.items()} == {j: set(row) for j, row in found.heard.items()}
    longest = max(len(row) for row in spread.values())
    for where in places(spread).values():
        for part, place in enumerate(sorted(where)):
            assert part / k - 1 / longest <= place <= (part + 1) / k + 1 / longest


def test_spread_orders_where_entries_have_different_numbers_of_jurors() -> None:
    heard = {"J1": ["A", "B", "C"], "J2": ["A", "B"], "J3": ["A"], "J4": []}
    spread = spread_orders(heard, "s")
    assert {juror: sorted(row) for juror, row in spread.items()} == heard
    assert spread_orders({}, "s") == {}


@given(st.integers(1, 6), st.integers(0, 30), st.randoms(use_true_random=False))
def test_colour_edges_never_gives_an_entry_a_colour_twice(colours: int, size: int, random: Random) -> None:
    copies: list[list[int]] = [[] for _ in range(size)]
    for entry in range(size):
        open_copies = [copy for copy in copies if len(copy) < colours]
        for copy in random.sample(open_copies, min(colours, len(open_copies))):
            copy.append(entry)
    coloured = colour_edges(copies, size, colours)
    for row, members in zip(coloured, copies, strict=True):
        assert sorted(number for number in row if number != NONE) == sorted(members)
    for colour in range(colours):
        column = [row[colour] for row in coloured if row[colour] != NONE]
        assert len(column) == len(set(column))


def test_orders_leave_out_what_a_juror_does_not_hear() -> None:
    heard = {"J1": ["A", "B", "C"], "J2": ["A", "C"]}
    found = orders(heard, ["A", "B", "C"], "s", everything=True)
    whole = listening_orders(["J1", "J2"], ["A", "B", "C"], "s")
    assert found == {"J1": whole["J1"], "J2": tuple(code for code in whole["J2"] if code != "B")}
