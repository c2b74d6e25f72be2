"""The two databases behind one door."""

from types import ModuleType

from django.db import connection

from musicprize.backup import postgres, sqlite
from musicprize.backup.problems import BackupProblem

KNOWN: dict[str, ModuleType] = {sqlite.ENGINE: sqlite, postgres.ENGINE: postgres}
SPOKEN = {sqlite.ENGINE: "SQLite", postgres.ENGINE: "PostgreSQL"}


def here() -> ModuleType:
    """`snapshot`, `settle`, `check_can_load` and `load` for the platform's own database."""
    return KNOWN[connection.vendor]


def check_same_engine(engine: str) -> None:
    """BackupProblem when the backup is of the other kind of database."""
    if engine != connection.vendor:
        raise BackupProblem(
            f"The backup holds {SPOKEN.get(engine, engine)}, this platform runs on {SPOKEN[connection.vendor]}: "
            "set DATABASE_URL to the same kind."
        )
