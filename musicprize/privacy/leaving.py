"""Rooms that have to do more for somebody who is erased than empty fields: delete files, withdraw what is being judged.
They register here in AppConfig.ready, since nothing may import up (as submissions.applications.withdrawn does)."""

from datetime import datetime
from typing import Protocol

from musicprize.accounts.models import User


class Step(Protocol):
    """Called in the transaction of the erasure, the account locked, its fields not emptied yet. Idempotent."""

    def __call__(self, *, user: User, at: datetime) -> None: ...


_steps: list[Step] = []


def register(step: Step) -> None:
    """Have `step` done for everybody who is erased from now on; registering twice is registering once."""
    if step not in _steps:
        _steps.append(step)


def take(*, user: User, at: datetime) -> None:
    """All steps, in the order in which they were registered."""
    for step in _steps:
        step(user=user, at=at)
