"""Who advances where cities have bounds too: the first places, at least so many a city, at most so many a city.

1. Of every city the first `city_least` ranked entries have a seat (fewer where the city has fewer).
2. The other seats go by place to whoever is not there yet, passing over entries of a city that has `city_most`.

Where entries share a place and some of them would go on and some not, the tie rule says: all who could go on, or a
second ballot, or a draw, or the order in which the chair has put them. Without bounds this is `cut.cut`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from jury.tally.cut import Contest, Cut, draw
from jury.tally.errors import Problem, TallyError
from jury.tally.types import LEFT_OPEN, CutTie

Group = tuple[str, ...]
"""Entries that share a place."""


class Placed(Protocol):
    """An entry of a ranking and its place; None: provisional."""

    @property
    def entry(self) -> str: ...

    @property
    def place(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Advancing:
    """How many go on. city_least, city_most: entries of one city, None: no bound. reserve: length of the reserve list,
    None: everybody who is ranked. Entries of no city know no bounds."""

    seats: int
    city_least: int | None = None
    city_most: int | None = None
    reserve: int | None = None

    def __post_init__(self) -> None:
        least, most = self.city_least or 0, self.city_most
        if self.seats < 0 or least < 0 or (most is not None and (most < 1 or least > most)):
            raise TallyError(
                Problem.BAD_RULE, "seats and bounds of cities must not be negative or contradict each other"
            )


def advance(
    ranking: Iterable[Placed],
    rule: Advancing,
    cut_tie: CutTie,
    homes: Mapping[str, str],
    *,
    seed: bytes | None = None,
    gone: frozenset[str] = frozenset(),
    orders: Sequence[Sequence[str]] = (),
) -> Cut:
    """Who goes on. homes: entry → city, "" or absent: none. gone: entries withdrawn since; the next ones move up.
    orders: in which the chair has put entries that shared a place; each settles a tie all of whose entries it names.

    Provisional entries never advance. Raises TallyError `bad_rule` where the cities' least seats exceed all seats,
    `seed_missing` where a draw is needed without the seed.
    """
    groups = _groups(ranking, gone)
    city = {entry: homes.get(entry, "") for group in groups for entry in group}
    split = _split(groups, rule, city)
    if split and cut_tie is CutTie.DRAW:
        if seed is None:
            raise TallyError(Problem.SEED_MISSING, "a draw needs the sealed seed")
        groups = [draw(group, seed) if group in split else group for group in groups]
    broken: list[str] = []
    if cut_tie is CutTie.CHAIR:
        turned = {group: found for group in split if (found := _ordered(groups, group, rule, city, orders))}
        groups = [turned[group].whole if group in turned else group for group in groups]
        split = [group for group in split if group not in turned]
        broken = [entry for found in turned.values() for entry in found.named]
    going = _chosen(groups, rule, city)
    contests: list[Contest] = []
    for group in split if cut_tie is not CutTie.DRAW else ():
        sure, possible = _fates(groups, group, rule, city)
        seats = len(going & set(group)) - len(sure)
        going -= set(group)
        going |= possible if cut_tie is CutTie.ALL_ADVANCE else sure
        if cut_tie in LEFT_OPEN and possible - sure:
            contests.append(Contest(tuple(entry for entry in group if entry in possible - sure), seats))
    order = [entry for group in groups for entry in group]
    drawn = [entry for entry in order if cut_tie is CutTie.DRAW and any(entry in group for group in split)]
    undecided = [entry for contest in contests for entry in contest.entries]
    rest = [entry for entry in order if entry not in going and entry not in undecided]
    last = max((n for n, entry in enumerate(order) if entry in going), default=-1)
    without = replace(rule, city_least=None)
    unaided = _chosen(groups, without, city).union(
        *(_fates(groups, group, without, city)[1] for group in _split(groups, without, city))
    )
    return Cut(
        advancing=tuple(entry for entry in order if entry in going),
        contested=tuple(undecided),
        open_seats=sum(contest.seats for contest in contests),
        drawn=tuple(drawn),
        reserve=tuple(rest if rule.reserve is None else rest[: rule.reserve]),
        contests=tuple(contests),
        lifted=tuple(entry for entry in order if entry in going - unaided),
        passed=tuple(entry for entry in order[: last + 1] if entry in rest),
        broken=tuple(broken),
    )


@dataclass(frozen=True, slots=True)
class _Turned:
    """A group in the chair's order. whole: all of it; named: the entries that the tie was about."""

    whole: Group
    named: Group


def _ordered(
    groups: Sequence[Group], group: Group, rule: Advancing, city: Mapping[str, str], orders: Sequence[Sequence[str]]
) -> _Turned | None:
    """A group that shares a place as the chair has put it, the last order first; None where no order names all entries
    whose fate is open. Those come before the others of the group, who go on, or stay, in whatever order."""
    sure, possible = _fates(groups, group, rule, city)
    in_doubt = possible - sure
    for order in reversed(orders if in_doubt else ()):
        if in_doubt <= set(order):
            named = tuple(entry for entry in order if entry in in_doubt)
            return _Turned((*named, *(entry for entry in group if entry not in named)), named)
    return None


def _groups(ranking: Iterable[Placed], gone: frozenset[str]) -> list[Group]:
    """Ranked entries by place, those who share one together."""
    by_place: dict[int, list[str]] = {}
    for standing in ranking:
        if standing.place is not None and standing.entry not in gone:
            by_place.setdefault(standing.place, []).append(standing.entry)
    return [tuple(by_place[place]) for place in sorted(by_place)]


def _split(groups: Sequence[Group], rule: Advancing, city: Mapping[str, str]) -> list[Group]:
    """Groups that share a place and of which some go on and some do not: as many of each in whatever order."""
    chosen = _chosen(groups, rule, city)
    return [group for group in groups if 0 < len(chosen & set(group)) < len(group)]


def _chosen(groups: Sequence[Group], rule: Advancing, city: Mapping[str, str]) -> set[str]:
    """Who goes on if shared places were in the order given."""
    order = [entry for group in groups for entry in group]
    there: Counter[str] = Counter()
    chosen: set[str] = set()
    for entry in order:
        if city[entry] and there[city[entry]] < (rule.city_least or 0):
            there[city[entry]] += 1
            chosen.add(entry)
    free = rule.seats - len(chosen)
    if free < 0:
        raise TallyError(Problem.BAD_RULE, f"{len(chosen)} seats are promised to cities, but there are {rule.seats}")
    for entry in order:
        if free == 0:
            break
        full = bool(city[entry]) and rule.city_most is not None and there[city[entry]] >= rule.city_most
        if entry not in chosen and not full:
            there[city[entry]] += 1
            chosen.add(entry)
            free -= 1
    return chosen


def _fates(
    groups: Sequence[Group], group: Group, rule: Advancing, city: Mapping[str, str]
) -> tuple[set[str], set[str]]:
    """Of a group that shares a place: who goes on in every order of it, and who in some order.

    Being first of the group is an entry's best case and being last its worst; the order inside other groups does not
    matter to it, since as many of each city go on from there in whatever order.
    """

    def goes_on(entry: str, *, first: bool) -> bool:
        others = tuple(other for other in group if other != entry)
        turned = (entry, *others) if first else (*others, entry)
        return entry in _chosen([turned if each == group else each for each in groups], rule, city)

    possible = {entry for entry in group if goes_on(entry, first=True)}
    return {entry for entry in possible if goes_on(entry, first=False)}, possible
