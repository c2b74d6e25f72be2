"""The ballots of a round as whoever prints and types in sheets of paper sees them: never a mark."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jury.live import access
from jury.paper.models import PaperSheet
from jury.paper.rules import PaperState
from jury.rounds import queries as rounds
from jury.scoresheets import live_queries as sheets
from jury.scoresheets.live_queries import BallotLine
from jury.scoresheets.rules import SheetState
from musicprize.accounts.access import Person


@dataclass(frozen=True)
class Sheet:
    """One sheet: `state` missing, once (typed by one person), counted, own (marked on a phone, or stood aside), or
    withdrawn (by the artist)."""

    code: str
    state: str
    typed_by: str


@dataclass(frozen=True)
class PaperBallot:
    """A juror's sheets. `closable`: nothing is missing and it is not sealed."""

    pseudonym: str
    juror: str
    city: str
    sealed: bool
    sheets: tuple[Sheet, ...]

    @property
    def closable(self) -> bool:
        settled = (PaperState.COUNTED, PaperState.OWN, PaperState.WITHDRAWN)
        return not self.sealed and all(sheet.state in settled for sheet in self.sheets)


def ballots(person: Person, round_id: UUID) -> tuple[PaperBallot, ...]:
    """For organisers and the chair. Three queries, whatever the round's size."""
    access.check_can_lead(person, rounds.by_id(round_id).edition_id)
    rows = PaperSheet.objects.filter(sheet__ballot__round_id=round_id).select_related("typed_by")
    typed = {row.sheet_id: row for row in rows}
    by_ballot: dict[str, list[Sheet]] = defaultdict(list)
    heads: dict[str, BallotLine] = {}
    for line in sheets.ballot_lines(round_id):
        heads[line.pseudonym] = line
        by_ballot[line.pseudonym].append(_sheet(line, typed.get(line.sheet_id)))
    return tuple(
        PaperBallot(name, head.juror, head.city, head.sealed, tuple(by_ballot[name])) for name, head in heads.items()
    )


def _sheet(line: BallotLine, row: PaperSheet | None) -> Sheet:
    if row is not None and _counts(row, line.completed_at):
        return Sheet(line.code, PaperState.COUNTED, row.typed_by.name)
    if line.state != SheetState.OPEN:
        return Sheet(line.code, PaperState.OWN, "")
    if line.withdrawn:
        return Sheet(line.code, PaperState.WITHDRAWN, "")
    if row is None or row.confirmed_at is not None:  # not typed, or opened again by its juror since
        return Sheet(line.code, PaperState.MISSING, "")
    return Sheet(line.code, PaperState.ONCE, row.typed_by.name)


def _counts(row: PaperSheet, completed_at: datetime | None) -> bool:
    """Whether what two people typed is what stands on the sheet: it was completed by that and not opened since."""
    return row.confirmed_at is not None and row.confirmed_at == completed_at
