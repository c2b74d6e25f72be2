"""Reading ballots and score sheets. What a juror is given is built here, without identity fields."""

from collections import Counter, defaultdict
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q

from jury.conflicts import queries as conflicts
from jury.rounds import queries as rounds
from jury.rounds.rules import Marking, MissingRule, State
from jury.scoresheets import entries
from jury.scoresheets.documents import FrozenMark, JurorProgress, ListeningFloor, MyRound, ReopeningFacts
from jury.scoresheets.models import Ballot, FirstMark, Listening, Mark, Reopening, ScoreSheet
from jury.scoresheets.rules import NOT_MARKED, NOT_SEALED, WITHDRAWN, BallotState, SheetState
from musicprize.accounts.models import User
from musicprize.kernel.canonical import digest

DONE = Q(sheets__state__in=[SheetState.COMPLETE, SheetState.RECUSED]) | Q(sheets__entry__withdrawn_at__isnull=False)
"""Sheets that ask nothing more of their juror."""


def my_rounds(person: User) -> list[MyRound]:
    """The rounds in which the person has a ballot, newest first."""
    rows = Ballot.objects.filter(juror=person).select_related("round__edition")
    rows = rows.annotate(total=Count("sheets"), done=Count("sheets", filter=DONE)).order_by("-round__opened_at")
    return [
        MyRound(
            id=row.round_id, edition=row.round.edition.slug, kind=row.round.kind, titles=row.round.title,
            state=row.round.state, blind=row.round.blind, planned_close_at=row.round.planned_close_at,
            ballot=row.state, sheets=row.total, done=row.done,
        )
        for row in rows
    ]  # fmt: skip


def progress(round_id: UUID) -> list[JurorProgress]:
    """How far each juror is, by city and name. Counts, sealed or not, last seen: nothing of what was voted."""
    rows = Ballot.objects.filter(round_id=round_id).select_related("juror", "city")
    rows = rows.annotate(total=Count("sheets"), done=Count("sheets", filter=DONE))
    return [
        JurorProgress(
            user_id=row.juror_id, name=row.juror.name, city=row.city.code, sheets=row.total, done=row.done,
            sealed=row.state == BallotState.SEALED, seen_at=row.seen_at,
        )
        for row in rows.order_by("city__colour", "juror__name", "juror_id")
    ]  # fmt: skip


def unsealed(round_id: UUID) -> int:
    """How many ballots of a round are not sealed."""
    return Ballot.objects.filter(round_id=round_id, state=BallotState.OPEN).count()


def sealed_digests(round_id: UUID) -> list[str]:
    """The salted digests of the sealed ballots, sorted so that their order tells nothing."""
    rows = Ballot.objects.filter(round_id=round_id, state=BallotState.SEALED)
    return sorted(rows.values_list("digest", flat=True))


def voted(round_id: UUID, person: User) -> bool:
    """Whether the person has a ballot in the round."""
    return Ballot.objects.filter(round_id=round_id, juror=person).exists()


def pseudonyms(round_id: UUID) -> dict[UUID, str]:
    """Juror (account) → the name under which the juror is counted in this round."""
    return dict(Ballot.objects.filter(round_id=round_id).values_list("juror_id", "pseudonym"))


def names(round_id: UUID) -> dict[str, str]:
    """The name under which a juror is counted → what the juror is called. Only where a round's rules show it."""
    return dict(Ballot.objects.filter(round_id=round_id).values_list("pseudonym", "juror__name"))


def inputs_sha256(round_id: UUID) -> str:
    """The hash of everything that a closed round's count rests on besides its rules."""
    return digest([mark.plain() for mark in frozen_marks(round_id)])


def frozen_marks(round_id: UUID) -> tuple[FrozenMark, ...]:
    """Every cell (entry, juror, criterion) of a closed round, sorted by these; in five queries, whatever its size.

    Missing with its reason: the ballot was not sealed, the juror stood aside (also when declared after sealing), the
    artist withdrew, each as it was when the round closed. Raises ValueError while the round is not closed: nobody,
    and no program, sums up an open round.
    """
    facts = rounds.by_id(round_id)
    if facts.state != State.CLOSED or facts.closed_at is None:
        raise ValueError("marks are frozen when a round closes, not before")
    sheets = ScoreSheet.objects.filter(ballot__round_id=round_id).select_related("ballot__city", "entry")
    marks = _marks_by_sheet(Mark, round_id)
    if facts.marking == Marking.FIRST:
        marks |= _marks_by_sheet(FirstMark, round_id)  # of sheets whose text was shown; others have but one
    aside = conflicts.bound(facts.edition_id, blind=facts.blind, at=facts.closed_at)
    cells: list[FrozenMark] = []
    for sheet in sheets:
        reason = _why_missing(sheet, aside, facts.closed_at, rule=facts.missing_rule)
        given = {} if reason else marks[sheet.pk]
        cells += (
            FrozenMark(
                entry_code=sheet.entry.code, juror_pseudonym=sheet.ballot.pseudonym,
                city_code=sheet.ballot.city.code, criterion_key=criterion.key,
                hundredths=given.get(criterion.id), reason=reason,
            )
            for criterion in facts.criteria
        )  # fmt: skip
    return tuple(sorted(cells, key=lambda cell: (cell.entry_code, cell.juror_pseudonym, cell.criterion_key)))


def reopenings(round_id: UUID) -> tuple[ReopeningFacts, ...]:
    """The ballots of a round that the chair opened again, in order: for the chair, the desk and the minutes."""
    rows = Reopening.objects.filter(ballot__round_id=round_id).select_related("ballot__juror", "reopened_by")
    found: list[ReopeningFacts] = []
    later: dict[UUID, datetime | None] = {}
    for row in sorted(rows, key=lambda row: row.reopened_at, reverse=True):
        again = later.get(row.ballot_id, row.ballot.sealed_at)
        later[row.ballot_id] = row.sealed_at
        found.append(
            ReopeningFacts(
                juror=row.ballot.juror.name, pseudonym=row.ballot.pseudonym, digest=row.digest,
                sealed_at=row.sealed_at, reason=row.reason, reopened_at=row.reopened_at,
                reopened_by=row.reopened_by.name, sealed_again_at=again,
                juror_id=row.ballot.juror_id, reopened_by_id=row.reopened_by_id,
            )
        )  # fmt: skip
    return tuple(reversed(found))


HEARD_PERCENT = 90
"""From this share of its length on a work counts as heard: the rest is applause, silence and seeking."""


def listening_floor(round_id: UUID) -> ListeningFloor:
    """The most that can be said of every work of a closed round: heard by at least so many of the jurors who count.

    A work counts as heard from HEARD_PERCENT of its length on. Left out: ballots that were not sealed, entries
    withdrawn, jurors who stood aside. Names no juror and no work. ValueError while the round is not closed.
    """
    facts = rounds.by_id(round_id)
    if facts.state != State.CLOSED or facts.closed_at is None:
        raise ValueError("what the jury has heard is told when a round is closed, not before")
    sheets = ScoreSheet.objects.filter(ballot__round_id=round_id).select_related("ballot", "entry")
    aside = conflicts.bound(facts.edition_id, blind=facts.blind, at=facts.closed_at)
    rule = facts.missing_rule
    counting = {sheet.pk for sheet in sheets if not _why_missing(sheet, aside, facts.closed_at, rule=rule)}
    judged = [sheet.entry.application_id for sheet in sheets if sheet.pk in counting]
    lengths = {
        each.work.id: each.duration_ms or 0
        for works in entries.works(sorted(set(judged)), blind=True).values()
        for each in works
    }
    heard: Counter[UUID] = Counter()
    rows = Listening.objects.filter(sheet__ballot__round_id=round_id)
    for sheet_id, work_id, heard_ms in rows.values_list("sheet_id", "work_id", "heard_ms"):
        length = lengths.get(work_id, 0)
        if sheet_id in counting and length and 100 * heard_ms >= HEARD_PERCENT * length:
            heard[work_id] += 1
    return ListeningFloor(min((heard[work_id] for work_id in lengths), default=0), HEARD_PERCENT, len(lengths))


def _marks_by_sheet(kind: type[Mark] | type[FirstMark], round_id: UUID) -> dict[UUID, dict[UUID, int]]:
    """Sheet → criterion → hundredths."""
    found: dict[UUID, dict[UUID, int]] = defaultdict(dict)
    rows = kind._default_manager.filter(sheet__ballot__round_id=round_id)
    for sheet_id, criterion_id, hundredths in rows.values_list("sheet_id", "criterion_id", "hundredths"):
        found[sheet_id][criterion_id] = hundredths
    return found


def _why_missing(sheet: ScoreSheet, aside: conflicts.Bound, closed_at: datetime, *, rule: str) -> str:
    """ "" for a sheet that counts. A sealed ballot has open sheets only where a live round ended an entry's turn.

    By the frozen rule COMPLETE, sheets that their juror called complete count of unsealed ballots too.
    """
    said = rule == MissingRule.COMPLETE and sheet.state != SheetState.OPEN
    if sheet.ballot.state != BallotState.SEALED and not said:
        return NOT_SEALED
    if sheet.entry.withdrawn_at is not None and sheet.entry.withdrawn_at <= closed_at:
        return WITHDRAWN
    stood_aside = sheet.recused_because or str(aside.get((sheet.ballot.juror_id, sheet.entry.application_id), ""))
    return stood_aside or (NOT_MARKED if sheet.state == SheetState.OPEN else "")
