"""Reading turns: what the score sheets ask before a mark is written."""

from dataclasses import dataclass
from uuid import UUID

from jury.live.models import Turn
from jury.live.rules import TurnState, check_in_turn


@dataclass(frozen=True)
class TurnFacts:
    """One entry's turn, in the running order from 1. `withdrawn`: its artist took it back; it is not called."""

    entry_id: UUID
    code: str
    position: int
    state: str
    withdrawn: bool


def of_round(round_id: UUID) -> tuple[TurnFacts, ...]:
    """All turns of a round in their order; none for a round that is not live."""
    rows = Turn.objects.filter(round_id=round_id).order_by("position")
    found = rows.values_list("entry_id", "entry__code", "position", "state", "entry__withdrawn_at")
    return tuple(
        TurnFacts(entry_id, code, position, state, withdrawn=withdrawn_at is not None)
        for entry_id, code, position, state, withdrawn_at in found
    )


def check_entry(*, live: bool, entry_id: UUID) -> None:
    """Conflict `not_called` or `turn_over` outside an entry's turn. The caller holds the round's lock, as call and
    finish do: a mark is written in a turn or refused, never in between."""
    if live:
        check_in_turn(Turn.objects.values_list("state", flat=True).get(entry_id=entry_id))


def over(round_id: UUID) -> frozenset[UUID]:
    """Entries (RoundEntry ids) whose turn has ended: nobody can mark them any more."""
    return frozenset(Turn.objects.filter(round_id=round_id, state=TurnState.DONE).values_list("entry_id", flat=True))


def over_codes(round_id: UUID) -> tuple[str, ...]:
    """The same by code, sorted."""
    rows = Turn.objects.filter(round_id=round_id, state=TurnState.DONE)
    return tuple(rows.order_by("entry__code").values_list("entry__code", flat=True))
