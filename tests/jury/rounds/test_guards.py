"""The triggers are there, all of them, whatever later migrations did to their tables."""

import pytest
from django.db import connection

from jury.rounds.guards import GUARDS

pytestmark = pytest.mark.django_db

INSTALLED = {
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid::regclass::text LIKE 'jury_%'",
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'jury_%'",
}


def test_guards_are_all_installed_after_the_last_migration() -> None:
    with connection.cursor() as cursor:
        cursor.execute(INSTALLED[connection.vendor])
        installed = {row[0] for row in cursor.fetchall()}
    standing = [guard for guard in GUARDS if guard.until is None]
    expected = {f"{guard.table}_{guard.name}_{guard.event.lower()}" for guard in standing}
    assert len(expected) == len(standing)
    assert expected <= installed
