"""The figures around a ranking: they find what was put into the marks, and nothing where nothing was."""

import random
from fractions import Fraction
from typing import Any

from jury import tally
from jury.deliberation.analysis import figures
from jury.deliberation.given import DISSENT, Given
from jury.tally.canonical import as_dict

CITIES = ("lux", "met", "sbr", "tri")
JURORS = [f"J{number:02}" for number in range(1, 9)]


def _given(
    *, entries: int = 30, seed: int = 1, noise: float = 60, severe: int = 0, late: float = 0, home: float = 0,
    disputed: bool = False,
) -> Given:  # fmt: skip
    """Eight jurors of four cities; marks of one criterion in hundredths. `severe`: what the first juror takes off;
    `late`: what is added from first to last; `home`: what the own city is given; `disputed`: halves on the first one.
    """
    draw = random.Random(seed)
    codes = [f"E{number:03}" for number in range(entries)]
    homes = {code: CITIES[number % 4] for number, code in enumerate(codes)}
    order: dict[tuple[str, str], int] = {}
    rows: list[list[Any]] = []
    level = {code: draw.gauss(550, 120) for code in codes}
    for j, juror in enumerate(JURORS):
        listening = draw.sample(codes, entries)
        for place, code in enumerate(listening, start=1):
            order[code, juror] = place
            value = level[code] + draw.gauss(0, noise) - (severe if j == 0 else 0) + late * (place - 1) / (entries - 1)
            value += home if homes[code] == CITIES[j % 4] else 0
            if disputed and code == codes[0]:
                value = 150 if j % 2 else 950
            rows.append([code, juror, CITIES[j % 4], "music", max(100, min(1000, round(value))), ""])
    rule = tally.CountingRule(criteria=(tally.Criterion("music", Fraction(1)),), quorum=tally.Quorum(planned=8))
    return Given(as_dict(rule), sorted(rows), homes, order, 4, (100, 1000))


def test_figures_find_the_severe_juror_and_no_other_effect() -> None:
    found, entries = figures(_given(severe=150, seed=4))
    severity = {one["juror"]: one["severity"] for one in found["jurors"]}
    assert min(severity, key=lambda juror: severity[juror]) == "J01"
    assert -1.6 < severity["J01"] - severity["J02"] < -1.0
    assert found["order"]["p"] > 0.05
    assert found["home"]["p"] > 0.05
    assert len(entries) == 30
    assert min(one[0] or 0 for one in entries.values()) >= 0


def test_figures_find_an_effect_of_the_listening_order() -> None:
    found, _entries = figures(_given(late=100))
    assert found["order"]["p"] < 0.001
    assert 0.7 < found["order"]["slope"] < 1.3
    assert found["order"]["parts"][-1] > found["order"]["parts"][0]


def test_figures_find_that_the_own_city_is_favoured() -> None:
    found, _entries = figures(_given(home=80))
    assert found["home"]["p"] < 0.01
    assert 0.5 < found["home"]["delta"] < 1.1
    assert all(one["own"] > one["others"] for one in found["cities"])


def test_figures_call_the_entry_disputed_on_which_the_jury_is_split() -> None:
    _found, entries = figures(_given(disputed=True))
    dissent = {code: one[4] or 0 for code, one in entries.items()}
    assert [code for code, value in dissent.items() if value >= DISSENT] == ["E000"]


def test_chances_of_going_on_add_up_to_the_places() -> None:
    _found, entries = figures(_given())
    assert abs(sum(one[0] or 0 for one in entries.values()) - 4) < 0.01
    assert abs(sum(one[1] or 0 for one in entries.values()) - 1) < 0.01


def test_histograms_hold_every_ballot_once() -> None:
    found, _entries = figures(_given())
    assert [(sum(one["raw"]), sum(one["adjusted"])) for one in found["jurors"]] == [(30, 30)] * 8


def test_figures_of_a_round_without_marks_say_that_they_cannot_be() -> None:
    given = _given()
    rows = [[*row[:4], None, "not_sealed"] for row in given.rows]
    found, entries = figures(Given(given.rule, rows, {}, {}, 4, (100, 1000)))
    assert found["alpha"] is None
    assert found["certainty"]["problem"] == "not_estimable"
    assert found["jurors"] == []
    assert entries == {}
