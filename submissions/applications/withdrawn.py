"""Who must know when an artist withdraws: rooms above register here in AppConfig.ready, since nothing may import up."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from musicprize.accounts.models import User


class Listener(Protocol):
    """Called in the transaction of the withdrawal, with the application locked."""

    def __call__(self, *, application_id: UUID, by: User, at: datetime) -> None: ...


_listeners: list[Listener] = []


def register(listener: Listener) -> None:
    """Tell `listener` of every withdrawal from now on; registering twice is registering once."""
    if listener not in _listeners:
        _listeners.append(listener)


def announce(*, application_id: UUID, by: User, at: datetime) -> None:
    """Tell all who registered."""
    for listener in _listeners:
        listener(application_id=application_id, by=by, at=at)
