"""Writing into a ballot what its juror wrote on paper. Called by jury.paper, which holds the round alone and has two
people's word for it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from jury.conflicts import actions as conflicts
from jury.rounds import rules as round_rules
from jury.rounds.locking import round_for_sealing
from jury.scoresheets import actions, rules
from jury.scoresheets.models import Ballot, Mark, ScoreSheet
from jury.scoresheets.rules import SHEET, SheetState, SheetVerb
from musicprize.accounts.models import User
from musicprize.kernel.errors import NotFound
from musicprize.kernel.locks import locked


def hears(round_id: UUID, pseudonym: str, code: str) -> bool:
    """Whether the entry is among the juror's own. NotFound for a juror or an entry that the round does not have."""
    rows = ScoreSheet.objects.filter(ballot__round_id=round_id)
    if not rows.filter(entry__code=code).exists() or not rows.filter(ballot__pseudonym=pseudonym).exists():
        raise NotFound()
    return rows.filter(ballot__pseudonym=pseudonym, entry__code=code).exists()


def check_can_enter(*, round_id: UUID, pseudonym: str, code: str, marks: Mapping[str, int] | None) -> UUID:
    """The sheet that may be filled in from paper: of an open round, not sealed, not done, every criterion marked on the
    scale; or (`marks` None) stood aside from. A live round's turn does not matter: paper was filled in during it and is
    typed later."""
    sheet = _sheet(round_id, pseudonym, code)
    round_ = sheet.ballot.round
    round_rules.check_takes_votes(round_.state)
    rules.check_not_sealed(sheet.ballot.state)
    rules.check_open_sheet(sheet.state, withdrawn=sheet.entry.withdrawn_at is not None)
    if marks is None:
        return sheet.pk
    keys = list(round_.criteria.order_by("position").values_list("key", flat=True))
    rules.check_marks(marks, keys, round_rules.Scale(round_.scale_low, round_.scale_high, round_.scale_step))
    rules.check_complete(marks, keys)
    return sheet.pk


@transaction.atomic
def write(*, sheet_id: UUID, marks: Mapping[str, int], at: datetime) -> None:
    """Put the marks on the sheet, in place of any that stand there, and complete it."""
    sheet = locked(ScoreSheet.objects.select_related("ballot__round").filter(pk=sheet_id))
    keys = dict(sheet.ballot.round.criteria.values_list("key", "pk"))
    sheet.marks.all().delete()
    Mark.objects.bulk_create(Mark(sheet=sheet, criterion_id=keys[key], hundredths=mark) for key, mark in marks.items())
    sheet.state, sheet.completed_at, sheet.changed_at = SHEET.next(sheet.state, SheetVerb.COMPLETE), at, at
    sheet.version += 1
    sheet.save(update_fields=["state", "completed_at", "changed_at", "version"])


def completed_besides(round_id: UUID, pseudonym: str, typed: Iterable[UUID]) -> int:
    """How many sheets of a ballot are complete that are not among `typed`."""
    rows = ScoreSheet.objects.filter(ballot__round_id=round_id, ballot__pseudonym=pseudonym, state=SheetState.COMPLETE)
    return rows.exclude(pk__in=list(typed)).count()


@transaction.atomic
def seal(*, round_id: UUID, pseudonym: str, by: User, at: datetime) -> None:
    """Seal a juror's ballot on the juror's behalf. The same as the juror's own act otherwise; see actions.seal. The
    declaration of ties is on the paper, above the signature."""
    round_ = round_for_sealing(round_id)
    ballot = locked(Ballot.objects.filter(round=round_, pseudonym=pseudonym))
    conflicts.answer_on_paper(round_id=round_id, juror=ballot.juror, by=by, at=at)
    actions.seal_ballot(ballot=ballot, by=by, at=at)


def _sheet(round_id: UUID, pseudonym: str, code: str) -> ScoreSheet:
    rows = ScoreSheet.objects.select_related("ballot__round", "entry")
    sheet = rows.filter(ballot__round_id=round_id, ballot__pseudonym=pseudonym, entry__code=code).first()
    if sheet is None:
        raise NotFound()
    return sheet
