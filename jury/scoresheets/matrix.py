"""Who hears what, as organisers see it: entries by jurors, a page at a time, in a constant number of queries.

Nothing of what was voted: a sheet is there, done, or stood aside from.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from jury.conflicts import queries as conflicts
from jury.rounds import queries as rounds
from jury.scoresheets.models import Ballot, ScoreSheet
from jury.scoresheets.rules import BallotState, SheetState


@dataclass(frozen=True)
class Seat:
    """A juror's column. `load`: entries on the list."""

    juror_id: UUID
    name: str
    city: str
    load: int
    sealed: bool


@dataclass(frozen=True)
class Line:
    """An entry's row. `cells`, in the order of the seats: hears, done, aside, tied, own_city or empty. `hearing`: how
    many hear it and have not stood aside."""

    code: str
    cells: tuple[str, ...]
    hearing: int
    withdrawn: bool


@dataclass(frozen=True)
class Matrix:
    """A page of the matrix; `total` entries in all."""

    seats: tuple[Seat, ...]
    lines: tuple[Line, ...]
    total: int


def matrix(round_id: UUID, *, start: int, count: int, at: datetime) -> Matrix:
    """Entries `start` … by code. Who may see it is the caller's question."""
    facts = rounds.by_id(round_id)
    entries = rounds.entries(round_id)
    page = entries[start : start + count]
    ballots = list(
        Ballot.objects.filter(round_id=round_id).select_related("juror", "city").annotate(load=Count("sheets"))
        .order_by("city__colour", "juror__name", "juror_id")
    )  # fmt: skip
    sheets = ScoreSheet.objects.filter(ballot__round_id=round_id, entry_id__in=[entry.id for entry in page])
    states = {(entry, ballot): state for entry, ballot, state in sheets.values_list("entry_id", "ballot_id", "state")}
    bound = conflicts.bound(facts.edition_id, blind=facts.blind, at=facts.closed_at or at)
    lines = []
    for entry in page:
        cells = []
        for ballot in ballots:
            state = states.get((entry.id, ballot.pk))
            tied = (ballot.juror_id, entry.application_id) in bound
            away = not facts.own_city and entry.city_id == ballot.city_id
            cells.append(_cell(state, tied=tied, away=away))
        hearing = sum(cell in ("hears", "done") for cell in cells)
        lines.append(Line(entry.code, tuple(cells), hearing, entry.withdrawn_at is not None))
    seats = tuple(
        Seat(row.juror_id, row.juror.name, row.city.code, row.load, row.state == BallotState.SEALED) for row in ballots
    )
    return Matrix(seats, tuple(lines), len(entries))


def _cell(state: str | None, *, tied: bool, away: bool) -> str:
    if state == SheetState.RECUSED:
        return "aside"
    if tied:
        return "tied"
    if state is None:
        return "own_city" if away else ""
    return "done" if state == SheetState.COMPLETE else "hears"
