"""A live round as its jurors and as those who lead it see it. Nothing here says what anybody has marked."""

from dataclasses import dataclass
from uuid import UUID

from jury.live import access, turns
from jury.live.rules import TurnState
from jury.rounds import queries as rounds
from jury.scoresheets import access as sheet_access
from jury.scoresheets import live_queries as sheets
from musicprize.accounts.access import Person
from musicprize.accounts.models import User
from musicprize.kernel.errors import NotFound


@dataclass(frozen=True)
class MyTurn:
    """What a juror's phone asks for every few seconds. `code` and `sheet` of the entry that is being marked now, None
    while there is none; `sheet_state` open, complete or recused. `done` of `total` turns are over; entries
    that their artists took back are in neither."""

    round_state: str
    ballot: str
    done: int
    total: int
    code: str | None
    sheet: UUID | None
    sheet_state: str | None


@dataclass(frozen=True)
class Line:
    """One entry as those who lead see it: how many sheets are in, of how many. `withdrawn`: it does not play."""

    code: str
    application_id: UUID
    position: int
    state: str
    sheets_in: int
    sheets: int
    withdrawn: bool


@dataclass(frozen=True)
class Running:
    """The running order. `all_done`: no turn waits or runs."""

    round_state: str
    lines: tuple[Line, ...]

    @property
    def now(self) -> Line | None:
        return next((line for line in self.lines if line.state == TurnState.CALLED), None)

    @property
    def all_done(self) -> bool:
        return all(line.state == TurnState.DONE or line.withdrawn for line in self.lines)


def my_turn(person: User, round_id: UUID) -> MyTurn:
    """NotFound for everybody without a ballot, and for a round that is not live."""
    sheet_access.round_of_ballot(person, round_id)
    facts = _live(round_id)
    found = turns.of_round(round_id)
    now = next((turn for turn in found if turn.state == TurnState.CALLED), None)
    mine = sheets.own_sheet(person, now.entry_id) if now else None
    playing = [turn for turn in found if not turn.withdrawn]
    done, total = sum(turn.state == TurnState.DONE for turn in playing), len(playing)
    ballot = sheets.own_ballot_state(person, round_id)
    if now is None or mine is None:
        return MyTurn(facts.state, ballot, done, total, code=None, sheet=None, sheet_state=None)
    return MyTurn(facts.state, ballot, done, total, code=now.code, sheet=mine.id, sheet_state=mine.state)


def running(person: Person, round_id: UUID) -> Running:
    """For organisers and the chair. NotFound for a round that is not live."""
    facts = rounds.by_id(round_id)
    access.check_can_lead(person, facts.edition_id)
    _live(round_id)
    entries = {entry.id: entry for entry in rounds.entries(round_id)}
    counted = sheets.done_by_entry(round_id)
    return Running(
        facts.state,
        tuple(
            Line(
                turn.code, entries[turn.entry_id].application_id, turn.position, turn.state,
                *counted.get(turn.entry_id, (0, 0)), withdrawn=turn.withdrawn,
            )
            for turn in turns.of_round(round_id)
        ),
    )  # fmt: skip


def _live(round_id: UUID) -> rounds.RoundFacts:
    facts = rounds.by_id(round_id)
    if not facts.live or facts.opened_at is None:
        raise NotFound()
    return facts
