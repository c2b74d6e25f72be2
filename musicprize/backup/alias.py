"""A second connection, for reading a snapshot through Django's own models."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, connections

NAME = "snapshot"


@contextmanager
def another_connection(**changes: Any) -> Iterator[str]:
    """The alias of a connection like the platform's own with `changes` to its settings, for the length of the block."""
    connections.settings[NAME] = {**connection.settings_dict, "CONN_MAX_AGE": 0, **changes}
    try:
        yield NAME
    finally:
        connections[NAME].close()
        del connections[NAME]
        del connections.settings[NAME]
