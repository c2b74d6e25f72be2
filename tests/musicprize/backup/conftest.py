"""A whole platform of one's own for a test: database, store and folder, each of which a restore may replace.

The suite's own database cannot be used: its tables are append-only, and a restore replaces them all.
"""

import sqlite3
import uuid
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections
from psycopg import sql

from musicprize.backup import postgres
from musicprize.objectstore import store
from musicprize.objectstore.setup import drop_bucket, make_bucket
from tests.musicprize.backup.world import World, make_world


@pytest.fixture
def database(transactional_db: None, django_db_blocker: Any, tmp_path: Path) -> Iterator[None]:
    """A copy of the suite's migrated database as the default one, on the same engine."""
    suite = connections["default"]
    name, drop = (_sqlite if suite.vendor == "sqlite" else _postgres)(suite, tmp_path)
    connections["default"] = type(suite)({**suite.settings_dict, "NAME": name}, alias="default")
    try:
        with django_db_blocker.unblock():  # for the second connection, which reads the snapshot
            yield
    finally:
        connections["default"].close()
        connections["default"] = suite
        drop()


def _sqlite(suite: Any, folder: Path) -> tuple[str, Any]:
    path = folder / "live.sqlite3"
    suite.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        suite.connection.backup(copy)
    return str(path), path.unlink


def _postgres(suite: Any, folder: Path) -> tuple[str, Any]:
    name = f"backup_{uuid.uuid4().hex[:12]}"
    suite.close()
    given = suite.settings_dict

    def server(statement: str, *names: str) -> None:
        with psycopg.connect(postgres.address(), password=given["PASSWORD"], dbname="postgres", autocommit=True) as one:
            one.execute(sql.SQL(statement).format(*(sql.Identifier(each) for each in names)))

    server("CREATE DATABASE {} TEMPLATE {}", name, given["NAME"])
    return name, lambda: server("DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture
def data(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """An empty folder and an empty store: local, or with STORAGE=s3 a bucket."""
    settings.DATA = tmp_path / "data"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": settings.DATA / "files"},
        },
    }
    if settings.STORAGE == "local":
        yield settings.DATA
        return
    settings.S3 = {**settings.S3, "bucket": f"test-{uuid.uuid4().hex[:12]}"}
    make_bucket()
    yield settings.DATA
    drop_bucket()


@pytest.fixture
def world(database: None, data: Path) -> World:
    """A platform with an edition, a counted round, artists with files, and every object that rows need."""
    made = make_world(data)
    assert {found.key for found in store().list_keys()}
    return made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where backups go."""
    return tmp_path / "backups"


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: Any) -> Path:
    """The only place where programs are found."""
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setattr(postgres, "BESIDE", tmp_path / "none")
    monkeypatch.setenv("PATH", str(folder))
    return folder
