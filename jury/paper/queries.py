"""The ballots of a round as whoever prints and types in sheets of paper sees them: never a mark."""

from collections import defaultdict
from dataclasses import dataclass
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
    """One sheet: `state` missing, once (typed by one person), counted, or own (marked on a phone, or stood aside)."""

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
        settled = (PaperState.COUNTED, PaperState.OWN)
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
    if row is not None and row.confirmed_at is not None:
        return Sheet(line.code, PaperState.COUNTED, row.typed_by.name)
    if line.state != SheetState.OPEN:
        return Sheet(line.code, PaperState.OWN, "")
    return Sheet(line.code, PaperState.MISSING if row is None else PaperState.ONCE, row.typed_by.name if row else "")
