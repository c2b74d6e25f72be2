"""PostgreSQL: its own pg_dump and pg_restore, as separate programs, in the custom format.

The snapshot is exported by a connection of ours: what pg_dump writes and what we count is the same state. Passwords
reach the programs by their environment, never by an argument that others on the machine could read.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, connections
from psycopg import IsolationLevel
from psycopg.conninfo import make_conninfo

from musicprize.backup.alias import another_connection
from musicprize.backup.manifest import Source
from musicprize.backup.problems import BackupProblem

ENGINE = "postgresql"
FILE = "database.dump"
BESIDE = Path("/usr/lib/postgresql")
"""Where Debian keeps the programs of each major version."""
ASIDE = "before_restore"
"""The schema to which the present tables are moved until the new ones are there."""
OURS_ALONE = {"isolation_level", "pool", "server_side_binding", "assume_role"}
"""Options of Django's that libpq does not know."""
TOLD_LINES = 5


@contextmanager
def snapshot(folder: Path) -> Iterator[tuple[Source, str]]:
    """Dump the database to `folder`; (what it is, the alias through which the very same state is read)."""
    server = server_version()
    program = find("pg_dump", server)
    version = version_of(program)
    if version < server:
        raise BackupProblem(f"pg_dump is of version {version}, the server of version {server}: {_install(server)}.")
    options = {**connection.settings_dict["OPTIONS"], "isolation_level": IsolationLevel.REPEATABLE_READ}
    with another_connection(OPTIONS=options) as alias:
        connections[alias].set_autocommit(False)
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot()")
            name = cursor.fetchone()[0]
        path = folder / FILE
        run(
            [str(program), "--format=custom", f"--snapshot={name}", f"--schema={schema()}", "--no-owner",
             "--no-privileges", "--no-password", f"--file={path}", f"--dbname={address()}"]
        )  # fmt: skip
        path.chmod(0o600)
        yield Source(ENGINE, FILE, server, version), alias


def settle() -> None:
    """Put right what a restore that was killed has left, so that what is there is what is asked about."""
    _put_back_or_drop()


def check_can_load(source: Source) -> None:
    """BackupProblem: pg_restore is missing or cannot read the dump, the server is older, or others are connected."""
    server = server_version()
    if server < source.server:
        raise BackupProblem(
            f"The backup comes from PostgreSQL {source.server}, this server is PostgreSQL {server}: "
            "a dump goes into the same version or a newer one."
        )
    version = version_of(find("pg_restore", server))
    if version < source.program:
        raise BackupProblem(
            f"pg_restore is of version {version}, the dump was written by version {source.program}: "
            f"{_install(max(server, source.program))}."
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        others = cursor.fetchone()[0]
    if others:
        raise BackupProblem(
            f"{others} other connection(s) to the database are open: stop web, worker, audio and beat first."
        )


def load(path: Path) -> None:
    """Replace our tables by the dump's. What was there stays aside until that has succeeded, and comes back if not."""
    program = find("pg_restore", server_version())
    _put_back_or_drop()
    _move(schema(), ASIDE)
    try:
        run(
            [str(program), "--single-transaction", "--exit-on-error", f"--schema={schema()}", "--no-owner",
             "--no-privileges", "--no-password", f"--dbname={address()}", str(path)]
        )  # fmt: skip
    except BackupProblem:
        _put_back_or_drop()
        raise
    _put_back_or_drop()


def server_version() -> int:
    """Its major version."""
    connection.ensure_connection()
    return int(connection.connection.info.server_version) // 10000


def find(name: str, server: int) -> Path:
    """The program of the server's own version where there is one, else the one in PATH. BackupProblem without."""
    beside = BESIDE / str(server) / "bin" / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        raise BackupProblem(f"{name} is not installed: {_install(server)}.")
    return Path(found)


def version_of(program: Path) -> int:
    """Its major version, as it says itself."""
    told = run([str(program), "--version"])
    number = re.search(r"(\d+)[.\w]*(?: |$)", told)
    if number is None:
        raise BackupProblem(f"{program} does not say which version it is.")
    return int(number[1])


def address() -> str:
    """Where the database is, without its password."""
    given = connection.settings_dict
    options = {name: value for name, value in given["OPTIONS"].items() if name not in {*OURS_ALONE, "password"}}
    named = {"dbname": given["NAME"], "user": given["USER"], "host": given["HOST"], "port": given["PORT"]}
    return make_conninfo(**{name: value for name, value in {**options, **named}.items() if value})


def run(command: list[str]) -> str:
    """What a program prints. BackupProblem with its last words when it fails."""
    given: dict[str, Any] = connection.settings_dict
    password = given["PASSWORD"] or given["OPTIONS"].get("password", "")
    environment = {**os.environ, "LC_ALL": "C", **({"PGPASSWORD": password} if password else {})}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        words = " ".join(done.stderr.split("\n")[-TOLD_LINES:]).strip() or f"exit status {done.returncode}"
        raise BackupProblem(f"{Path(command[0]).name} failed: {words}")
    return done.stdout.strip()


def schema() -> str:
    """Where our tables are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return str(cursor.fetchone()[0])


def _install(version: int) -> str:
    return f"install PostgreSQL's client programs (Debian, Ubuntu: apt install postgresql-client-{version})"


def _put_back_or_drop() -> None:
    """After an attempt: what was set aside goes when tables took its place, and comes back when none did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace(%s) IS NOT NULL", [ASIDE])
        if not cursor.fetchone()[0]:
            return
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()")
        replaced = cursor.fetchone()[0] > 0
        if not replaced:
            _move(ASIDE, schema())
        cursor.execute(f"DROP SCHEMA {ASIDE} CASCADE")


def _move(source: str, target: str) -> None:
    """Tables with their sequences, indexes and triggers, and the functions that the triggers call; one statement, and
    so all or nothing. Needs the right to make schemas, which the owner of a database has."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT format('ALTER TABLE %%I.%%I SET SCHEMA %%I', %(source)s, c.relname, %(target)s)
            FROM pg_class c WHERE c.relnamespace = to_regnamespace(%(source)s) AND c.relkind IN ('r', 'p')
            UNION ALL
            SELECT format('ALTER FUNCTION %%I.%%I(%%s) SET SCHEMA %%I',
                          %(source)s, p.proname, pg_get_function_identity_arguments(p.oid), %(target)s)
            FROM pg_proc p WHERE p.pronamespace = to_regnamespace(%(source)s) AND NOT EXISTS (
                SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
            """,
            {"source": source, "target": target},
        )
        moves = [row[0] for row in cursor.fetchall()]
        statements = [f"CREATE SCHEMA IF NOT EXISTS {connection.ops.quote_name(target)}", *moves]
        cursor.execute("; ".join(statements))
