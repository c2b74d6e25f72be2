"""Settings of the methods: read strictly, refused by name, and held against the jury that is to vote."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jury.tally import CountingRule, Criterion, Method, Params, Problem, Quorum, TallyError
from jury.tally.settings import SETTINGS, Misfit, misfits, params, settings_of


def test_every_method_says_what_may_be_set() -> None:
    assert set(SETTINGS) == set(Method)


@pytest.mark.parametrize("method", list(Method))
def test_params_of_nothing_are_the_defaults_that_the_settings_name(method: Method) -> None:
    assert params(method, {}) == Params()
    assert settings_of(method, Params()) == {
        setting.name: list(setting.default) if isinstance(setting.default, tuple) else setting.default
        for setting in SETTINGS[method]
    }


@given(width=st.integers(1, 100_000), rounded=st.booleans())
def test_params_give_back_what_settings_of_wrote(width: int, rounded: bool) -> None:
    chosen = params(Method.CLAMP, {"width": width, "round_clamped": rounded})
    assert (chosen.width, chosen.round_clamped) == (width, rounded)
    assert params(Method.CLAMP, settings_of(Method.CLAMP, chosen)) == chosen


def test_params_take_a_table_of_points() -> None:
    assert params(Method.POINTS, {"points": [5, 3, 3, 0]}).points == (5, 3, 3, 0)


@pytest.mark.parametrize(
    ("method", "given", "setting"),
    [
        (Method.ADJUSTED, {"trim": 1}, "trim"),
        (Method.TRIMMED, {"width": 200}, "width"),
        (Method.TRIMMED, {"trim": 0}, "trim"),
        (Method.TRIMMED, {"trim": 11}, "trim"),
        (Method.TRIMMED, {"trim": True}, "trim"),
        (Method.TRIMMED, {"trim": "1"}, "trim"),
        (Method.TRIMMED, {"trim": 1.0}, "trim"),
        (Method.CLAMP, {"width": 0}, "width"),
        (Method.CLAMP, {"width": 200, "round_clamped": 1}, "round_clamped"),
        (Method.POINTS, {"points": []}, "points"),
        (Method.POINTS, {"points": "12,10"}, "points"),
        (Method.POINTS, {"points": [10, 12]}, "points"),
        (Method.POINTS, {"points": [0, 0]}, "points"),
        (Method.POINTS, {"points": [5, -1]}, "points"),
        (Method.POINTS, {"points": [1] * 101}, "points"),
        (Method.ROBUST, {"huber_hundredths": 100}, "huber_hundredths"),
    ],
)
def test_params_refuse_by_the_name_of_the_setting(method: Method, given: dict[str, Any], setting: str) -> None:
    with pytest.raises(TallyError) as refusal:
        params(method, given)
    assert refusal.value.code is Problem.BAD_SETTING
    assert refusal.value.facts["setting"] == setting


def _rule(method: Method, quorum: Quorum, *, parity: bool = False, trim: int = 1) -> CountingRule:
    return CountingRule((Criterion("a"),), method, Params(trim=trim), quorum=quorum, city_parity=parity)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (_rule(Method.ADJUSTED, Quorum()), ()),
        (_rule(Method.TRIMMED, Quorum()), ((Misfit.TRIM_NEEDS_JURORS, 5),)),
        (_rule(Method.TRIMMED, Quorum(), trim=4), ((Misfit.TRIM_NEEDS_JURORS, 9),)),
        (_rule(Method.ZSCORE, Quorum()), ((Misfit.STANDARDISING_NEEDS_ENTRIES, 10),)),
        (_rule(Method.MEAN, Quorum(at_least=5)), ((Misfit.QUORUM_NEEDS_JURORS, 5),)),
        (_rule(Method.MEAN, Quorum(cities=4)), ((Misfit.QUORUM_NEEDS_CITIES, 4),)),
    ],
)
def test_misfits_name_what_keeps_a_rule_from_counting(
    rule: CountingRule, expected: tuple[tuple[Misfit, int], ...]
) -> None:
    assert misfits(rule, jurors=4, entries=9, cities=3) == expected


def test_misfits_of_a_jury_from_one_city() -> None:
    one = Quorum(cities=1, share=Fraction(0))
    assert misfits(_rule(Method.POINTS, one), jurors=8, entries=20, cities=1) == ((Misfit.POINTS_NEED_CITIES, 2),)
    parity = _rule(Method.MEAN, one, parity=True)
    assert misfits(parity, jurors=8, entries=20, cities=1) == ((Misfit.PARITY_NEEDS_CITIES, 2),)
