"""The juror's own ballot, as the jury room shows it. In a blind round nothing here knows who plays.

The number of queries is constant in entries and works.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jury.assignments import queries as assignments
from jury.conflicts import queries as conflicts
from jury.conflicts.rules import check_answered
from jury.rounds import queries as rounds
from jury.rounds.queries import RoundFacts
from jury.rounds.rules import Marking
from jury.scoresheets import access, entries
from jury.scoresheets.documents import BallotView, EntryView, Heard, Receipt, SheetView, WorkView
from jury.scoresheets.leaf import FORMAT, FORMAT_TWO_MARKS
from jury.scoresheets.models import Ballot, FirstMark, Listening, Mark, ScoreSheet
from jury.scoresheets.rules import BallotState, SheetState, check_can_hear, is_blind
from musicprize.accounts.models import User
from musicprize.editions import queries as editions
from musicprize.kernel.errors import NotFound


@dataclass(frozen=True)
class SheetWork:
    """A work of one's own sheet, for playing. For programs: a juror is never shown the ids or the application."""

    code: str
    work_id: UUID
    position: int
    duration_ms: int | None
    blind: bool = True


def ballot(person: User, round_id: UUID, *, at: datetime) -> BallotView:
    """One's own ballot. NotFound for everybody who has none in this round."""
    access.round_of_ballot(person, round_id)
    facts = rounds.by_id(round_id)
    row = Ballot.objects.get(round_id=round_id, juror=person)
    sheets = list(ScoreSheet.objects.filter(ballot=row).select_related("entry"))
    views = _sheets(row, facts, sheets, at)
    receipt = _receipt(row, facts, views) if row.state == BallotState.SEALED else None
    return BallotView(round=facts, state=row.state, receipt=receipt, sheets=views)


def sheet_work(person: User, sheet_id: UUID, position: int) -> SheetWork:
    """The work at a position of one's own sheet. NotFound where there is none, Conflict `recused` after standing aside,
    `declaration_missing` before the round's declaration of ties is answered.

    Sheets exist only once the round was opened, and stay playable when it is closed: the jury then meets.
    """
    round_id = access.round_of_sheet(person, sheet_id)
    sheet = ScoreSheet.objects.select_related("entry__round").get(pk=sheet_id)
    check_answered(conflicts.answered(round_id, person.pk))
    check_can_hear(sheet.state, withdrawn=sheet.entry.withdrawn_at is not None)
    application_id = sheet.entry.application_id
    works = entries.works([application_id], blind=True)[application_id]
    found = next((each for each in works if each.work.position == position), None)
    if found is None:
        raise NotFound()
    round_ = sheet.entry.round
    shown = sheet.shown_at is not None or round_.closed_at is not None
    blind = is_blind(blind=round_.blind, marking=round_.marking, shown=shown)
    return SheetWork(sheet.entry.code, found.work.id, position, found.duration_ms, blind)


def _sheets(row: Ballot, facts: RoundFacts, sheets: list[ScoreSheet], at: datetime) -> tuple[SheetView, ...]:
    positions = assignments.positions(row.round_id, row.juror_id)
    marks, first = _marks(Mark, row), _first(row, facts)
    heard = _heard(row)
    about = _about(facts, [sheet for sheet in sheets if _audible(sheet)])
    aside = conflicts.bound(facts.edition_id, blind=facts.blind, at=facts.closed_at or at)
    views = []
    for sheet in sheets:
        application_id = sheet.entry.application_id
        read = about.read.get(application_id)
        late = "" if sheet.recused_because else str(aside.get((row.juror_id, application_id), ""))
        views.append(
            SheetView(
                id=sheet.pk, entry=_entry(sheet.entry.code, about.names.get(application_id), about.cities),
                position=positions[sheet.entry_id], state=sheet.state, version=sheet.version, marks=marks[sheet.pk],
                note=sheet.note, recused_because=sheet.recused_because, excluded_because=late,
                withdrawn=sheet.entry.withdrawn_at is not None,
                works=tuple(
                    _work(each, heard.get((sheet.pk, each.work.id))) for each in about.works.get(application_id, ())
                ),
                first=first.get(sheet.pk), texts=read.texts if read else None,
                rider_bytes=read.rider_bytes if read else None,
            )
        )  # fmt: skip
    return tuple(sorted(views, key=lambda view: view.position))


@dataclass(frozen=True)
class _About:
    """What may be shown of entries, by application id."""

    works: dict[UUID, tuple[entries.HeardWork, ...]]
    names: dict[UUID, entries.Name]
    cities: Mapping[UUID, str]
    read: dict[UUID, entries.Read]


def _about(facts: RoundFacts, audible: list[ScoreSheet]) -> _About:
    """Blind: works alone. With two marks: works alone until the first mark is kept, then everything, sheet by sheet."""
    every = [sheet.entry.application_id for sheet in audible]
    if facts.blind:
        return _About(entries.works(every, blind=True), {}, {}, {})
    cities = {city.id: city.code for city in editions.cities()}
    if facts.marking == Marking.ONCE:
        return _About(entries.works(every, blind=False), entries.names(every), cities, {})
    shown = [sheet.entry.application_id for sheet in audible if sheet.shown_at or facts.closed_at]
    hidden = [application_id for application_id in every if application_id not in set(shown)]
    works = entries.works(hidden, blind=True) | entries.works(shown, blind=False)
    return _About(works, entries.names(shown), cities, entries.read(shown))


def _first(row: Ballot, facts: RoundFacts) -> Mapping[UUID, Mapping[str, int]]:
    return {} if facts.marking == Marking.ONCE else _marks(FirstMark, row)


def _audible(sheet: ScoreSheet) -> bool:
    return sheet.state != SheetState.RECUSED and sheet.entry.withdrawn_at is None


def _entry(code: str, who: entries.Name | None, cities: Mapping[UUID, str]) -> EntryView:
    if who is None:
        return EntryView(code)
    return EntryView(code, who.artist, cities.get(who.city_id) if who.city_id else None)


def _work(each: entries.HeardWork, heard: Heard | None) -> WorkView:
    work = each.work
    return WorkView(
        position=work.position, duration_ms=each.duration_ms, start_cue_ms=work.start_cue_ms,
        gain_db=each.sound.gain_db if each.sound else None, playable=each.sound is not None,
        listening=heard or Heard(), title=work.title, title_language=work.title_language,
        description=work.description, video_url=work.video_url, film=True if each.film else None,
    )  # fmt: skip


def _marks(kind: type[Mark] | type[FirstMark], row: Ballot) -> Mapping[UUID, Mapping[str, int]]:
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    rows = kind._default_manager.filter(sheet__ballot=row).order_by("criterion__position")
    for sheet_id, key, hundredths in rows.values_list("sheet_id", "criterion__key", "hundredths"):
        found[sheet_id][key] = hundredths
    return found


def _heard(row: Ballot) -> dict[tuple[UUID, UUID], Heard]:
    return {
        (each.sheet_id, each.work_id): Heard(each.heard_ms, tuple((a, b) for a, b in each.heard), each.position_ms)
        for each in Listening.objects.filter(sheet__ballot=row)
    }


def _receipt(row: Ballot, facts: RoundFacts, sheets: tuple[SheetView, ...]) -> Receipt:
    if row.sealed_at is None:
        raise ValueError("only a sealed ballot has a receipt")
    ordered = sorted(sheets, key=lambda sheet: sheet.entry.code)
    twice = facts.marking != Marking.ONCE
    done = [sheet for sheet in ordered if sheet.state == SheetState.COMPLETE]
    return Receipt(
        format=FORMAT_TWO_MARKS if twice else FORMAT, round=facts.id, rules=facts.rules_sha256,
        pseudonym=row.pseudonym, sealed_at=row.sealed_at,
        digest=row.digest, salt=row.salt,
        marks={s.entry.code: dict(s.marks) for s in done},
        first={s.entry.code: dict(s.first) for s in done if s.first} if twice else None,
        recused={s.entry.code: s.recused_because for s in ordered if s.recused_because},
        ledger_head=row.ledger_head,
    )  # fmt: skip
