"""A counting rule as canonical JSON (sorted keys, UTF-8, integers and strings only), to be hashed and frozen."""

from __future__ import annotations

import json
from collections.abc import Mapping
from fractions import Fraction
from hashlib import sha256
from typing import Any

from jury.tally.errors import Problem, TallyError
from jury.tally.types import CountingRule, Criterion, CutTie, Method, Params, Quorum, TieStep

VERSION = 1


def as_dict(rule: CountingRule) -> dict[str, Any]:
    """The rule as plain data; fractions become [numerator, denominator]. Criteria keep their order: it breaks ties."""
    return {
        "version": VERSION,
        "method": rule.method.value,
        "params": {
            "trim": rule.params.trim,
            "width": rule.params.width,
            "round_clamped": rule.params.round_clamped,
            "points": list(rule.params.points),
            "huber_hundredths": rule.params.huber_hundredths,
            "marks_are_ranks": rule.params.marks_are_ranks,
        },
        "criteria": [{"id": c.id, "weight": _pair(c.weight), "required": c.required} for c in rule.criteria],
        "ties": [step.value for step in rule.ties],
        "cut_tie": rule.cut_tie.value,
        "quorum": {
            "planned": rule.quorum.planned,
            "at_least": rule.quorum.at_least,
            "share": _pair(rule.quorum.share),
            "cities": rule.quorum.cities,
            "connected": rule.quorum.connected,
        },
        "city_parity": rule.city_parity,
    }


def from_dict(data: Mapping[str, Any]) -> CountingRule:
    """The rule that `as_dict` described. Raises TallyError where a part is missing, unknown or of another version."""
    if data.get("version") != VERSION:
        raise TallyError(Problem.BAD_RULE, f"the rule must be of version {VERSION}, not {data.get('version')!r}")
    try:
        params, quorum = data["params"], data["quorum"]
        rule = CountingRule(
            criteria=tuple(Criterion(c["id"], Fraction(*c["weight"]), c["required"]) for c in data["criteria"]),
            method=Method(data["method"]),
            params=Params(**{**params, "points": tuple(params["points"])}),
            ties=tuple(TieStep(step) for step in data["ties"]),
            cut_tie=CutTie(data["cut_tie"]),
            quorum=Quorum(**{**quorum, "share": Fraction(*quorum["share"])}),
            city_parity=data["city_parity"],
        )
    except (KeyError, TypeError, ZeroDivisionError) as error:
        raise TallyError(Problem.BAD_RULE, f"the rule cannot be read: {error!r}") from error
    except ValueError as error:
        raise TallyError(Problem.BAD_RULE, f"the rule cannot be read: {error}") from error
    if as_dict(rule) != data:
        raise TallyError(Problem.BAD_RULE, "the rule holds something that this version does not know")
    return rule


def dumps(rule: CountingRule) -> bytes:
    """Canonical JSON of the rule: equal rules give equal bytes."""
    text = json.dumps(as_dict(rule), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8")


def digest(rule: CountingRule) -> str:
    """SHA-256 of the canonical JSON, in hexadecimal."""
    return sha256(dumps(rule)).hexdigest()


def _pair(value: Fraction) -> list[int]:
    return [value.numerator, value.denominator]
