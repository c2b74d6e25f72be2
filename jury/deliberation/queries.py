"""The board: a closed round's ranking with every mark, its spread and its explanation. Jurors by pseudonym."""

import csv
import io
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from statistics import fmean, stdev
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jury.decisions import queries as decisions
from jury.decisions.queries import StandingFacts, TallyFacts
from jury.deliberation.given import DISSENT
from jury.deliberation.models import Analysis
from jury.rounds import queries as rounds
from jury.rounds.queries import RoundFacts
from jury.rounds.rules import MarksShown, State
from jury.scoresheets import queries as sheets
from jury.tally.rounding import decimal, half_up
from jury.tally.uncertainty import NOISE
from musicprize.accounts.models import User
from musicprize.kernel.errors import Conflict
from musicprize.kernel.rows import Waiting

CSV_COLUMNS = ("entry", "juror", "criterion", "hundredths", "city", "reason")


@dataclass(frozen=True)
class Spread:
    """How far the ballots of an entry lie apart, in points. For display only."""

    low: float
    high: float
    mean: float
    deviation: float


@dataclass(frozen=True)
class Other:
    """What another counting rule says of an entry. `score` rounded, in that rule's own units; `exact` n/d."""

    place: int | None
    score: str
    exact: str


@dataclass(frozen=True)
class SheetLine:
    """One juror's marks on an entry, criterion → hundredths. `reason`: why they do not count, "" where they do."""

    juror: str
    city: str
    marks: dict[str, int]
    composite: float | None
    reason: str


@dataclass(frozen=True)
class Sureness:
    """How sure a place is. `p_top`: of being among those that go on; `p_next`: of being really better than the entry
    below. None where it cannot be estimated."""

    p_top: float | None
    p_first: float | None
    sd: float | None
    p_next: float | None

    @property
    def noise_below(self) -> bool:
        """The order of this entry and the next is within the jury's noise."""
        return self.p_next is not None and self.p_next < NOISE


@dataclass(frozen=True)
class BoardLine:
    """An entry in the official ranking. `score`, `raw_mean`, `leniency` are rounded for display and add up; `exact` is
    n/d. `dissent`: how far its ballots lie apart, severities taken off, over what is usual; `disputed`: too far."""

    code: str
    position: int
    place: int | None
    score: str
    exact: str
    raw_mean: str
    leniency: str | None
    jurors: int
    spread: Spread | None
    decided_by: str
    criterion: str
    tied_with: tuple[str, ...]
    ties: int
    provisional: bool
    shortfalls: tuple[str, ...]
    others: dict[str, Other]
    sheets: tuple[SheetLine, ...]
    sure: Sureness | None
    dissent: float | None

    @property
    def ballots(self) -> tuple[float, ...]:
        """The weighted scores that count, in points."""
        return tuple(sheet.composite for sheet in self.sheets if sheet.composite is not None)

    @property
    def disputed(self) -> bool:
        return self.dissent is not None and self.dissent >= DISSENT


@dataclass(frozen=True)
class Board:
    """A closed round on the table, or a stretch of its ranking. `methods`: {method: "" or why it cannot be applied};
    `figures`: those around the ranking (see analysis.py), empty until they are computed."""

    round: RoundFacts
    official: str
    methods: dict[str, str]
    ranking: tuple[BoardLine, ...]
    figures: dict[str, Any]
    computed_at: datetime | None
    inputs_sha256: str
    result_sha256: str

    @property
    def waits(self) -> bool:
        """The figures are still being computed."""
        return self.computed_at is None

    @property
    def rules_sha256(self) -> str:
        return self.round.rules_sha256

    @property
    def problems(self) -> dict[str, str]:
        return {name: problem for name, problem in self.methods.items() if problem}


def board(round_id: UUID, *, offset: int = 0, limit: int | None = None, codes: Collection[str] | None = None) -> Board:
    """The board of a round; Conflict `round_not_counted` while it is open. Who may see it: access."""
    return board_of(closed(round_id), offset=offset, limit=limit, codes=codes)


def board_of(
    facts: RoundFacts, *, offset: int = 0, limit: int | None = None, codes: Collection[str] | None = None
) -> Board:
    """The board of a closed round: all lines, `limit` of them from `offset` on, or those of `codes`. Three queries,
    whatever the size."""
    head = decisions.tally_head(facts.id)
    row = Analysis.objects.filter(round_id=facts.id).first()
    done = row if row is not None and row.work_state == Waiting.DONE else None
    weights = {criterion.key: criterion.weight for criterion in facts.criteria}
    found = decisions.standings(facts.id, offset=offset, limit=limit, codes=codes)
    return Board(
        round=facts, official=facts.method, methods=head.methods,
        ranking=tuple(_line(one, weights, done.entries.get(one.code) if done else None) for one in found),
        figures=done.figures if done and "problem" not in done.figures else {},
        computed_at=done.computed_at if done else None,
        inputs_sha256=head.inputs_sha256, result_sha256=head.result_sha256,
    )  # fmt: skip


def as_seen_by(board: Board, person: User, *, leads: bool) -> Board:
    """The board as its frozen rules let somebody see it: organisers and the chair (`leads`) every mark under pseudonyms
    at least; jurors their own marks only, every mark under pseudonyms, or with names. The ranking is for all; the
    report on a juror is for that juror and those who lead."""
    shown = board.round.marks_shown
    own = "" if leads or not (board.figures or shown == MarksShown.OWN) else pseudonym_of(board.round.id, person)
    if not leads and board.figures:
        reports = [one for one in board.figures["jurors"] if one["juror"] == own]
        board = replace(board, figures={**board.figures, "jurors": reports})
    if shown == MarksShown.NAMES:
        names = sheets.names(board.round.id)
        return replace(board, ranking=tuple(_renamed(line, names) for line in board.ranking))
    if shown == MarksShown.OWN and not leads:
        return replace(board, ranking=tuple(_only(line, own) for line in board.ranking))
    return board


def _renamed(line: BoardLine, names: dict[str, str]) -> BoardLine:
    return replace(line, sheets=tuple(replace(one, juror=names.get(one.juror) or one.juror) for one in line.sheets))


def _only(line: BoardLine, own: str) -> BoardLine:
    return replace(line, sheets=tuple(one for one in line.sheets if one.juror == own), spread=None, dissent=None)


def pseudonym_of(round_id: UUID, person: User) -> str:
    """Under what name the person was counted in a round; "" for somebody without a ballot."""
    return sheets.pseudonyms(round_id).get(person.pk, "")


def marks_csv(round_id: UUID) -> str:
    """Every cell of the round under pseudonyms: enough, with the frozen rules, to compute the ranking again."""
    _facts, tally = counted(round_id)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    for entry, juror, city, criterion, hundredths, reason in tally.inputs:
        writer.writerow([entry, juror, criterion, "" if hundredths is None else hundredths, city, reason])
    return text.getvalue()


def closed(round_id: UUID) -> RoundFacts:
    """A closed round. Conflict `round_not_counted` while it is open."""
    facts = rounds.by_id(round_id)
    check_closed(facts)
    return facts


def check_closed(facts: RoundFacts) -> None:
    """Conflict `round_not_counted` unless the round is closed."""
    if facts.state != State.CLOSED:
        raise Conflict("round_not_counted", _("The round is still open. Its ranking is shown once it is closed."))


def counted(round_id: UUID) -> tuple[RoundFacts, TallyFacts]:
    """A closed round and its whole count. Conflict `round_not_counted` while it is open."""
    facts = closed(round_id)
    return facts, decisions.tally_of(round_id)


def _line(found: StandingFacts, weights: dict[str, int], sure: list[float | None] | None) -> BoardLine:
    one = found.line
    sheets = tuple(_sheet(each, weights) for each in one["sheets"])
    score, mean = _rounded(one["score"]), _rounded(one["raw_mean"])
    lenient = None if one["leniency"] is None or score is None or mean is None else decimal(mean - score, 2)
    return BoardLine(
        code=found.code, position=found.position, place=found.place,
        score="" if score is None else decimal(score, 2), exact=one["score"] or "",
        raw_mean="" if mean is None else decimal(mean, 2), leniency=lenient, jurors=one["jurors"],
        spread=_spread([sheet.composite for sheet in sheets if sheet.composite is not None]),
        decided_by=one["decided_by"], criterion=one["criterion"], tied_with=tuple(one["tied_with"]), ties=one["ties"],
        provisional=found.place is None, shortfalls=tuple(one["shortfalls"]),
        others={name: _other(place, exact) for name, (place, exact) in one["others"].items()}, sheets=sheets,
        sure=Sureness(*sure[:4]) if sure else None, dissent=sure[4] if sure else None,
    )  # fmt: skip


def _sheet(given: list[Any], weights: dict[str, int]) -> SheetLine:
    """A ballot counts when every criterion is marked; its composite is Σ w·s / Σ w."""
    juror, city, marks, reason = given
    whole = not reason and bool(marks) and set(marks) == set(weights)
    total = sum(weights[key] * mark for key, mark in marks.items()) if whole else 0
    return SheetLine(juror, city, marks, total / (100 * sum(weights.values())) if whole else None, reason)


def _other(place: int | None, exact: str | None) -> Other:
    score = _rounded(exact)
    return Other(place, "" if score is None else decimal(score, 2), exact or "")


def _spread(values: list[float]) -> Spread | None:
    if not values:
        return None
    return Spread(min(values), max(values), fmean(values), stdev(values) if len(values) > 1 else 0.0)


def _rounded(exact: str | None) -> Fraction | None:
    return None if exact is None else half_up(Fraction(exact), 2)
