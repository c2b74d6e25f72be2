"""Leading a live round: the running order, calling an entry, ending its turn.

Each holds the round alone, as sealing does: no mark is being written while a turn begins or ends.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from jury.live import access, rules
from jury.live.models import Turn
from jury.live.rules import TURN, TurnState, TurnVerb
from jury.rounds import rules as round_rules
from jury.rounds.locking import round_for_sealing
from jury.rounds.rules import Missing
from jury.scoresheets import live_queries as sheets
from musicprize.accounts.models import User
from musicprize.kernel.errors import Invalid, NotFound
from musicprize.ledger import actions as ledger


@transaction.atomic
def line_up(*, round_id: UUID, entry_ids: Sequence[UUID]) -> int:
    """Give every entry its turn, in this order. Called by the opening of a live round, inside its lock."""
    rows = [Turn(round_id=round_id, entry_id=entry, position=n) for n, entry in enumerate(entry_ids, start=1)]
    return len(Turn.objects.bulk_create(rows))


@transaction.atomic
def order(*, round_id: UUID, codes: Sequence[str], by: User, at: datetime) -> None:
    """Set the running order: all codes, each once, else Invalid `other_entries`. It decides nothing and may change
    at any time: nothing goes into the ledger."""
    _led(round_id, by)
    turns = {turn.entry.code: turn for turn in Turn.objects.filter(round_id=round_id).select_related("entry")}
    if sorted(codes) != sorted(turns):
        raise Invalid(fields={"codes": [("other_entries", _("Name every entry of the round once."))]})
    Turn.objects.filter(round_id=round_id).update(position=F("position") + len(turns))  # no two at one place on the way
    for position, code in enumerate(codes, start=1):
        Turn.objects.filter(pk=turns[code].pk).update(position=position)


@transaction.atomic
def call(*, round_id: UUID, code: str, by: User, at: datetime) -> Turn:
    """From now on the jury marks this entry. Conflict `turn_running` while another is being marked, `withdrawn`
    for one that its artist took back."""
    edition_id = _led(round_id, by)
    turn = _turn(round_id, code)
    rules.check_plays(withdrawn=turn.entry.withdrawn_at is not None)
    rules.check_nobody_on(_called(turn))
    turn.state = TURN.next(turn.state, TurnVerb.CALL)
    turn.called_at, turn.done_at = turn.called_at or at, None
    turn.save(update_fields=["state", "called_at", "done_at"])
    _record(edition_id, turn, "turn.call", by, at)
    return turn


@transaction.atomic
def finish(*, round_id: UUID, code: str, missing: Missing, by: User, at: datetime) -> Turn:
    """The marks of this entry are fixed. While some are not in: `missing` REFUSE raises Conflict `marks_missing` with
    their number, ACCEPT ends the turn without them; they are then missing with that reason, never zero."""
    edition_id = _led(round_id, by)
    turn = _turn(round_id, code)
    state = TURN.next(turn.state, TurnVerb.FINISH)
    done, expected = sheets.done_by_entry(round_id).get(turn.entry_id, (0, 0))
    rules.check_can_finish(missing_sheets=expected - done, missing=missing)
    turn.state, turn.done_at = state, at
    turn.save(update_fields=["state", "done_at"])
    _record(edition_id, turn, "turn.finish", by, at, done=done, expected=expected)
    return turn


def _led(round_id: UUID, by: User) -> UUID:
    """Take the round alone; its edition. NotFound unless it is live, Conflict unless it takes votes."""
    row = round_for_sealing(round_id)
    access.check_can_lead(by, row.edition_id)
    if not row.live:
        raise NotFound()
    round_rules.check_takes_votes(row.state)
    return row.edition_id


def _turn(round_id: UUID, code: str) -> Turn:
    turn = Turn.objects.select_related("entry").filter(round_id=round_id, entry__code=code).first()
    if turn is None:
        raise NotFound()
    return turn


def _called(other_than: Turn) -> str | None:
    """The code of another entry of the round that is being marked."""
    rows = Turn.objects.filter(round_id=other_than.round_id, state=TurnState.CALLED).exclude(pk=other_than.pk)
    return rows.values_list("entry__code", flat=True).first()


def _record(edition_id: UUID, turn: Turn, verb: str, by: User, at: datetime, **facts: int) -> None:
    ledger.record(
        verb=verb, subject=turn, by=by.pk, at=at, edition_id=edition_id,
        facts={"entry": turn.entry.code, "round": turn.round_id, **facts},
    )  # fmt: skip
