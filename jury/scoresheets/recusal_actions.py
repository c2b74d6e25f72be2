"""Standing aside from an entry, on a phone or on paper, and coming back: in every open round at once.

Lock order: the application, the rounds in the order of their ids, the ballot, the sheet, the ledger's head.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from jury.conflicts import actions as conflicts
from jury.conflicts import queries as conflict_queries
from jury.conflicts.rules import Reason, binds
from jury.rounds import queries as rounds
from jury.rounds import rules as round_rules
from jury.rounds.locking import round_for_sealing
from jury.scoresheets import handing_actions as handing
from jury.scoresheets import rules
from jury.scoresheets.documents import Saved
from jury.scoresheets.models import ScoreSheet
from jury.scoresheets.own import own_sheet, save, saved, seen
from jury.scoresheets.rules import SHEET, BallotState, SheetState, SheetVerb
from musicprize.accounts.models import User
from submissions.applications import ties


@transaction.atomic
def recuse(*, sheet_id: UUID, reason: Reason, by: User, at: datetime) -> Saved:
    """Stand aside from an entry: its marks stay on the sheet but do not count, here and wherever the reason binds.

    The juror's sheets for it in other open rounds are set aside too, where their ballots are not sealed. Once a ballot
    is sealed the sheet keeps its state, and the count leaves it out and says why. Needs no version: it must be possible
    whatever else is going on. Conflict `wrong_state` when already recused.
    """
    elsewhere = _hold(ScoreSheet.objects.filter(pk=sheet_id, ballot__juror=by))
    sheet = own_sheet(sheet_id, by, sealed_too=True)
    _stand_aside(sheet, elsewhere, juror=by, reason=reason, by=by, at=at)
    seen(sheet.ballot_id, at)
    return saved(sheet, at)


def hold_on_paper(round_id: UUID, pseudonym: str, code: str) -> None:
    """Lock what `recuse_on_paper` will write, before the round is held; nothing where the round has no such sheet."""
    _hold(ScoreSheet.objects.filter(ballot__round_id=round_id, ballot__pseudonym=pseudonym, entry__code=code))


@transaction.atomic
def recuse_on_paper(*, sheet_id: UUID, by: User, at: datetime) -> None:
    """A juror stands aside by what is written on the sheet and `by` has typed in; the juror may take it back on a
    phone. The caller has called `hold_on_paper` and checked that the sheet may be filled in."""
    rows = ScoreSheet.objects.filter(pk=sheet_id)
    sheet = rows.select_related("ballot__round", "ballot__juror", "entry").get()
    _stand_aside(sheet, _hold(rows), juror=sheet.ballot.juror, reason=Reason.CONFLICT, by=by, at=at)


@transaction.atomic
def come_back(*, sheet_id: UUID, by: User, at: datetime) -> Saved:
    """Take a recusal back: the sheet is open again with the marks it had, in every open round where the ballot is not
    sealed. Conflict `ballot_sealed` after sealing."""
    elsewhere = _hold(ScoreSheet.objects.filter(pk=sheet_id, ballot__juror=by))
    sheet = own_sheet(sheet_id, by)
    state, edition_id, application_id = (
        SHEET.next(sheet.state, SheetVerb.RETURN), sheet.ballot.round.edition_id, sheet.entry.application_id
    )  # fmt: skip
    others = conflict_queries.named_by_others(edition_id, at=at)
    rules.check_may_return(bound=(by.pk, application_id) in others)
    conflicts.withdraw(application_id=application_id, edition_id=edition_id, code=sheet.entry.code, by=by, at=at)
    for one in elsewhere:
        if one.state == SheetState.RECUSED:
            _write(one, SHEET.next(one.state, SheetVerb.RETURN), "", at)
    sheet.state, sheet.recused_because = state, ""
    return save(sheet, at, "state", "recused_because")


def _hold(sheets: QuerySet[ScoreSheet]) -> list[ScoreSheet]:
    """Lock what belongs to the one sheet in `sheets`: the application, so that the artist does not withdraw meanwhile
    (a declaration refers to it), and alone every open round in which its juror has the same entry on a ballot that is
    not sealed. Returns the juror's sheets of those rounds, without the one."""
    own = sheets.values_list("pk", "ballot__round_id", "ballot__juror_id", "entry__application_id").first()
    if own is None:
        return []
    pk, round_id, juror_id, application_id = own
    ties.hold(application_id)
    rows = ScoreSheet.objects.select_related("ballot__round", "entry").exclude(pk=pk)
    elsewhere = rows.filter(
        ballot__juror_id=juror_id, ballot__state=BallotState.OPEN, ballot__round__state=round_rules.State.OPEN,
        entry__application_id=application_id,
    )  # fmt: skip
    held = sorted({round_id, *elsewhere.values_list("ballot__round_id", flat=True)})
    for one in held:
        round_for_sealing(one)
    return list(elsewhere.filter(ballot__round_id__in=held).order_by("ballot__round_id"))  # as they are, once held


def _stand_aside(
    sheet: ScoreSheet, elsewhere: list[ScoreSheet], *, juror: User, reason: Reason, by: User, at: datetime
) -> None:
    state, application_id = SHEET.next(sheet.state, SheetVerb.RECUSE), sheet.entry.application_id
    sealed = sheet.ballot.state == BallotState.SEALED
    known = sealed and conflict_queries.declared(juror.pk, application_id)
    conflicts.declare(
        application_id=application_id, edition_id=sheet.ballot.round.edition_id, code=sheet.entry.code, reason=reason,
        by=by, at=at, juror=juror,
    )  # fmt: skip
    left = [] if known else [sheet]
    if not sealed:
        _write(sheet, state, reason, at)
    for one in elsewhere:
        if one.state != SheetState.RECUSED and binds(reason, blind=one.ballot.round.blind):
            _write(one, SHEET.next(one.state, SheetVerb.RECUSE), reason, at)
            left.append(one)
    for one in left:
        if one.ballot.round.reassign == round_rules.Reassign.AUTOMATIC:
            _find_stead(one, by, at)


def _write(sheet: ScoreSheet, state: SheetState, reason: Reason | str, at: datetime) -> None:
    sheet.state, sheet.recused_because, sheet.completed_at, sheet.changed_at = state, reason, None, at
    sheet.version += 1
    sheet.save(update_fields=["state", "recused_because", "completed_at", "changed_at", "version"])


def _find_stead(sheet: ScoreSheet, by: User, at: datetime) -> None:
    """Somebody else hears the entry, where there is anybody. The round is held alone."""
    facts, entry = rounds.by_id(sheet.ballot.round_id), rounds.entry(sheet.ballot.round_id, sheet.entry.code)
    if entry is not None:
        handing.in_stead(facts=facts, entry=entry, by=by, at=at)
