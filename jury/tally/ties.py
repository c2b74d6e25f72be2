"""The tie chain: what separates entries with exactly equal scores, and which step did it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from jury.tally.ballots import Ballots
from jury.tally.types import CountingRule, DecidedBy, TieStep

Group = tuple[int, ...]
CriterionScores = Callable[[str], Sequence[Fraction | None]]


@dataclass(frozen=True, slots=True)
class Placed:
    """Entry index, its place, the step that gave it, the deciding criterion if any, and all with the same score."""

    entry: int
    place: int
    decided_by: DecidedBy
    criterion: str
    same_score: Group


@dataclass(frozen=True, slots=True)
class _Slot:
    """Entries that nothing has separated so far, and the last step that separated them from their neighbours."""

    members: Group
    step: DecidedBy
    criterion: str
    tied: Group


def place(
    rule: CountingRule,
    ballots: Ballots,
    scores: Mapping[int, Fraction],
    criterion_scores: CriterionScores,
) -> list[Placed]:
    """Order entries by score, then by the tie chain; what stays equal shares a place ("1, 2, 2, 4").

    `criterion_scores(c)` gives the adjusted score on criterion c and is asked only when there is a tie.
    """
    slots = [_Slot(group, DecidedBy.SCORE, "", group) for group in _by_value(list(scores), scores)]
    for step in rule.ties:
        if step is TieStep.CRITERIA:
            for criterion in heaviest_first(rule):
                slots = _split_by_criterion(slots, criterion, criterion_scores)
        else:
            slots = _split_by_head_to_head(slots, ballots, rule.city_parity)
    placed: list[Placed] = []
    for slot in slots:
        shared = len(slot.members) > 1
        step_taken = DecidedBy.SHARED if shared else slot.step
        criterion_taken = "" if shared else slot.criterion
        at = len(placed) + 1
        for i in slot.members:
            placed.append(Placed(i, at, step_taken, criterion_taken, slot.tied))
    return placed


def heaviest_first(rule: CountingRule) -> list[str]:
    """Criteria by falling weight; equal weights in the order in which the rule names them."""
    return [criterion.id for criterion in sorted(rule.criteria, key=lambda criterion: -criterion.weight)]


def _by_value(members: Sequence[int], values: Mapping[int, Fraction]) -> list[Group]:
    """Groups of equal value, highest first; members keep their order inside a group."""
    groups: list[list[int]] = []
    for i in sorted(members, key=lambda i: _exactly(values[i]), reverse=True):
        if groups and values[groups[-1][0]] == values[i]:
            groups[-1].append(i)
        else:
            groups.append([i])
    return [tuple(sorted(group)) for group in groups]


def _exactly(value: Fraction) -> tuple[float, Fraction]:
    """A sort key in the very order of the fractions: rounding to a float never turns two round, and where it makes them
    equal the fractions themselves are compared. Five times faster where these have hundreds of digits."""
    return float(value), value


def _split_by_criterion(slots: list[_Slot], criterion: str, criterion_scores: CriterionScores) -> list[_Slot]:
    if all(len(slot.members) == 1 for slot in slots):
        return slots
    scores = criterion_scores(criterion)
    result: list[_Slot] = []
    for slot in slots:
        known = {i: value for i in slot.members if (value := scores[i]) is not None}
        parts = _by_value(slot.members, known) if len(known) == len(slot.members) else [slot.members]
        result.extend(_parts(slot, parts, DecidedBy.CRITERION, criterion))
    return result


def _split_by_head_to_head(slots: list[_Slot], ballots: Ballots, parity: bool) -> list[_Slot]:
    result: list[_Slot] = []
    for slot in slots:
        parts = head_to_head_layers(ballots, slot.members, parity)
        result.extend(_parts(slot, parts, DecidedBy.HEAD_TO_HEAD, ""))
    return result


def _parts(slot: _Slot, parts: Sequence[Group], step: DecidedBy, criterion: str) -> list[_Slot]:
    if len(parts) == 1:
        return [slot]
    return [_Slot(part, step, criterion, slot.tied) for part in parts]


def head_to_head_layers(ballots: Ballots, members: Group, parity: bool) -> list[Group]:
    """Layers such that everybody in a higher one beats everybody in each lower one, head to head.

    For two entries this is the plain comparison. For more, jurors may prefer in a circle; entries in a circle, or
    connected by an even comparison, stay together (the layers are the parts of the Smith ordering).
    """
    if len(members) == 1 or _evenly_linked(ballots, members, parity):
        return [members]
    wins = {(a, b): head_to_head(ballots, a, b, parity) for a in members for b in members if a < b}

    def beats(a: int, b: int) -> bool:
        return wins[a, b] > 0 if a < b else wins[b, a] < 0

    ordered = sorted(members, key=lambda a: (-sum(beats(a, b) for b in members if b != a), a))
    layers: list[Group] = []
    start = 0
    for cut in range(1, len(ordered) + 1):
        if all(beats(a, b) for a in ordered[start:cut] for b in ordered[cut:]):
            layers.append(tuple(sorted(ordered[start:cut])))
            start = cut
    return layers


def _evenly_linked(ballots: Ballots, members: Group, parity: bool) -> bool:
    """True when a chain of even comparisons links all members, so that they form one layer.

    The usual case for large groups (most pairs of entries share no juror), found without comparing every pair.
    """
    reached, waiting = [members[0]], set(members[1:])
    while reached and waiting:
        a = reached.pop()
        even = {b for b in waiting if head_to_head(ballots, a, b, parity) == 0}
        waiting -= even
        reached.extend(even)
    return not waiting


def head_to_head(ballots: Ballots, a: int, b: int, parity: bool) -> int:
    """Jurors who scored both and rank a higher, minus those who rank b higher.

    With city parity each city counts once, by the sign of the sum of its jurors' differences.
    """
    of_b = dict(ballots.rows[b])
    differences = [(ballots.jurors[j].city, value - of_b[j]) for j, value in ballots.rows[a] if j in of_b]
    if parity:
        cities: dict[str, int] = {}
        for city, difference in differences:
            cities[city] = cities.get(city, 0) + difference
        differences = list(cities.items())
    return sum((difference > 0) - (difference < 0) for _, difference in differences)
