"""Rules of score sheets and ballots. Pure Python."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from jury.rounds.rules import Marking, Scale
from musicprize.kernel.errors import Conflict, Invalid, Sentence
from musicprize.kernel.states import WRONG_STATE, Machine


class SheetState(StrEnum):
    OPEN = "open"
    COMPLETE = "complete"
    RECUSED = "recused"


class SheetVerb(StrEnum):
    COMPLETE = "complete"
    REOPEN = "reopen"
    RECUSE = "recuse"
    RETURN = "return"


class BallotState(StrEnum):
    OPEN = "open"
    SEALED = "sealed"


class BallotVerb(StrEnum):
    SEAL = "seal"
    REOPEN = "reopen"


SHEET = Machine(
    name="score sheet",
    initial=SheetState.OPEN,
    table={
        (SheetState.OPEN, SheetVerb.COMPLETE): SheetState.COMPLETE,
        (SheetState.COMPLETE, SheetVerb.REOPEN): SheetState.OPEN,
        (SheetState.OPEN, SheetVerb.RECUSE): SheetState.RECUSED,
        (SheetState.COMPLETE, SheetVerb.RECUSE): SheetState.RECUSED,
        (SheetState.RECUSED, SheetVerb.RETURN): SheetState.OPEN,
    },
)

BALLOT = Machine(
    name="ballot",
    initial=BallotState.OPEN,
    table={
        (BallotState.OPEN, BallotVerb.SEAL): BallotState.SEALED,
        (BallotState.SEALED, BallotVerb.REOPEN): BallotState.OPEN,
    },
)

NOT_SEALED = "not_sealed"
WITHDRAWN = "withdrawn"
NOT_MARKED = "not_marked"
"""Reasons for a missing mark besides those of a recusal (jury.conflicts.rules.Reason)."""

GAP_MS = 250
"""Heard stretches with less than this between them are one: a player reports in ticks."""


def check_not_sealed(state: str) -> None:
    """Conflict `ballot_sealed` once the ballot is sealed."""
    if state == BallotState.SEALED:
        raise Conflict("ballot_sealed", _("Your ballot is sealed. Its marks can no longer be changed."))


def check_may_return(*, bound: bool) -> None:
    """Conflict `stays_apart` where the tie is on record besides the juror's own declaration."""
    if bound:
        raise Conflict("stays_apart", _("This entry stays apart. Please write to the organisers if that is wrong."))


def check_open_sheet(state: str, *, withdrawn: bool) -> None:
    """Conflict `sheet_not_open` unless marks may be written on the sheet, `withdrawn` when its artist took it back."""
    _check_not_withdrawn(withdrawn)
    if state == SheetState.COMPLETE:
        raise Conflict("sheet_not_open", _("This sheet is complete. Reopen it to change a mark."), state=state)
    if state == SheetState.RECUSED:
        raise Conflict("sheet_not_open", _("You stood aside from this entry. Take that back to mark it."), state=state)


def check_marks(marks: Mapping[str, int | None], keys: Collection[str], scale: Scale) -> None:
    """Invalid, a field per mark, where a criterion is not of this round or a mark is not on its scale."""
    fields: dict[str, list[tuple[str, Sentence]]] = {}
    for key, hundredths in marks.items():
        if key not in keys:
            fields[f"marks.{key}"] = [("unknown_criterion", _("This round has no such criterion."))]
        elif hundredths is not None and not scale.holds(hundredths):
            fields[f"marks.{key}"] = [("off_scale", _("This mark is not on the scale of this round."))]
    if fields:
        raise Invalid(fields=fields)


def check_complete(marks: Collection[str], keys: Collection[str]) -> None:
    """Invalid `incomplete`, a field per criterion that has no mark yet."""
    unmarked = [key for key in keys if key not in marks]
    if unmarked:
        problem = [("unmarked", _("Give a mark for this criterion."))]
        fields = {f"marks.{key}": problem for key in unmarked}
        raise Invalid("incomplete", _("Some criteria have no mark yet."), fields=fields)


def check_can_show(*, marking: str, shown: bool) -> None:
    """Conflict `marked_once` in a round without a second mark, `wrong_state` when text and rider are shown already."""
    if marking == Marking.ONCE:
        raise Conflict("marked_once", _("This round has one mark only; there is no text to be shown."))
    if shown:
        raise Conflict("wrong_state", WRONG_STATE)


def is_blind(*, blind: bool, marking: str, shown: bool) -> bool:
    """Whether who plays is not to be known at a sheet: in a blind round, and with two marks until the first is kept
    (`shown`: or the round closed)."""
    return blind or (marking != Marking.ONCE and not shown)


def check_can_seal(open_codes: Sequence[str]) -> None:
    """Invalid `incomplete` naming the entries whose sheets are neither complete nor recused."""
    if open_codes:
        sentence = _("Not all sheets are complete yet: %(count)d missing.") % {"count": len(open_codes)}
        raise Invalid("incomplete", sentence, missing=list(open_codes))


def merged(stretches: Iterable[tuple[int, int]], *, duration_ms: int | None = None) -> list[tuple[int, int]]:
    """Stretches of time [from, to) in ms, cut to the length of the work, in order, joined where they touch.

    Empty and backward ones are dropped.
    """
    end = duration_ms if duration_ms is not None else float("inf")
    cut = sorted((max(0, a), int(min(b, end))) for a, b in stretches)
    joined: list[tuple[int, int]] = []
    for a, b in cut:
        if b <= a:
            continue
        if joined and a <= joined[-1][1] + GAP_MS:
            joined[-1] = (joined[-1][0], max(b, joined[-1][1]))
        else:
            joined.append((a, b))
    return joined


def check_can_hear(state: str, *, withdrawn: bool) -> None:
    """Conflict `recused` for a sheet whose juror stood aside, `withdrawn` for an entry whose artist took it back."""
    _check_not_withdrawn(withdrawn)
    if state == SheetState.RECUSED:
        raise Conflict("recused", _("You stood aside from this entry, so its works are not played to you."))


def _check_not_withdrawn(withdrawn: bool) -> None:
    if withdrawn:
        raise Conflict(WITHDRAWN, _("The artist has withdrawn this entry. You need not mark it."))
