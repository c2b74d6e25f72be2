"""Who hears what: never a barred pair, loads level, every city heard, all connected; and which rule bends when."""

from __future__ import annotations

from collections import Counter
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from jury.assignments.allocator import Allocation, Bent, allocate, connected_parts

CITIES = ("Luxembourg", "Metz", "Saarbrücken", "Trier")


def seats(size: int) -> list[tuple[str, str]]:
    return [(f"J{number + 1:02}", CITIES[number % 4]) for number in range(size)]


def entries(size: int) -> list[tuple[str, str]]:
    """Every ninth is of no city yet."""
    return [(f"E{number:05}", "" if number % 9 == 8 else CITIES[number * 7 % 4]) for number in range(size)]


def hearers(found: Allocation) -> dict[str, set[str]]:
    by_entry: dict[str, set[str]] = {}
    for juror, codes in found.heard.items():
        for code in codes:
            by_entry.setdefault(code, set()).add(juror)
    return by_entry


@pytest.mark.parametrize(("n", "m", "k"), [(54, 8, 4), (500, 20, 4), (10_000, 100, 6)])
@pytest.mark.parametrize("own_city", [True, False])
def test_allocate_at_the_sizes_of_the_design_bends_no_rule(n: int, m: int, k: int, own_city: bool) -> None:
    barred = {(f"J{(7 * number) % m + 1:02}", f"E{(13 * number) % n:05}") for number in range(n * m // 100)}
    jurors, codes = seats(m), entries(n)
    found = allocate(jurors=jurors, entries=codes, barred=barred, per_entry=k, own_city=own_city, seed="s")
    assert (found.bent, found.uncovered, found.short) == ((), (), ())
    assert max(found.loads.values()) - min(found.loads.values()) <= 1
    assert not {(juror, code) for juror, heard in found.heard.items() for code in heard} & barred
    assert connected_parts(found.heard) == 1
    city, home = dict(jurors), dict(codes)
    for code, who in hearers(found).items():
        assert len(who) == k
        there = {city[juror] for juror in who}
        assert there == set(CITIES) - (set() if own_city else {home[code]})


def test_allocate_everything_gives_all_but_the_barred() -> None:
    found = allocate(
        jurors=seats(4), entries=entries(5), barred={("J01", "E00001")}, per_entry=None, own_city=True, seed="s"
    )
    assert found.loads == {"J01": 4, "J02": 5, "J03": 5, "J04": 5}
    assert (found.bent, found.cities) == ((), {"Luxembourg": 4, "Metz": 5, "Saarbrücken": 5, "Trier": 5})


def test_allocate_everything_without_the_own_city() -> None:
    found = allocate(jurors=seats(8), entries=entries(9), barred=(), per_entry=None, own_city=False, seed="s")
    home = dict(entries(9))
    for juror, city in seats(8):
        assert set(found.heard[juror]) == {code for code, of in home.items() if of != city}


def test_allocate_a_city_with_a_lone_juror_bends_loads_then_cities() -> None:
    found = allocate(jurors=seats(7), entries=entries(54), barred=(), per_entry=4, own_city=True, seed="s")
    assert found.bent == (Bent.LOAD, Bent.CITIES)
    assert max(found.loads.values()) - min(found.loads.values()) <= 2
    assert 0 < len(found.uncovered) < 54


def test_allocate_fewer_jurors_than_cities_says_that_not_every_city_hears() -> None:
    found = allocate(jurors=seats(8), entries=entries(20), barred=(), per_entry=2, own_city=True, seed="s")
    assert found.bent == (Bent.CITIES,)
    assert len(found.uncovered) == 20
    city = dict(seats(8))
    assert all(len({city[juror] for juror in who}) == 2 for who in hearers(found).values())


def test_allocate_one_juror_an_entry_cannot_be_compared_and_says_so() -> None:
    found = allocate(jurors=seats(4), entries=entries(20), barred=(), per_entry=1, own_city=True, seed="s")
    assert Bent.CONNECTED in found.bent
    assert connected_parts(found.heard) == 4


def test_allocate_an_entry_that_nobody_else_may_hear_is_short_and_conflicts_hold() -> None:
    barred = {(f"J{number:02}", "E00000") for number in range(1, 7)}
    found = allocate(jurors=seats(8), entries=entries(20), barred=barred, per_entry=4, own_city=True, seed="s")
    assert found.short == ("E00000",)
    assert hearers(found)["E00000"] == {"J07", "J08"}
    assert found.bent == (Bent.PER_ENTRY,)


def test_allocate_is_the_same_for_the_same_seed_in_whatever_order_it_is_asked() -> None:
    def asked(seed: str, turn: int) -> dict[str, set[str]]:
        found = allocate(
            jurors=seats(8)[::turn], entries=entries(54)[::turn], barred=(), per_entry=4, own_city=True, seed=seed
        )
        return {juror: set(codes) for juror, codes in found.heard.items()}

    assert asked("one", 1) == asked("one", -1)
    assert asked("one", 1) != asked("two", 1)


@st.composite
def juries(drawn: st.DrawFn) -> dict[str, object]:
    m, n = drawn(st.integers(1, 6)), drawn(st.integers(1, 8))
    jurors = [(f"J{j}", drawn(st.sampled_from("LMS"))) for j in range(m)]
    codes = [(f"E{i}", drawn(st.sampled_from(["L", "M", "S", ""]))) for i in range(n)]
    pairs = [(juror, code) for (juror, _), (code, _) in product(jurors, codes)]
    barred = drawn(st.sets(st.sampled_from(pairs), max_size=len(pairs) // 2))
    return {
        "jurors": jurors, "entries": codes, "barred": barred, "per_entry": drawn(st.integers(1, m)),
        "own_city": drawn(st.booleans()), "seed": drawn(st.sampled_from(["a", "b"])),
    }  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(juries())
def test_allocate_keeps_every_rule_that_can_be_kept(jury: dict) -> None:
    found = allocate(**jury)
    may = allowed(jury)
    who = hearers(found)
    for code, _city in jury["entries"]:
        mine = who.get(code, set())
        assert mine <= may[code]
        assert len(mine) == min(jury["per_entry"], len(may[code]))
        assert (code in found.short) == (len(mine) < jury["per_entry"])
    spread = max(found.loads.values()) - min(found.loads.values())
    covering = coverable(jury, may)
    if Bent.LOAD not in found.bent:
        assert spread <= 1
    else:
        assert not possible(jury, may, covering, spread=1), "loads bent though they need not"
    if set(found.uncovered) & set(covering):
        assert not possible(jury, may, covering, spread=2), "cities bent though they need not"
    if Bent.LOAD_FREE in found.bent:
        assert not possible(jury, may, {}, spread=2), "loads let go though they need not"
    elif Bent.LOAD in found.bent:
        assert spread <= 2
    if Bent.CITIES not in found.bent:
        assert found.uncovered == ()


def allowed(jury: dict) -> dict[str, set[str]]:
    return {
        code: {
            juror
            for juror, city in jury["jurors"]
            if (juror, code) not in jury["barred"] and (jury["own_city"] or not home or city != home)
        }
        for code, home in jury["entries"]
    }


def coverable(jury: dict, may: dict[str, set[str]]) -> dict[str, set[str]]:
    """Entry → cities that must hear it: those that may, where it has jurors enough for all of them."""
    city = dict(jury["jurors"])
    there = {code: {city[juror] for juror in jurors} for code, jurors in may.items()}
    return {code: cities for code, cities in there.items() if len(cities) <= jury["per_entry"]}


def possible(jury: dict, may: dict[str, set[str]], covering: dict[str, set[str]], *, spread: int) -> bool:
    """Whether there is an assignment with loads this close, by an integer programme: the judge of the allocator."""
    jurors = [name for name, _ in jury["jurors"]]
    city = dict(jury["jurors"])
    cells = [(code, juror) for code in may for juror in sorted(may[code])]
    size = len(cells) + 2  # the last two: lowest and highest load
    rows, low, high = [], [], []

    def demand(members: list[int], least: float, most: float, *, extra: dict[int, float] | None = None) -> None:
        row = np.zeros(size)
        row[members] = 1
        for column, value in (extra or {}).items():
            row[column] = value
        rows.append(row)
        low.append(least)
        high.append(most)

    for code, who in may.items():
        wanted = min(jury["per_entry"], len(who))
        demand([n for n, cell in enumerate(cells) if cell[0] == code], wanted, wanted)
        for place in covering.get(code, ()):
            demand([n for n, cell in enumerate(cells) if cell[0] == code and city[cell[1]] == place], 1, np.inf)
    for juror in jurors:
        mine = [n for n, cell in enumerate(cells) if cell[1] == juror]
        demand(mine, 0, np.inf, extra={size - 2: -1})
        demand(mine, -np.inf, 0, extra={size - 1: -1})
    demand([], -np.inf, spread, extra={size - 1: 1, size - 2: -1})
    top = np.array([1.0] * len(cells) + [np.inf, np.inf])
    answer = milp(
        np.zeros(size), constraints=LinearConstraint(np.array(rows), low, high), integrality=np.ones(size),
        bounds=Bounds(np.zeros(size), top),
    )  # fmt: skip
    return bool(answer.success)


def test_loads_are_counted_per_juror() -> None:
    found = allocate(jurors=seats(8), entries=entries(54), barred=(), per_entry=4, own_city=True, seed="s")
    assert found.loads == Counter(juror for who in hearers(found).values() for juror in who)
    assert set(found.loads.values()) == {27}
