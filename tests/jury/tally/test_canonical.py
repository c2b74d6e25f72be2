"""A rule survives its canonical JSON, and equal rules have equal bytes."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from jury.tally import CountingRule, Criterion, CutTie, Method, Params, Problem, Quorum, TallyError, TieStep
from jury.tally.canonical import as_dict, digest, dumps, from_dict

RULE = CountingRule(
    criteria=(Criterion("Klang", Fraction(3, 2)), Criterion("été", required=False)),
    method=Method.CLAMP,
    params=Params(width=150, round_clamped=True, points=(3, 2, 1)),
    ties=(TieStep.HEAD_TO_HEAD,),
    cut_tie=CutTie.DRAW,
    quorum=Quorum(planned=6, share=Fraction(3, 4)),
    city_parity=True,
)


def test_from_dict_gives_back_the_rule() -> None:
    assert from_dict(json.loads(dumps(RULE))) == RULE


def test_dumps_is_sorted_utf8_with_integers_only() -> None:
    text = dumps(RULE).decode("utf-8")
    assert "été" in text
    assert "." not in text
    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def test_digest_changes_with_the_rule_and_only_then() -> None:
    twin = from_dict(as_dict(RULE))
    assert digest(twin) == digest(RULE)
    assert digest(CountingRule(RULE.criteria)) != digest(CountingRule(RULE.criteria[::-1]))


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"method": "median"},
        {"extra": 1},
        {"criteria": []},
        {"quorum": {"planned": 3}},
        {"ties": "criteria"},
        {"params": {"trim": 1}},
    ],
)
def test_from_dict_refuses_what_it_does_not_know(change: dict[str, object]) -> None:
    with pytest.raises(TallyError) as refusal:
        from_dict({**as_dict(RULE), **change})
    assert refusal.value.code is Problem.BAD_RULE


@pytest.mark.parametrize(
    "build",
    [
        lambda: CountingRule(()),
        lambda: CountingRule((Criterion("a"), Criterion("a"))),
        lambda: CountingRule((Criterion("a", required=False),)),
        lambda: CountingRule((Criterion("a"),), Method.MEAN, Params(marks_are_ranks=True)),
        lambda: Criterion("a", Fraction(0)),
        lambda: Params(points=(1, 2)),
        lambda: Params(trim=-1),
    ],
)
def test_rules_that_make_no_sense_are_refused(build: object) -> None:
    with pytest.raises(TallyError) as refusal:
        build()  # type: ignore[operator]
    assert refusal.value.code is Problem.BAD_RULE
