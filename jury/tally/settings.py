"""What may be set about each method, and whether a rule fits the jury that is to vote by it.

A form is built from `SETTINGS`, what it sends is read by `params`, and `misfits` says before the first vote what would
keep the rule from counting. `Params` holds every setting of every method; a method reads its own and ignores the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

from jury.tally.errors import Problem, TallyError
from jury.tally.standardised import MIN_BALLOTS
from jury.tally.types import EUROVISION_POINTS, CountingRule, Method, Params, ballots_for_trimming

MAX_TRIM = 10
MAX_WIDTH = 100_000
MAX_PLACES = 100
MAX_POINTS = 1_000


class Kind(StrEnum):
    """What a value looks like. HUNDREDTHS: a whole number of hundredths of a point; INTEGERS: a list, best first."""

    INTEGER = "integer"
    HUNDREDTHS = "hundredths"
    FLAG = "flag"
    INTEGERS = "integers"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of a method. low, high: the borders, both allowed; of INTEGERS those of each number."""

    name: str
    kind: Kind
    default: int | bool | tuple[int, ...]
    low: int = 0
    high: int = 1


SETTINGS: Mapping[Method, tuple[Setting, ...]] = {
    Method.ADJUSTED: (),
    Method.MEAN: (),
    Method.TRIMMED: (Setting("trim", Kind.INTEGER, 1, 1, MAX_TRIM),),
    Method.CLAMP: (
        Setting("width", Kind.HUNDREDTHS, 200, 1, MAX_WIDTH),
        Setting("round_clamped", Kind.FLAG, False),
    ),
    Method.ZSCORE: (),
    Method.BORDA: (),
    Method.POINTS: (Setting("points", Kind.INTEGERS, EUROVISION_POINTS, 0, MAX_POINTS),),
    Method.ROBUST: (),
}
"""The settings that a round may choose, per method. The constant of `robust` is fixed: c = 2."""


def params(method: Method, given: Mapping[str, Any]) -> Params:
    """The settings of `method` as sent by a form or read from JSON; what is not given takes its default.

    Raises TallyError `bad_setting` with `facts["setting"]` for a name that the method does not have, and for a value
    of another type or beyond the borders.
    """
    known = {setting.name: setting for setting in SETTINGS[method]}
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name not in known:
            raise _refused(name, f"a setting of {method}: {', '.join(sorted(known)) or 'it has none'}", value)
        values[name] = _read(known[name], value)
    return Params(**values)


def settings_of(method: Method, chosen: Params) -> dict[str, int | bool | list[int]]:
    """The method's own settings as plain data: what `params` reads, and what a page shows."""
    found = {setting.name: getattr(chosen, setting.name) for setting in SETTINGS[method]}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}


def _read(setting: Setting, value: Any) -> int | bool | tuple[int, ...]:
    if setting.kind is Kind.FLAG:
        if not isinstance(value, bool):
            raise _refused(setting.name, "yes or no", value)
        return value
    if setting.kind is not Kind.INTEGERS:
        return _whole(setting, value)
    if not isinstance(value, (list, tuple)) or not 1 <= len(value) <= MAX_PLACES:
        raise _refused(setting.name, f"1 to {MAX_PLACES} whole numbers", value)
    table = tuple(_whole(setting, each) for each in value)
    if any(low > high for high, low in pairwise(table)) or table[0] == 0:
        raise _refused(setting.name, "points that start above 0 and never rise from place to place", value)
    return table


def _whole(setting: Setting, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not setting.low <= value <= setting.high:
        raise _refused(setting.name, f"a whole number from {setting.low} to {setting.high}", value)
    return value


def _refused(name: str, expected: str, found: Any) -> TallyError:
    return TallyError(Problem.BAD_SETTING, f"setting {name}: expected {expected}, found {found!r}", setting=name)


class Misfit(StrEnum):
    """Why a rule cannot count what a jury of this size votes."""

    TRIM_NEEDS_JURORS = "trim_needs_jurors"
    STANDARDISING_NEEDS_ENTRIES = "standardising_needs_entries"
    POINTS_NEED_CITIES = "points_need_cities"
    PARITY_NEEDS_CITIES = "parity_needs_cities"
    QUORUM_NEEDS_JURORS = "quorum_needs_jurors"
    QUORUM_NEEDS_CITIES = "quorum_needs_cities"


def misfits(rule: CountingRule, *, jurors: int, entries: int, cities: int) -> tuple[tuple[Misfit, int], ...]:
    """What would keep the rule from counting, each with the number that it needs; empty when it fits.

    jurors: the fewest that hear any entry; entries: the fewest that any juror hears; cities: those on the jury.
    """
    trimming = ballots_for_trimming(rule.params.trim)
    quorum = rule.quorum
    checks = (
        (Misfit.TRIM_NEEDS_JURORS, rule.method is Method.TRIMMED, jurors, trimming),
        (Misfit.STANDARDISING_NEEDS_ENTRIES, rule.method is Method.ZSCORE, entries, MIN_BALLOTS),
        (Misfit.POINTS_NEED_CITIES, rule.method is Method.POINTS, cities, 2),
        (Misfit.PARITY_NEEDS_CITIES, rule.city_parity, cities, 2),
        (Misfit.QUORUM_NEEDS_JURORS, True, jurors, quorum.at_least),
        (Misfit.QUORUM_NEEDS_CITIES, True, cities, quorum.cities),
    )
    return tuple((misfit, needed) for misfit, applies, there, needed in checks if applies and there < needed)
