"""Typing in score sheets that came back on paper, and closing a ballot of paper."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from jury.live import access
from jury.paper import rules
from jury.paper.models import PaperSheet
from jury.rounds import queries as rounds
from jury.rounds.locking import round_for_sealing
from jury.scoresheets import paper_actions as sheets
from jury.scoresheets import recusal_actions as recusals
from jury.scoresheets.rules import SheetState
from musicprize.accounts.models import User
from musicprize.ledger import actions as ledger


@transaction.atomic
def enter(
    *, round_id: UUID, pseudonym: str, code: str, marks: Mapping[str, int], aside: bool = False, by: User, at: datetime
) -> PaperSheet:  # fmt: skip
    """Type one sheet in. The first typing waits; the same by a second person is written into the ballot and counts.
    `aside`: the sheet has no marks and says that its juror stands aside; typed twice, that is done.

    The one who typed first may type again and replaces it; so may anybody once the juror has opened a sheet that
    counted. Conflict `paper_differs` where the second typing is another, `sheet_not_open` for a sheet that is done,
    `ballot_sealed`, `round_closed`; Invalid while a criterion has no mark, for marks on a sheet that stands aside, and
    for an entry that the juror does not hear.
    """
    access.check_can_lead(by, rounds.by_id(round_id).edition_id)
    rules.check_typed(marks, aside=aside)
    if aside:
        recusals.hold_on_paper(round_id, pseudonym, code)
    round_ = round_for_sealing(round_id)
    rules.check_hears(sheets.hears(round_id, pseudonym, code))
    sheet_id = sheets.check_can_enter(round_id=round_id, pseudonym=pseudonym, code=code, marks=None if aside else marks)
    row = PaperSheet.objects.filter(sheet_id=sheet_id).first()
    if row is None or row.typed_by_id == by.pk or row.confirmed_at is not None:
        row = row or PaperSheet(sheet_id=sheet_id)
        row.marks, row.typed_by, row.typed_at, row.confirmed_by, row.confirmed_at = dict(marks), by, at, None, None
        row.save()
        return row
    rules.check_same(row.marks, marks)
    row.confirmed_by, row.confirmed_at = by, at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    if aside:
        recusals.recuse_on_paper(sheet_id=sheet_id, by=by, at=at)
    else:
        sheets.write(sheet_id=sheet_id, marks=marks, at=at)
    ledger.record(
        verb="sheet.paper", subject=row, by=by.pk, at=at, edition_id=round_.edition_id,
        facts={"entry": code, "juror": pseudonym, "typed_by": row.typed_by_id, "round": round_id, "aside": aside},
    )  # fmt: skip
    return row


@transaction.atomic
def seal(*, round_id: UUID, pseudonym: str, by: User, at: datetime) -> None:
    """Close a ballot that was filled in on paper alone, for a juror who has signed it there. The juror gets the
    receipt by mail as for any other. Conflict `not_on_paper` when a sheet was marked on a phone, `paper_waiting` while
    one that was typed does not count, or not any more: in a live round the end of its turn would let it be missing."""
    round_ = round_for_sealing(round_id)
    access.check_can_lead(by, round_.edition_id)
    typed = PaperSheet.objects.filter(sheet__ballot__round_id=round_id, sheet__ballot__pseudonym=pseudonym)
    counted = typed.filter(confirmed_at=F("sheet__completed_at")).values_list("sheet_id", flat=True)
    rules.check_all_on_paper(sheets.completed_besides(round_id, pseudonym, counted))
    waiting = typed.filter(sheet__state=SheetState.OPEN, sheet__entry__withdrawn_at__isnull=True)
    codes = waiting.order_by("sheet__entry__code").values_list("sheet__entry__code", flat=True)
    rules.check_none_waiting(list(codes))
    sheets.seal(round_id=round_id, pseudonym=pseudonym, by=by, at=at)
