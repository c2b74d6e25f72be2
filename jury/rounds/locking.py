"""Taking a round before anything under it is written: first in the lock order Round → Assignment → ScoreSheet."""

from uuid import UUID

from jury.rounds.models import Round
from musicprize.kernel.locks import locked, shared


def round_for_marking(round_id: UUID) -> Round:
    """The round, shared with other markers; nobody seals or closes meanwhile (safety: sealing races)."""
    return shared(Round.objects.filter(pk=round_id))


def round_for_sealing(round_id: UUID) -> Round:
    """The round, alone: no mark is being written while it is held."""
    return locked(Round.objects.filter(pk=round_id))
