"""Rules of a live round: an entry's turn, and when it may end. Pure Python."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from jury.rounds.rules import Missing
from musicprize.kernel.errors import Conflict
from musicprize.kernel.states import Machine


class TurnState(StrEnum):
    WAITING = "waiting"
    CALLED = "called"
    DONE = "done"


class TurnVerb(StrEnum):
    CALL = "call"
    FINISH = "finish"


TURN = Machine(
    name="turn of an entry in a live round",
    initial=TurnState.WAITING,
    table={
        (TurnState.WAITING, TurnVerb.CALL): TurnState.CALLED,
        (TurnState.CALLED, TurnVerb.FINISH): TurnState.DONE,
        (TurnState.DONE, TurnVerb.CALL): TurnState.CALLED,
    },
)
"""A turn that has ended may be called again: a phone can fail. Marks given in it before are still there."""


def check_in_turn(state: str) -> None:
    """Conflict `not_called` before an entry's turn, `turn_over` after it: marks are given during it only."""
    if state == TurnState.WAITING:
        raise Conflict("not_called", _("This entry has not been called yet. It is marked when it has played."))
    if state == TurnState.DONE:
        raise Conflict("turn_over", _("The turn of this entry has ended. Its marks can no longer be changed."))


def check_can_finish(*, missing_sheets: int, missing: Missing) -> None:
    """Conflict `marks_missing` with their number while sheets are open and that is not accepted."""
    if missing_sheets and missing is Missing.REFUSE:
        sentence = _("Not all marks are in yet: %(missing)d missing.")
        raise Conflict("marks_missing", sentence % {"missing": missing_sheets}, missing=missing_sheets)


def check_plays(*, withdrawn: bool) -> None:
    """Conflict `withdrawn` for an entry that its artist took back."""
    if withdrawn:
        raise Conflict("withdrawn", _("The artist has withdrawn this entry. It is not marked."))


def check_nobody_on(called: str | None) -> None:
    """Conflict `turn_running` while another entry is being marked: one at a time."""
    if called is not None:
        sentence = _("%(code)s is being marked. End its turn first.") % {"code": called}
        raise Conflict("turn_running", sentence, entry=called)
