"""Rules of publication: what is published, and when it may be seen. Pure Python."""

from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from musicprize.kernel.errors import Conflict
from musicprize.kernel.states import Machine


class Kind(StrEnum):
    FINALISTS = "finalists"
    RESULTS = "results"


class State(StrEnum):
    PREPARED = "prepared"
    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"


class Verb(StrEnum):
    CONFIRM = "confirm"
    CANCEL = "cancel"
    RELEASE = "release"


MACHINE = Machine(
    name="publication",
    initial=State.PREPARED,
    table={
        (State.PREPARED, Verb.CONFIRM): State.SCHEDULED,
        (State.PREPARED, Verb.CANCEL): State.CANCELLED,
        (State.SCHEDULED, Verb.CANCEL): State.CANCELLED,
        (State.SCHEDULED, Verb.RELEASE): State.SCHEDULED,
    },
)
"""A scheduled publication can be cancelled or released only until it is public (see actions)."""


def is_public(state: str, embargo_at: datetime | None, at: datetime) -> bool:
    """Visible from the embargo instant on, computed from the clock: no task has to run for it.

    Without an instant it waits for its release on stage, which sets one.
    """
    return state == State.SCHEDULED and embargo_at is not None and at >= embargo_at


def check_not_public(state: str, embargo_at: datetime | None, at: datetime) -> None:
    """Conflict `already_public`: what was seen was seen."""
    if is_public(state, embargo_at, at):
        raise Conflict("already_public", _("This is public already and cannot be taken back."))
