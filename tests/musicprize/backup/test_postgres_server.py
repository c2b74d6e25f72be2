"""The same against a server: what a restore refuses, and that one which fails has changed nothing."""

from pathlib import Path

import psycopg
import pytest
from django.core.management import CommandError
from django.db import connection

from musicprize.backup import postgres
from musicprize.backup.manifest import Source
from musicprize.backup.problems import BackupProblem
from tests.musicprize.backup.programs import make_program
from tests.musicprize.backup.world import World, rows, run

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.fail("these ask a server: run them by `python -m tests.services pytest -m services`")


def test_backup_without_pg_dump_is_refused(world: World, programs: Path, folder: Path) -> None:
    with pytest.raises(CommandError, match="No backup was taken: pg_dump is not installed"):
        run("backup", folder)


def test_backup_with_an_older_pg_dump_is_refused(world: World, programs: Path, folder: Path) -> None:
    make_program(programs, "pg_dump", "echo 'pg_dump (PostgreSQL) 9.6.1'")
    with pytest.raises(CommandError, match=r"pg_dump is of version 9, the server of version \d+"):
        run("backup", folder)


def test_restore_is_refused_before_anything_is_touched(database: None, programs: Path) -> None:
    version = postgres.server_version()
    with pytest.raises(BackupProblem, match="comes from PostgreSQL 99"):
        postgres.check_can_load(Source(postgres.ENGINE, postgres.FILE, 99, 99))
    with pytest.raises(BackupProblem, match="pg_restore is not installed"):
        postgres.check_can_load(Source(postgres.ENGINE, postgres.FILE, version, version))
    make_program(programs, "pg_restore", "echo 'pg_restore (PostgreSQL) 9.6.1'")
    with pytest.raises(BackupProblem, match=f"the dump was written by version {version}"):
        postgres.check_can_load(Source(postgres.ENGINE, postgres.FILE, version, version))


def test_restore_beside_other_connections_is_refused(world: World, folder: Path) -> None:
    run("backup", folder)
    given = connection.settings_dict
    with (
        psycopg.connect(postgres.address(), password=given["PASSWORD"]),
        pytest.raises(CommandError, match=r"1 other connection\(s\).*stop web, worker, audio and beat"),
    ):
        run("restore", folder, replace=True, yes=True)


def test_restore_that_fails_in_the_middle_leaves_what_was_there(world: World, folder: Path) -> None:
    """pg_restore falls over after its first tables: all of it is undone, and what was set aside comes back."""
    run("backup", folder)
    before = rows()
    dump = next(folder.rglob(postgres.FILE))
    whole = dump.read_bytes()
    dump.write_bytes(whole[: len(whole) * 3 // 4])
    with pytest.raises(BackupProblem, match="pg_restore failed"):
        postgres.load(dump)
    assert rows() == before


def test_restore_that_was_killed_in_the_middle_is_found_by_the_next(world: World, folder: Path) -> None:
    """Its tables are aside and nothing has come: they come back first, so that what is there is what is asked about."""
    run("backup", folder)
    before = rows(without=("django_session", "knox_authtoken"))
    postgres._move(postgres.schema(), postgres.ASIDE)
    with pytest.raises(CommandError, match="not empty"):
        run("restore", folder)
    assert rows(without=("django_session", "knox_authtoken")) == before
    postgres._move(postgres.schema(), postgres.ASIDE)
    run("restore", folder, replace=True, yes=True)
    assert rows(without=("django_session", "knox_authtoken")) == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s) IS NULL", [postgres.ASIDE])
        assert cursor.fetchone() == (True,)
