"""SQLite: its online backup, one step and so one state of the database, while others go on writing.

Putting it back is the same the other way round: one transaction of the database that is replaced, so that whoever is
interrupted finds the old one or the new one, never a mixture.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from musicprize.backup.alias import another_connection
from musicprize.backup.manifest import Source
from musicprize.backup.problems import BackupProblem

ENGINE = "sqlite"
FILE = "database.sqlite3"
PATIENCE_SECONDS = 30.0


@contextmanager
def snapshot(folder: Path) -> Iterator[tuple[Source, str]]:
    """Copy the database to `folder`; (what it is, the alias through which the copy is read)."""
    path = folder / FILE
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
    path.chmod(0o600)
    with another_connection(NAME=str(path), OPTIONS={}) as alias:
        yield Source(ENGINE, FILE), alias


def settle() -> None:
    """A restore that was stopped left the old database or the new one: nothing to put right."""


def check_can_load(source: Source) -> None:
    """Everything that is needed is in Python."""


def load(path: Path) -> None:
    """Replace the database by the copy. BackupProblem while somebody else keeps it locked."""
    connection.ensure_connection()
    began = time.monotonic()

    def waited(status: int, remaining: int, total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() - began > PATIENCE_SECONDS:
            raise BackupProblem("The database stays locked: stop whatever uses it, then restore again.")

    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copy:
        copy.backup(connection.connection, progress=waited)
