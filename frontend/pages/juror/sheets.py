"""A juror's ballot as the templates draw it. Made of nothing but the dataclasses of jury.scoresheets.documents.

What they leave out in a blind round cannot come back in here: there is no other source.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from jury.conflicts.rules import Reason
from jury.rounds.queries import CriterionFacts
from jury.rounds.rules import Scale, State
from jury.scoresheets.documents import BallotView, Heard, SheetView, WorkView
from jury.scoresheets.rules import WITHDRAWN, BallotState, SheetState

MOST_RADIOS = 21
"""A scale with more steps than this is typed, not pressed."""
APART = frozenset({*(reason.value for reason in Reason), WITHDRAWN})
"""Standings of what is not mine to mark."""


@dataclass(frozen=True)
class Step:
    """A mark that may be given: its hundredths, and the points that stand on the button."""

    hundredths: int

    @property
    def label(self) -> str:
        return number_format(points(self.hundredths))


@dataclass(frozen=True)
class Field:
    """A criterion with my mark for it (hundredths, None while there is none)."""

    criterion: CriterionFacts
    mark: int | None

    @property
    def points(self) -> str:
        return "" if self.mark is None else points(self.mark)

    @property
    def shown(self) -> str:
        return number_format(self.points) if self.points else ""


@dataclass(frozen=True)
class Sound:
    """A work as the player component takes it; times in seconds."""

    work: WorkView
    title: str
    play: str
    peaks: str
    film: str
    key: str
    duration: float
    cue: float
    heard: str


BLANK = Sound(WorkView(0, None, 0, None, True, Heard()), "", "-", "-", "", "-", 0.0, 1.0, "[]")
"""What the script clones for entries that the server has not drawn: a player with all its parts."""


@dataclass(frozen=True)
class Line:
    """An entry in my list. `standing`: open, started, scored, or one of APART; `score` in hundredths."""

    sheet: SheetView
    standing: str
    score: int | None
    fields: tuple[Field, ...]
    place: int | None = None
    shared: bool = False

    @property
    def score_shown(self) -> str:
        return "" if self.score is None else number_format(Decimal(self.score) / 100, decimal_pos=2)


def lines(ballot: BallotView) -> list[Line]:
    """The sheets in my own order of listening."""
    return [_line(sheet, ballot.round.criteria) for sheet in ballot.sheets]


def _line(sheet: SheetView, criteria: tuple[CriterionFacts, ...]) -> Line:
    fields = tuple(Field(criterion, sheet.marks.get(criterion.key)) for criterion in criteria)
    return Line(sheet, standing(sheet), composite(criteria, sheet.marks), fields)


def standing(sheet: SheetView) -> str:
    """How a sheet stands in the list."""
    aside = sheet.recused_because or sheet.excluded_because
    if aside:
        return Reason(aside).value
    if sheet.withdrawn and sheet.state != SheetState.COMPLETE:
        return WITHDRAWN
    if sheet.state == SheetState.COMPLETE:
        return "scored"
    begun = sheet.marks or sheet.note or any(work.listening.heard for work in sheet.works)
    return "started" if begun else "open"


def composite(criteria: tuple[CriterionFacts, ...], marks: Mapping[str, int]) -> int | None:
    """Σ w·s / Σ w in hundredths, rounded half up; None until every criterion has its mark."""
    if not criteria or any(criterion.key not in marks for criterion in criteria):
        return None
    total = sum(criterion.weight * marks[criterion.key] for criterion in criteria)
    weights = sum(criterion.weight for criterion in criteria)
    return (2 * total + weights) // (2 * weights)


def ranked(listed: list[Line]) -> list[Line]:
    """By falling score with places ("1, 2, 2, 4"), entries without one after them; those not mine to mark left out."""
    mine = [line for line in listed if line.standing not in APART]
    scores = [line.score for line in mine if line.score is not None]
    placed = [
        Line(line.sheet, line.standing, line.score, line.fields,
             place=None if line.score is None else 1 + sum(score > line.score for score in scores),
             shared=line.score is not None and scores.count(line.score) > 1)
        for line in mine
    ]  # fmt: skip
    return sorted(placed, key=lambda line: (line.score is None, -(line.score or 0), line.sheet.position))


def first(listed: list[Line]) -> Line | None:
    """The entry to begin with: the first one still open, else the first of all."""
    waiting = (line for line in listed if line.standing in ("open", "started"))
    return next(waiting, listed[0] if listed else None)


def steps(scale: Scale) -> list[Step]:
    """The marks of a scale; empty where it has too many for buttons."""
    found = range(scale.low, scale.high + 1, scale.step)
    return [Step(value) for value in found] if len(found) <= MOST_RADIOS else []


def points(hundredths: int) -> str:
    """Points without needless zeros: 750 is 7.5."""
    return f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")


def frozen(ballot: BallotView) -> bool:
    """Whether no mark can change any more."""
    return ballot.state == BallotState.SEALED or ballot.round.state != State.OPEN


def sounds(sheet: SheetView) -> list[Sound]:
    """The works of a sheet for the player."""
    return [_sound(sheet.id, work) for work in sheet.works]


def _sound(sheet_id: UUID, work: WorkView) -> Sound:
    return Sound(
        work=work,
        title=work.title or _("Work %(n)s") % {"n": work.position},
        play=reverse("api-sheets-play", args=[sheet_id, work.position]),
        peaks=reverse("api-sheets-peaks", args=[sheet_id, work.position]),
        film=reverse("api-sheets-film", args=[sheet_id, work.position]) if work.film else "",
        key=f"{sheet_id}:{work.position}",
        duration=(work.duration_ms or 0) / 1000,
        cue=work.start_cue_ms / 1000,
        heard=json.dumps([[start / 1000, end / 1000] for start, end in work.listening.heard]),
    )
