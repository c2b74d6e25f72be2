"""The counting rule of a round: what may be set about it, and whether it fits the jury that is to vote. Pure Python."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jury import tally
from jury.tally import settings
from jury.tally.settings import Misfit
from musicprize.kernel.errors import Invalid, Sentence

METHODS = tuple(method.value for method in tally.Method)
"""Counting rules that a round may choose."""
METHOD_OF = {setting.name: method for method, known in settings.SETTINGS.items() for setting in known}
"""Setting → the one method that reads it. A draft keeps the settings of other methods too: whoever changes the method
back finds them again; frozen are those of the chosen one."""


@dataclass(frozen=True)
class Parameters:
    """How the counting rule may be set besides its method. Frozen with it. `params`: of the method itself."""

    city_parity: bool = False
    cut_tie: tally.CutTie = tally.CutTie.ALL_ADVANCE
    quorum_jurors: int = 3
    quorum_cities: int = 3
    params: tally.Params = field(default_factory=tally.Params)


COMMON: dict[str, type] = {"city_parity": bool, "cut_tie": str, "quorum_jurors": int, "quorum_cities": int}


def parameters(method: str, given: Mapping[str, Any]) -> Parameters:
    """`given` as parameters of a method; Invalid where it names one that there is not, or a value that cannot be."""
    common = {name: value for name, value in given.items() if name in COMMON}
    wrong = [name for name, value in common.items() if COMMON[name] is not type(value)]
    wrong += [name for name in given if name not in COMMON and name not in METHOD_OF]
    found = None if wrong else Parameters(**common)
    if found is not None and found.cut_tie not in set(tally.CutTie):
        wrong.append("cut_tie")
    if found is not None and not (1 <= found.quorum_jurors <= 1000 and 0 <= found.quorum_cities <= 100):
        wrong.append("quorum_jurors")
    if wrong or found is None:
        problem = _("The counting rule has no such setting, or the value does not fit: %(names)s.")
        message = problem % {"names": ", ".join(sorted(wrong))}
        raise Invalid(fields={"method_parameters": [("parameter_unknown", message)]})
    return replace(found, cut_tie=tally.CutTie(found.cut_tie), params=_params(method, given))


def _params(method: str, given: Mapping[str, Any]) -> tally.Params:
    """The method's own settings; those of other methods must be right as well. Invalid at the field of the first."""
    read: dict[tally.Method, tally.Params] = {}
    try:
        for each in tally.Method:
            read[each] = settings.params(
                each, {name: value for name, value in given.items() if METHOD_OF.get(name) == each}
            )
    except tally.TallyError as problem:
        where = f"method_parameters.{problem.facts['setting']}"
        raise Invalid(fields={where: [("bad_setting", _("This value does not fit the counting rule."))]}) from problem
    return read[tally.Method(method)]


MISFITS: dict[Misfit, Sentence] = {
    Misfit.TRIM_NEEDS_JURORS: _("To leave out the highest and the lowest, every entry needs %(n)d jurors."),
    Misfit.STANDARDISING_NEEDS_ENTRIES: _("To even out each juror’s range, every juror must hear %(n)d entries."),
    Misfit.POINTS_NEED_CITIES: _("Points by city need jurors of %(n)d cities."),
    Misfit.PARITY_NEEDS_CITIES: _("That every city weighs the same needs jurors of %(n)d cities."),
    Misfit.QUORUM_NEEDS_JURORS: _("No entry would get a place: each needs %(n)d jurors, and that many do not hear it."),
    Misfit.QUORUM_NEEDS_CITIES: _("No entry would get a place: each needs jurors of %(n)d cities."),
}
"""Why a counting rule does not fit the jury, in words."""
FATAL = frozenset({Misfit.TRIM_NEEDS_JURORS, Misfit.STANDARDISING_NEEDS_ENTRIES, Misfit.POINTS_NEED_CITIES})
"""With these nothing could be counted at all, so the round does not open; the others are only warned of."""


@dataclass(frozen=True)
class Hall:
    """Who sits where when a round opens. `hearing`: the fewest jurors that may hear an entry; `heard`: the fewest
    entries that a juror hears; `cities`: cities with a juror whose marks an entry may get."""

    entries: int
    jurors: int
    cities: int
    hearing: int
    heard: int


def hall(
    *, seats: Sequence[UUID], entries: Sequence[UUID | None], per_entry: int | None, own_city: bool
) -> Hall:  # fmt: skip
    """The hall of a round: `seats` are the jurors' cities, `entries` those of the entries (None: of no city yet)."""
    there = Counter(seats)
    barred = [0 if own_city or city is None else there[city] for city in entries]
    hearing = min((len(seats) - away for away in barred), default=len(seats))
    homes = Counter(city for city in entries if city is not None)
    free = min((len(entries) - (0 if own_city else homes[city]) for city in seats), default=len(entries))
    share = free if per_entry is None else min(free, per_entry * len(entries) // max(1, len(seats)))
    away = 0 if own_city or not any(barred) else 1
    return Hall(
        len(entries), len(seats), len(there) - away, hearing if per_entry is None else min(per_entry, hearing), share
    )


def misfits(rule: tally.CountingRule, size: Hall) -> list[tuple[Misfit, Sentence]]:
    """Why a rule does not fit the jury, with a sentence each; empty when it does."""
    found = settings.misfits(rule, jurors=size.hearing, entries=size.heard, cities=size.cities)
    return [(misfit, MISFITS[misfit] % {"n": needed}) for misfit, needed in found]


def check_rule_fits(rule: tally.CountingRule, size: Hall) -> None:
    """Invalid `not_ready` where the counting rule could count nothing of what this jury votes."""
    fatal = [(misfit.value, sentence) for misfit, sentence in misfits(rule, size) if misfit in FATAL]
    if fatal:
        raise Invalid("not_ready", _("The round cannot be opened yet."), fields={"method": fatal})


def counting_rule(
    *, method: str, given: Mapping[str, Any], criteria: Sequence[tuple[str, int]], size: Hall
) -> tally.CountingRule:
    """The rule that the count will follow. `criteria`: (key, weight), heaviest first breaks ties first.

    The quorum never asks for more cities than can hear an entry.
    """
    chosen = parameters(method, given)
    return tally.CountingRule(
        criteria=tuple(tally.Criterion(key, Fraction(weight)) for key, weight in criteria),
        method=tally.Method(method),
        params=chosen.params,
        cut_tie=chosen.cut_tie,
        quorum=tally.Quorum(
            planned=size.hearing, at_least=chosen.quorum_jurors, cities=min(chosen.quorum_cities, size.cities),
            connected=True,
        ),
        city_parity=chosen.city_parity,
    )  # fmt: skip
