"""PostgreSQL's programs: missing, of the wrong version, failing; and what reaches them."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from musicprize.backup import databases, postgres
from musicprize.backup.problems import BackupProblem
from tests.musicprize.backup.programs import make_program

pytestmark = pytest.mark.django_db(transaction=True)


def test_missing_program_is_one_sentence(programs: Path) -> None:
    with pytest.raises(BackupProblem, match=r"pg_dump is not installed: install PostgreSQL's.*postgresql-client-15"):
        postgres.find("pg_dump", 15)


@pytest.mark.parametrize(
    ("told", "version"),
    [
        ("pg_dump (PostgreSQL) 15.14 (Debian 15.14-0+deb12u1)", 15), ("pg_restore (PostgreSQL) 17.0", 17),
        ("pg_dump (PostgreSQL) 18beta1", 18), ("pg_dump (PostgreSQL) 16.2", 16),
    ],
)  # fmt: skip
def test_version_is_read_off_what_the_program_says(programs: Path, told: str, version: int) -> None:
    assert postgres.version_of(make_program(programs, "pg_dump", f"echo '{told}'")) == version


def test_program_that_says_no_version_is_refused(programs: Path) -> None:
    with pytest.raises(BackupProblem, match="does not say which version"):
        postgres.version_of(make_program(programs, "pg_dump", "echo hello"))


def test_programs_of_the_servers_own_version_come_first(tmp_path: Path, programs: Path, monkeypatch: Any) -> None:
    make_program(programs, "pg_dump", "echo 'pg_dump (PostgreSQL) 13.1'")
    beside = tmp_path / "postgresql" / "15" / "bin"
    beside.mkdir(parents=True)
    monkeypatch.setattr(postgres, "BESIDE", tmp_path / "postgresql")
    assert postgres.find("pg_dump", 15).parent == programs
    own = make_program(beside, "pg_dump", "")
    assert postgres.find("pg_dump", 15) == own


def test_password_reaches_the_program_by_its_environment_only(programs: Path, monkeypatch: Any) -> None:
    given = {
        **connection.settings_dict, "NAME": "prize", "USER": "ada", "PASSWORD": "s3cret", "HOST": "db", "PORT": "1",
        "OPTIONS": {"sslmode": "require", "password": "s3cret", "isolation_level": 2},
    }  # fmt: skip
    monkeypatch.setattr(connection._connections["default"], "settings_dict", given)
    assert sorted(postgres.address().split()) == ["dbname=prize", "host=db", "port=1", "sslmode=require", "user=ada"]
    program = make_program(programs, "pg_dump", 'echo "$PGPASSWORD"; echo "could not connect" >&2; exit 1')
    with pytest.raises(BackupProblem, match=r"pg_dump failed: could not connect$"):
        postgres.run([str(program)])
    assert postgres.run([str(make_program(programs, "pg_dump", 'echo "$PGPASSWORD"'))]) == "s3cret"


def test_other_kind_of_database_is_refused() -> None:
    other = "postgresql" if connection.vendor == "sqlite" else "sqlite"
    with pytest.raises(BackupProblem, match="this platform runs on"):
        databases.check_same_engine(other)
