"""Who hears what after the opening: adding and removing an entry by hand, finding somebody in another's stead.

Everything here takes the round alone first, so that nobody marks, seals or closes meanwhile.
"""

from collections import Counter
from datetime import datetime
from uuid import UUID

from django.db import transaction

from jury.assignments import actions as assignments
from jury.assignments.rules import Origin
from jury.conflicts import queries as conflicts
from jury.conflicts.rules import Reason
from jury.rounds import access as round_access
from jury.rounds import queries as rounds
from jury.rounds import rules as round_rules
from jury.rounds.locking import round_for_sealing
from jury.rounds.queries import Entry, RoundFacts
from jury.scoresheets import handing
from jury.scoresheets.models import Ballot, ScoreSheet
from jury.scoresheets.rules import BallotState, SheetState
from musicprize.accounts.models import User
from musicprize.kernel.errors import NotFound
from musicprize.kernel.texts import in_language
from musicprize.ledger import actions as ledger
from musicprize.mail import actions as mail


@transaction.atomic
def add(*, round_id: UUID, juror_id: UUID, code: str, by: User, at: datetime) -> ScoreSheet:
    """Let a juror hear an entry as well, by an organiser's hand; last in the juror's order.

    Conflict `tied` or `own_city` where a hard rule forbids it, `hears_already`, `ballot_sealed`, `round_closed`.
    """
    facts, ballot, entry = _found(round_id, juror_id, code, by)
    bound = conflicts.bound(facts.edition_id, blind=facts.blind, at=at)
    handing.check_can_add(
        hears=ScoreSheet.objects.filter(ballot=ballot, entry_id=entry.id).exists(),
        tied=(juror_id, entry.application_id) in bound,
        own_city=not facts.own_city and entry.city_id == ballot.city_id, withdrawn=entry.withdrawn_at is not None,
        sealed=ballot.state == BallotState.SEALED,
    )  # fmt: skip
    return _give(facts, ballot, entry, Origin.HAND, by, at)


@transaction.atomic
def remove(*, round_id: UUID, juror_id: UUID, code: str, by: User, at: datetime) -> None:
    """Take an entry off a juror's list. Conflict `begun` once it holds marks or a note, `ballot_sealed`."""
    facts, ballot, entry = _found(round_id, juror_id, code, by)
    sheet = ScoreSheet.objects.filter(ballot=ballot, entry_id=entry.id).first()
    if sheet is None:
        raise NotFound()
    handing.check_can_remove(begun=_begun(sheet), sealed=ballot.state == BallotState.SEALED)
    _take(facts, sheet, by, at, because="hand")


@transaction.atomic
def find_stead(*, round_id: UUID, code: str, by: User, at: datetime) -> ScoreSheet:
    """Give an entry that fewer jurors hear than planned to the juror who suits best. Conflict `nobody_left`."""
    facts = _alone(round_id, by)
    entry = rounds.entry(round_id, code)
    if entry is None or entry.withdrawn_at is not None:
        raise NotFound()
    return handing.somebody(in_stead(facts=facts, entry=entry, by=by, at=at))


@transaction.atomic
def set_aside(*, application_id: UUID, juror_id: UUID, by: User, at: datetime) -> int:
    """A tie was named by somebody else: in every open round the entry leaves the juror's list; returns of how many.

    A sheet that was not begun goes without a trace, so that the juror does not learn who plays. One that was begun
    stays, set apart, and does not count. Sealed ballots stay as they are: the count leaves the sheet out.
    """
    rows = ScoreSheet.objects.filter(
        ballot__juror_id=juror_id, entry__application_id=application_id, ballot__round__state=round_rules.State.OPEN
    )
    found = sorted(rows.values_list("ballot__round_id", "pk"))
    for round_id, _ in found:  # all, before the ledger's head
        round_for_sealing(round_id)
    done = 0
    for round_id, pk in found:
        facts = rounds.by_id(round_id)
        sheet = ScoreSheet.objects.select_related("ballot", "entry").get(pk=pk)
        if sheet.ballot.state == BallotState.SEALED or sheet.state == SheetState.RECUSED:
            continue
        entry = rounds.entry(round_id, sheet.entry.code)
        if _begun(sheet):
            sheet.state, sheet.recused_because, sheet.completed_at = SheetState.RECUSED, Reason.CONFLICT, None
            sheet.version += 1
            sheet.save(update_fields=["state", "recused_because", "completed_at", "version"])
        else:
            _take(facts, sheet, by, at, because="tie")
        if facts.reassign == round_rules.Reassign.AUTOMATIC and entry is not None:
            in_stead(facts=facts, entry=entry, by=by, at=at)
        done += 1
    return done


def in_stead(*, facts: RoundFacts, entry: Entry, by: User, at: datetime) -> ScoreSheet | None:
    """Somebody hears an entry instead of whoever stood aside, and is told by mail. None where nobody can, or where
    everybody hears everything anyway. The caller holds the round alone."""
    if facts.per_entry is None:
        return None
    bound = conflicts.bound(facts.edition_id, blind=facts.blind, at=at)
    ballots = list(Ballot.objects.filter(round_id=facts.id, state=BallotState.OPEN).select_related("juror"))
    load = Counter(ScoreSheet.objects.filter(ballot__round_id=facts.id).values_list("ballot_id", flat=True))
    sheets = ScoreSheet.objects.filter(entry_id=entry.id).select_related("ballot")
    hears = {sheet.ballot_id for sheet in sheets}
    covered = {sheet.ballot.city_id for sheet in sheets if sheet.state != SheetState.RECUSED}
    free = [
        ballot
        for ballot in ballots
        if ballot.pk not in hears
        and (ballot.juror_id, entry.application_id) not in bound
        and (facts.own_city or ballot.city_id != entry.city_id)
    ]
    if not free:
        return None
    best = min(free, key=lambda one: (one.city_id in covered, load[one.pk], one.pseudonym))
    made = _give(facts, best, entry, Origin.STEAD, by, at)
    mail.write(
        template="assignment_added", to=best.juror.email, language=best.juror.language, at=at, user_id=best.juror_id,
        campaign=f"assignment:{made.pk}",
        context={"name": best.juror.name, "title": in_language(facts.titles, best.juror.language), "code": entry.code,
                 "round_id": facts.id},
    )  # fmt: skip
    return made


def _alone(round_id: UUID, by: User) -> RoundFacts:
    """The round, held alone, open, for an organiser."""
    row = round_for_sealing(round_id)
    round_access.check_can_manage(by, row.edition_id)
    round_rules.check_takes_votes(row.state)
    return rounds.by_id(round_id)


def _found(round_id: UUID, juror_id: UUID, code: str, by: User) -> tuple[RoundFacts, Ballot, Entry]:
    facts = _alone(round_id, by)
    ballot = Ballot.objects.filter(round_id=round_id, juror_id=juror_id).first()
    entry = rounds.entry(round_id, code)
    if ballot is None or entry is None:
        raise NotFound()
    return facts, ballot, entry


def _begun(sheet: ScoreSheet) -> bool:
    marked = sheet.marks.exists() or sheet.first_marks.exists()
    return marked or bool(sheet.note) or sheet.state == SheetState.COMPLETE


def _give(facts: RoundFacts, ballot: Ballot, entry: Entry, origin: Origin, by: User, at: datetime) -> ScoreSheet:
    assignments.append(round_id=facts.id, juror_id=ballot.juror_id, entry_id=entry.id, origin=origin)
    made = ScoreSheet.objects.create(ballot=ballot, entry_id=entry.id)
    ledger.record(
        verb="assignment.add", subject=ballot, by=by.pk, at=at, edition_id=facts.edition_id,
        facts={"entry": entry.code, "juror": ballot.pseudonym, "origin": origin},
    )  # fmt: skip
    return made


def _take(facts: RoundFacts, sheet: ScoreSheet, by: User, at: datetime, *, because: str) -> None:
    ballot, code = sheet.ballot, sheet.entry.code
    assignments.remove(juror_id=ballot.juror_id, entry_id=sheet.entry_id)
    sheet.delete()
    ledger.record(
        verb="assignment.remove", subject=ballot, by=by.pk, at=at, edition_id=facts.edition_id,
        facts={"entry": code, "juror": ballot.pseudonym, "because": because},
    )  # fmt: skip
