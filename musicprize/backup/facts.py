"""What is in a database, read through one connection: the same at the snapshot, in the manifest and after a restore."""

import hashlib
import tomllib
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

from musicprize.backup.manifest import Code, Facts, Head
from musicprize.ledger import queries as ledger

FLOORS = ("musicprize", "submissions", "jury", "frontend")
MADE_BY_MIGRATIONS = {"django_migrations", "django_content_type", "auth_permission", "musicprize_city"}
"""Tables that have rows before anybody has done anything."""


def facts(using: str) -> Facts:
    """Of the database behind this connection; it may be empty, without a single table."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = sorted(connection.introspection.table_names(cursor))
        counts = {}
        for table in tables:
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")
            counts[table] = cursor.fetchone()[0]
    applied = sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())
    heads: tuple[Head, ...] = ()
    if "musicprize_ledgerentry" in counts:
        head = ledger.head(using=using)
        heads = (Head("jury-ledger-v1", head.seq, head.hash),)
    return Facts(tuple(applied), counts, heads)


def peoples_rows(found: Facts) -> dict[str, int]:
    """Rows by table that somebody would miss; nothing for a platform that was only prepared."""
    return {table: count for table, count in found.counts.items() if count and table not in MADE_BY_MIGRATIONS}


@cache
def code() -> Code:
    """The version in pyproject.toml, and a SHA-256 over all Python sources by path."""
    root = Path(settings.ROOT)
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    digest = hashlib.sha256()
    for path in sorted(path for floor in FLOORS for path in (root / floor).rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return Code(version, digest.hexdigest())
