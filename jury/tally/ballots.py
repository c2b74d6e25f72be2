"""From votes to composite ballots y_ij = Σ w_c s_ijc / Σ w_c, as integers over one common scale."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from jury.tally.errors import Problem, TallyError
from jury.tally.types import CountingRule, Juror, Vote

HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Ballots:
    """Counting ballots: rows[i] lists (juror index, value) of entry i; the value is y_ij · scale, an integer.

    entries and jurors are sorted by id, so that a result never depends on the order of the input.
    """

    entries: tuple[str, ...]
    jurors: tuple[Juror, ...]
    rows: tuple[tuple[tuple[int, int], ...], ...]
    scale: int

    def by_juror(self) -> list[list[tuple[int, int]]]:
        """For each juror the (entry index, value) pairs, in the order of entries."""
        columns: list[list[tuple[int, int]]] = [[] for _ in self.jurors]
        for i, row in enumerate(self.rows):
            for j, value in row:
                columns[j].append((i, value))
        return columns

    def cities_of(self, i: int) -> set[str]:
        """Cities whose jurors scored entry i ("" is no city)."""
        return {self.jurors[j].city for j, _ in self.rows[i]} - {""}


@dataclass(frozen=True, slots=True)
class Sheets:
    """All marks, checked: marks[entry, juror][criterion] in hundredths, missing ones left out."""

    entries: tuple[str, ...]
    jurors: tuple[Juror, ...]
    marks: Mapping[tuple[str, str], Mapping[str, int]]
    incomplete: tuple[tuple[str, str], ...]


def collect(rule: CountingRule, votes: Iterable[Vote], jurors: Sequence[Juror], entries: Iterable[str]) -> Sheets:
    """Check votes against the rule and the jury, and set aside sheets that lack a required criterion.

    Raises TallyError on an unknown juror or criterion, or on two votes for the same cell.
    """
    people = {juror.id: juror for juror in jurors}
    if len(people) != len(jurors):
        raise TallyError(Problem.DOUBLE_JUROR, "a juror is named twice")
    known = {criterion.id for criterion in rule.criteria}
    names = set(entries)
    cells: dict[tuple[str, str], dict[str, int | None]] = {}
    for vote in votes:
        _check(vote, people, known)
        names.add(vote.entry)
        cell = cells.setdefault((vote.entry, vote.juror), {})
        if vote.criterion in cell:
            message = f"juror {vote.juror!r} voted twice on {vote.criterion!r} of entry {vote.entry!r}"
            raise TallyError(Problem.DOUBLE_VOTE, message, juror=vote.juror, entry=vote.entry)
        cell[vote.criterion] = vote.hundredths
    required = [criterion.id for criterion in rule.criteria if criterion.required]
    marks: dict[tuple[str, str], dict[str, int]] = {}
    incomplete: list[tuple[str, str]] = []
    for pair, cell in cells.items():
        given = {criterion: value for criterion, value in cell.items() if value is not None}
        if all(criterion in given for criterion in required):
            marks[pair] = given
        elif given:
            incomplete.append(pair)
    ordered = tuple(people[juror] for juror in sorted(people))
    return Sheets(tuple(sorted(names)), ordered, marks, tuple(sorted(incomplete)))


def _check(vote: Vote, people: Mapping[str, Juror], known: set[str]) -> None:
    if vote.juror not in people:
        raise TallyError(Problem.UNKNOWN_JUROR, f"juror {vote.juror!r} is not in the jury", juror=vote.juror)
    if vote.criterion not in known:
        message = f"criterion {vote.criterion!r} is not in the counting rule"
        raise TallyError(Problem.UNKNOWN_CRITERION, message, criterion=vote.criterion)


def composites(rule: CountingRule, sheets: Sheets) -> Ballots:
    """The composite ballots of all complete sheets. Optional criteria weigh in where they are scored."""
    common = lcm(*(criterion.weight.denominator for criterion in rule.criteria))
    weights = {criterion.id: int(criterion.weight * common) for criterion in rule.criteria}
    sums: dict[tuple[str, str], tuple[int, int]] = {}
    for pair, given in sheets.marks.items():
        total = sum(weights[criterion] for criterion in given)
        sums[pair] = (sum(weights[criterion] * mark for criterion, mark in given.items()), total)
    shared = lcm(*{total for _, total in sums.values()})
    values = {pair: value * (shared // total) for pair, (value, total) in sums.items()}
    return _arrange(sheets, values, shared * HUNDREDTHS)


def counting_ballots(rule: CountingRule, votes: Iterable[Vote], jurors: Sequence[Juror]) -> Ballots:
    """The composite ballots that count under the rule: what the statistics beside the ranking start from."""
    return composites(rule, collect(rule, votes, jurors, ()))


def single_criterion(sheets: Sheets, criterion: str) -> Ballots:
    """The marks on one criterion, of those sheets that count as ballots."""
    values = {pair: given[criterion] for pair, given in sheets.marks.items() if criterion in given}
    return _arrange(sheets, values, HUNDREDTHS)


def _arrange(sheets: Sheets, values: Mapping[tuple[str, str], int], scale: int) -> Ballots:
    index = {juror.id: j for j, juror in enumerate(sheets.jurors)}
    rows: dict[str, list[tuple[int, int]]] = {entry: [] for entry in sheets.entries}
    for (entry, juror), value in values.items():
        rows[entry].append((index[juror], value))
    return Ballots(sheets.entries, sheets.jurors, tuple(tuple(sorted(rows[e])) for e in sheets.entries), scale)


def parity_weights(ballots: Ballots, i: int, present: Sequence[int] | None = None) -> dict[int, Fraction]:
    """ω_ij = 1 / (K_i n_i,city(j)) over the jurors who scored entry i (or those of them that are `present`)."""
    seats = [j for j, _ in ballots.rows[i]] if present is None else list(present)
    sizes: dict[str, int] = {}
    for j in seats:
        city = ballots.jurors[j].city
        if not city:
            juror = ballots.jurors[j].id
            raise TallyError(Problem.CITY_MISSING, f"city parity needs the city of juror {juror!r}", juror=juror)
        sizes[city] = sizes.get(city, 0) + 1
    return {j: Fraction(1, len(sizes) * sizes[ballots.jurors[j].city]) for j in seats}
