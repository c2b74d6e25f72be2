"""Juries for tests: admitted entries with works that can be played, rounds that are open, sealed or closed.

Rounds are opened, marked, sealed and closed by the actions themselves, so that nothing here can be in a state that the
platform cannot reach.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from jury.conflicts import actions as conflicts
from jury.deliberation import figures_actions
from jury.deliberation.models import Analysis
from jury.rounds import actions as rounds
from jury.rounds.models import Round
from jury.rounds.rules import Missing
from jury.scoresheets import actions as sheets
from jury.scoresheets.models import ScoreSheet
from musicprize.accounts.models import User
from musicprize.editions.models import Edition
from musicprize.kernel import clock
from submissions.applications.models import Application
from submissions.applications.rules import State
from submissions.works.models import Work
from tests.factories.editions import in_all, make_edition
from tests.factories.people import make_juror, make_organiser, make_user

_numbers = count(1)
CRITERIA = (("music", 2), ("innovation", 1))


def make_entry(edition: Edition, *, code: str = "", works: int = 3, **fields: Any) -> Application:
    """An admitted application with titled works (without sound; see make_sound)."""
    number, at = next(_numbers), clock.now()
    given: dict[str, Any] = {
        "edition": edition, "owner": make_user(), "reference": f"QP-T{number:05}", "code": code or f"QP27-T{number:04}",
        "state": State.ADMITTED, "language": "de", "artist_name": f"Artist {number}",
        "city": edition.cities.order_by("colour")[number % 4], "created_at": at, "changed_at": at, "submitted_at": at,
        "decided_at": at, **fields,
    }  # fmt: skip
    row = Application.objects.create(**given)
    for position in range(1, works + 1):
        Work.objects.create(
            application=row, position=position, title=f"Work {number}.{position}", title_language="en", year=2025,
            description=f"Words {number}.{position}", start_cue_ms=1000 * position, changed_at=at,
        )  # fmt: skip
    return row


@dataclass
class Jury:
    """An edition with its organiser, jurors and entries, and a round."""

    edition: Edition
    organiser: User
    jurors: list[User]
    entries: list[Application]
    round: Round
    at: datetime = field(default_factory=clock.now)

    def sheet(self, juror: User, entry: Application | int) -> ScoreSheet:
        """The juror's sheet for an entry, as it stands in the database."""
        entry = self.entries[entry] if isinstance(entry, int) else entry
        return ScoreSheet.objects.get(ballot__juror=juror, ballot__round=self.round, entry__application=entry)

    def sheets(self, juror: User) -> list[ScoreSheet]:
        """All sheets of a juror, by code."""
        rows = ScoreSheet.objects.filter(ballot__juror=juror, ballot__round=self.round)
        return list(rows.order_by("entry__code"))


def make_draft(
    edition: Edition, organiser: User, *, criteria: Sequence[tuple[str, int]] = CRITERIA, **fields: Any
) -> Round:
    """A draft with criteria, on a scale from 1 to 10."""
    at = clock.now()
    row = rounds.create(edition_id=edition.pk, values={"title": in_all("Round"), **fields}, by=organiser, at=at)
    listed = [{"key": key, "title": in_all(key), "weight": weight} for key, weight in criteria]
    return rounds.set_criteria(round_id=row.pk, criteria=listed, by=organiser, at=at)


def make_draft_jury(*, jurors: int = 3, entries: int = 3, works: int = 1, **fields: Any) -> Jury:
    """A jury whose round is still a draft; jurors stand for the cities in turn."""
    edition = make_edition()
    cities = list(edition.cities.order_by("colour"))
    organiser = make_organiser(edition)
    people = [make_juror(edition, cities[number % 4]) for number in range(jurors)]
    applications = [make_entry(edition, works=works) for _ in range(entries)]
    return Jury(edition, organiser, people, applications, make_draft(edition, organiser, **fields))


def make_jury(*, jurors: int = 3, entries: int = 3, works: int = 1, **fields: Any) -> Jury:
    """A jury whose round is open, and whose jurors have said that they have no ties."""
    jury = make_draft_jury(jurors=jurors, entries=entries, works=works, **fields)
    jury.round = rounds.open_round(round_id=jury.round.pk, codes=None, by=jury.organiser, at=jury.at)
    answer(jury)
    return jury


def answer(jury: Jury) -> None:
    """Every juror answers the round's declaration: no ties."""
    for person in jury.jurors:
        conflicts.answer(round_id=jury.round.pk, ties=False, by=person, at=jury.at)


Score = Callable[[int, int, str], int]
"""(index of the juror, index of the entry, criterion) → hundredths."""


def flat_score(juror: int, entry: int, criterion: str) -> int:
    """Marks that differ: entries fall by a point, the second juror is a point milder."""
    return max(100, min(1000, 800 - 100 * (entry % 7) + 100 * (juror % 2)))


def fill(jury: Jury, juror: int, *, score: Score = flat_score) -> None:
    """Mark and complete every open sheet of a juror."""
    person = jury.jurors[juror]
    keys = list(jury.round.criteria.values_list("key", flat=True))
    for number, entry in enumerate(jury.entries):
        sheet = jury.sheet(person, entry)
        if sheet.state != "open":
            continue
        marks = {key: score(juror, number, key) for key in keys}
        saved = sheets.mark(sheet_id=sheet.pk, marks=marks, note=None, version=sheet.version, by=person, at=jury.at)
        sheets.complete(sheet_id=sheet.pk, version=saved.version, by=person, at=jury.at)


def seal(jury: Jury, juror: int) -> None:
    """Seal a juror's ballot; its sheets must be done."""
    sheets.seal(round_id=jury.round.pk, by=jury.jurors[juror], at=jury.at)


def make_sealed_jury(*, score: Score = flat_score, unsealed: Sequence[int] = (), **options: Any) -> Jury:
    """A jury whose ballots are all complete and sealed but for the jurors in `unsealed`."""
    jury = make_jury(**options)
    for juror in range(len(jury.jurors)):
        fill(jury, juror, score=score)
        if juror not in unsealed:
            seal(jury, juror)
    return jury


def make_closed_jury(*, score: Score = flat_score, **options: Any) -> Jury:
    """A jury whose round is closed and counted."""
    jury = make_sealed_jury(score=score, **options)
    jury.round = rounds.close(
        round_id=jury.round.pk, missing=Missing.ACCEPT, by=jury.organiser, at=jury.at + timedelta(minutes=1)
    )
    return jury


def with_figures(jury: Jury) -> Jury:
    """The figures around the counted round computed, as the task does it."""
    row = Analysis.objects.get(round=jury.round)
    figures_actions.compute(analysis_id=row.pk, at=jury.at + timedelta(minutes=2))
    return jury


def pseudonym_of(jury: Jury, juror: int) -> str:
    return str(jury.round.ballots.get(juror=jury.jurors[juror]).pseudonym)


def code_of(jury: Jury, entry: int) -> str:
    return str(jury.entries[entry].code)


def sheet_id(jury: Jury, juror: int, entry: int) -> UUID:
    return jury.sheet(jury.jurors[juror], entry).pk
