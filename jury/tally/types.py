"""Frozen data that goes into the tally and comes out of it.

Units: a mark is an integer in hundredths of a point (775 is 7.75). Scores, severities and composites are exact
`Fraction`s in points (`Fraction(31, 4)` is 7.75), except where a method has a scale of its own (`borda`: 0 to 1;
`points`: points of the table).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from jury.tally.errors import Problem, TallyError


class Method(StrEnum):
    """How the scores of an entry become one number."""

    ADJUSTED = "adjusted"
    MEAN = "mean"
    TRIMMED = "trimmed"
    CLAMP = "clamp"
    ZSCORE = "zscore"
    BORDA = "borda"
    POINTS = "points"
    ROBUST = "robust"


class TieStep(StrEnum):
    """A step of the tie chain. What no step separates shares a place."""

    CRITERIA = "criteria"
    HEAD_TO_HEAD = "head_to_head"


class CutTie(StrEnum):
    """What happens to entries that share the last place that advances: all go on, the jury votes again among them, the
    sealed seed draws, or the chair puts them in order and says why."""

    ALL_ADVANCE = "all_advance"
    SECOND_BALLOT = "second_ballot"
    DRAW = "draw"
    CHAIR = "chair"


LEFT_OPEN = frozenset({CutTie.SECOND_BALLOT, CutTie.CHAIR})
"""Tie rules under which people decide: until they have, the count alone does not say who goes on."""


class DecidedBy(StrEnum):
    """Which step gave an entry its place."""

    SCORE = "score"
    CRITERION = "criterion"
    HEAD_TO_HEAD = "head_to_head"
    SHARED = "shared"
    NOT_RANKED = "not_ranked"


class Shortfall(StrEnum):
    """Why an entry is provisional."""

    NO_BALLOT = "no_ballot"
    TOO_FEW_JURORS = "too_few_jurors"
    TOO_FEW_CITIES = "too_few_cities"
    NOT_CONNECTED = "not_connected"
    TOO_FEW_FOR_METHOD = "too_few_for_method"
    RULE_NOT_APPLICABLE = "rule_not_applicable"


@dataclass(frozen=True, slots=True)
class Juror:
    """A juror (or pseudonym) and the city whose delegation they belong to ("" where cities do not matter)."""

    id: str
    city: str = ""


@dataclass(frozen=True, slots=True)
class Vote:
    """One mark of one juror on one criterion of one entry; `hundredths` None is missing, with its reason."""

    entry: str
    juror: str
    criterion: str
    hundredths: int | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion with its weight. A ballot counts only when every required criterion is scored."""

    id: str
    weight: Fraction = Fraction(1)
    required: bool = True

    def __post_init__(self) -> None:
        if self.weight <= 0:
            raise TallyError(Problem.BAD_RULE, f"the weight of {self.id!r} must be above 0", criterion=self.id)


EUROVISION_POINTS = (12, 10, 8, 7, 6, 5, 4, 3, 2, 1)


@dataclass(frozen=True, slots=True)
class Params:
    """Parameters of the methods; each method reads its own and ignores the others.

    trim: highest and lowest ballots dropped on each side (`trimmed`). width: hundredths a mark may lie from the
    entry's mean, round_clamped: corrected marks rounded half up to 2 places before averaging (`clamp`).
    points: table for places 1, 2, … (`points`). huber_hundredths: c in hundredths of the scale (`robust`).
    marks_are_ranks: jurors gave ranks, 1.00 is best (`borda`).
    """

    trim: int = 1
    width: int = 200
    round_clamped: bool = False
    points: tuple[int, ...] = EUROVISION_POINTS
    huber_hundredths: int = 200
    marks_are_ranks: bool = False

    def __post_init__(self) -> None:
        whole = (self.trim, self.width, self.huber_hundredths, *self.points)
        if any(not isinstance(value, int) or isinstance(value, bool) for value in whole):
            raise TallyError(Problem.BAD_RULE, "settings of a method are whole numbers")
        if self.trim < 0 or self.width < 0 or self.huber_hundredths <= 0:
            raise TallyError(Problem.BAD_RULE, "trim and width must not be negative, the Huber constant above 0")
        if not self.points or any(p < 0 for p in self.points) or list(self.points) != sorted(self.points)[::-1]:
            raise TallyError(Problem.BAD_RULE, "the table of points must fall from place to place and not go below 0")


def ballots_for_trimming(trim: int) -> int:
    """Fewest ballots an entry needs for the trimmed mean: five, and more than are dropped."""
    return max(5, 2 * trim + 1)


@dataclass(frozen=True, slots=True)
class Quorum:
    """An entry is ranked with max(at_least, ⌈share·k⌉) jurors of at least `cities` cities, in a connected graph.

    planned: k, jurors an entry was assigned to; None: all jurors of the round.
    """

    planned: int | None = None
    at_least: int = 3
    share: Fraction = Fraction(2, 3)
    cities: int = 3
    connected: bool = True


NO_QUORUM = Quorum(planned=0, at_least=1, share=Fraction(0), cities=0, connected=False)


@dataclass(frozen=True, slots=True)
class CountingRule:
    """Everything that decides a ranking, frozen and hashed before the first vote."""

    criteria: tuple[Criterion, ...]
    method: Method = Method.ADJUSTED
    params: Params = Params()
    ties: tuple[TieStep, ...] = (TieStep.CRITERIA, TieStep.HEAD_TO_HEAD)
    cut_tie: CutTie = CutTie.ALL_ADVANCE
    quorum: Quorum = Quorum()
    city_parity: bool = False

    def __post_init__(self) -> None:
        ids = [criterion.id for criterion in self.criteria]
        if not ids or len(set(ids)) != len(ids):
            raise TallyError(Problem.BAD_RULE, "a rule needs at least one criterion, each named once")
        if not any(criterion.required for criterion in self.criteria):
            raise TallyError(Problem.BAD_RULE, "at least one criterion must be required")
        if self.params.marks_are_ranks and self.method is not Method.BORDA:
            raise TallyError(Problem.BAD_RULE, "marks that are ranks can only be counted by the method borda")


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one juror's ballot did for an entry.

    composite: y_ij. used: the value that was averaged (corrected mark, rank value …), None when it was trimmed.
    severity: b_j, above 0 is lenient; only where the method estimates it.
    """

    juror: str
    city: str
    composite: Fraction
    used: Fraction | None
    severity: Fraction | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an entry has its score: raw mean − leniency = adjusted score (`adjusted`, `robust`; else leniency None)."""

    raw_mean: Fraction | None
    leniency: Fraction | None
    n_jurors: int
    n_cities: int
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry's line in the result. `place` is None while provisional; `criterion` names the deciding one.

    same_score: all ranked entries with exactly this score, this one included (one tuple, shared by all of them).
    """

    entry: str
    score: Fraction | None
    place: int | None
    decided_by: DecidedBy
    criterion: str
    same_score: tuple[str, ...]
    shortfalls: tuple[Shortfall, ...]
    explanation: Explanation

    @property
    def provisional(self) -> bool:
        """True when the entry has no quorum and so no place."""
        return bool(self.shortfalls)

    @property
    def tied_with(self) -> tuple[str, ...]:
        """The other ranked entries with exactly the same score, whether the tie chain separated them or not."""
        return tuple(entry for entry in self.same_score if entry != self.entry)


@dataclass(frozen=True, slots=True)
class Severity:
    """b_j of a juror in points: above 0 is lenient, below 0 is severe."""

    juror: str
    value: Fraction


@dataclass(frozen=True, slots=True)
class Result:
    """The ranking: standings in order (ranked first, then provisional), severities, what did not count.

    incomplete: (entry, juror) pairs with some marks but not every required criterion.
    components: parts of the juror-entry graph; more than one means scores cannot be compared across parts.
    """

    method: Method
    standings: tuple[Standing, ...]
    severities: tuple[Severity, ...]
    incomplete: tuple[tuple[str, str], ...]
    components: int
    required_jurors: int

    def standing(self, entry: str) -> Standing:
        """The line of one entry; KeyError when the entry is not in the result."""
        for standing in self.standings:
            if standing.entry == entry:
                return standing
        raise KeyError(entry)
