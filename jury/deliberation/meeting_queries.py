"""Reading the jury's table: shortlist, motions, and who did what."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from jury.conflicts import queries as conflicts
from jury.deliberation import cutting
from jury.deliberation.cutting import BrokenTie
from jury.deliberation.models import Meeting, Motion
from jury.deliberation.rules import MotionState
from jury.panel import queries as panel
from jury.rounds.queries import RoundFacts
from jury.scoresheets import queries as sheets
from jury.tally.cut import Contest
from musicprize.accounts.access import Role

LAST_ACTS = 30


@dataclass(frozen=True)
class ShortLine:
    """An entry on the shortlist with the table's note on it."""

    code: str
    position: int
    note: str


@dataclass(frozen=True)
class MotionFacts:
    """A motion. How anybody voted is told once it is closed, and never in a secret vote: `voices` (name, choice).

    `given`: how many voted; `mine`: one's own choice in an open vote; `voted`: whether one has voted; `may_vote`.
    """

    number: int
    text: str
    language: str
    code: str
    secret: bool
    state: str
    outcome: str
    entitled: int
    quorum: int
    yes: int
    no: int
    abstain: int
    given: int
    proposed_by: str
    proposed_by_id: UUID
    proposed_at: datetime
    closed_at: datetime | None
    voices: tuple[tuple[UUID, str, str], ...]
    mine: str
    voted: bool
    may_vote: bool


@dataclass(frozen=True)
class Act:
    """One thing done at the table."""

    version: int
    verb: str
    facts: dict[str, Any]
    who: str
    at: datetime


@dataclass(frozen=True)
class Table:
    """The table as it is now; `acts` newest first, the last LAST_ACTS of them. `waiting`: ties at the cut that the
    frozen rules leave to the chair; `broken`: those that the chair has broken."""

    version: int
    shortlist: tuple[ShortLine, ...]
    motions: tuple[MotionFacts, ...]
    acts: tuple[Act, ...]
    waiting: tuple[Contest, ...]
    broken: tuple[BrokenTie, ...]


def table(facts: RoundFacts, *, person_id: UUID, at: datetime) -> Table:
    """The table of a closed round as `person_id` may see it. The number of queries is constant."""
    meeting = Meeting.objects.filter(round_id=facts.id).first()
    waiting = cutting.waiting_for_the_chair(facts)
    if meeting is None:
        return Table(0, (), (), (), waiting, ())
    shortlist = meeting.shortlist.select_related("entry").order_by("position")
    acts = meeting.acts.select_related("by").order_by("-version")[:LAST_ACTS]
    return Table(
        meeting.version,
        tuple(ShortLine(one.entry.code, one.position, one.note) for one in shortlist),
        motions(facts, person_id=person_id, at=at),
        tuple(Act(one.version, one.verb, one.facts, one.by.name, one.at) for one in acts),
        waiting,
        tuple(cutting.broken_ties(facts)),
    )


def motions(facts: RoundFacts, *, person_id: UUID | None, at: datetime) -> tuple[MotionFacts, ...]:
    """Every motion of a round in order."""
    rows = Motion.objects.filter(meeting__round_id=facts.id).select_related("entry", "proposed_by")
    found = list(rows.prefetch_related("voices__juror").order_by("number"))
    seated = _seated(facts) if found else set()
    aside = conflicts.bound(facts.edition_id, blind=facts.blind, at=at) if found else {}
    return tuple(_motion(row, person_id, seated, aside) for row in found)


def entitled(facts: RoundFacts, application_id: UUID | None, *, at: datetime) -> set[UUID]:
    """Who may vote: jurors in force who have a ballot in the round, but those who stood aside from the entry that it is
    about."""
    aside = conflicts.bound(facts.edition_id, blind=facts.blind, at=at) if application_id else {}
    return {juror for juror in _seated(facts) if (juror, application_id) not in aside}


def _seated(facts: RoundFacts) -> set[UUID]:
    in_force = panel.judges(facts.edition_id, Role.JUROR, Role.COORDINATOR)
    return {juror.user_id for juror in in_force} & set(sheets.pseudonyms(facts.id))


def _motion(row: Motion, person_id: UUID | None, seated: set[UUID], aside: conflicts.Bound) -> MotionFacts:
    voices = sorted(row.voices.all(), key=lambda voice: (voice.juror.name, str(voice.juror_id)))
    told = row.state == MotionState.CLOSED
    mine = next((voice for voice in voices if voice.juror_id == person_id), None)
    about = row.entry.application_id if row.entry else None
    return MotionFacts(
        number=row.number, text=row.text, language=row.language, code=row.entry.code if row.entry else "",
        secret=row.secret, state=row.state, outcome=row.outcome, entitled=row.entitled, quorum=row.quorum,
        yes=row.yes if told else 0, no=row.no if told else 0, abstain=row.abstain if told else 0, given=len(voices),
        proposed_by=row.proposed_by.name, proposed_by_id=row.proposed_by_id, proposed_at=row.proposed_at,
        closed_at=row.closed_at,
        voices=tuple((one.juror_id, one.juror.name, one.choice) for one in voices) if told and not row.secret else (),
        mine=mine.choice if mine else "", voted=mine is not None,
        may_vote=row.state == MotionState.OPEN and person_id in seated and (person_id, about) not in aside,
    )  # fmt: skip
