"""What was taken comes back: every row, every byte, on both databases and both stores."""

import json
import re
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError
from django.db import connection

from musicprize.accounts.models import User
from musicprize.backup import manifest
from musicprize.kernel import invariants
from musicprize.ledger import queries as ledger
from musicprize.objectstore import store
from tests.factories.people import make_user
from tests.musicprize.backup.world import World, put, rows, run, stored

pytestmark = pytest.mark.django_db(transaction=True)

ENDED = ("django_session", "knox_authtoken")
"""Sessions and tokens do not come back; everything else does."""


def newest(folder: Path) -> Path:
    return max(path for path in folder.iterdir() if path.name.endswith("Z"))


def test_restore_brings_back_every_row_and_every_byte(world: World, data: Path, folder: Path) -> None:
    before, objects, head = rows(without=ENDED), stored(), ledger.head()
    run("backup", folder)
    _ruin(world, data)
    assert rows(without=ENDED) != before
    assert stored() != objects

    told = run("restore", folder, replace=True, yes=True)

    assert rows(without=ENDED) == before
    assert {key: sha for key, sha in stored().items() if key in objects} == objects
    assert default_storage.open("notes/small.txt").read() == b"a small file"
    assert (ledger.head(), ledger.verify()) == (head, [])
    assert list(invariants.problems()) == []
    assert "0 people erased again" in told


def test_restore_ends_sessions_and_tokens_that_had_been_ended_since(world: World, folder: Path) -> None:
    run("backup", folder)
    run("restore", folder, replace=True, yes=True)
    found = rows()
    assert [found[table] for table in ENDED] == [[], []]


def test_manifest_says_what_is_in_the_backup(world: World, folder: Path) -> None:
    run("backup", folder)
    told = manifest.read(newest(folder))
    assert told.facts.counts["musicprize_user"] == User.objects.count()
    assert [(head.seq, head.hash) for head in told.facts.ledger] == [(ledger.head().seq, ledger.head().hash)]
    assert "submissions.0001_initial" in told.facts.migrations
    assert {key: file.sha256 for key, file in told.objects.items()} == stored()
    assert set(told.files) == {told.source.file, "files/notes/small.txt"}
    assert told.source.engine == connection.vendor


def test_backup_holds_no_key_that_signs_or_opens(world: World, data: Path, folder: Path, settings: Any) -> None:
    (data / "secret_key").write_text("the-key-in-the-folder")
    settings.SECRET_KEY = "the-key-in-the-settings"
    run("backup", folder)
    secrets = [b"the-key-in-the", settings.S3["secret_key"].encode() or b"\0no such secret"]
    held = [path for path in folder.rglob("*") if path.is_file()]
    assert held
    assert [path for path in held for secret in secrets if secret in path.read_bytes()] == []


def test_backup_is_for_its_owner_only(world: World, folder: Path) -> None:
    run("backup", folder)
    assert {oct(path.stat().st_mode & 0o077) for path in [folder, *folder.rglob("*")]} == {"0o0"}


def test_second_backup_reads_only_what_is_new(world: World, data: Path, folder: Path) -> None:
    assert f"{len(world.keys)} of them read" in run("backup", folder)
    _next_second()
    assert "0 of them read" in run("backup", folder)
    damaged = next(iter(world.keys))
    (folder / "objects" / damaged).write_bytes(b"rotten")
    _next_second()
    assert "1 of them read" in run("backup", folder)
    assert "every byte" in run("backup", folder, check=True)


def test_backup_keeps_the_newest_and_forgets_objects_that_none_of_those_needs(world: World, folder: Path) -> None:
    run("backup", folder)
    first = newest(folder)
    gone = world.application.works.get(position=1).audio
    type(gone).objects.filter(pk=gone.pk).update(deleted_at=gone.verified_at, discarded_at=gone.verified_at)
    store().delete(gone.key)
    _next_second()
    run("backup", folder, keep=2)
    assert (folder / "objects" / gone.key).exists()
    _next_second()
    run("backup", folder, keep=2)
    assert not first.exists()
    assert not (folder / "objects" / gone.key).exists()
    assert len(manifest.read(newest(folder)).objects) == len(list((folder / "objects").glob("*/*/*")))


def test_restore_of_an_earlier_backup_by_name(world: World, folder: Path) -> None:
    run("backup", folder)
    first = newest(folder)
    late = make_user()
    _next_second()
    run("backup", folder)
    run("restore", folder, at=first.name, replace=True, yes=True)
    assert not User.objects.filter(pk=late.pk).exists()
    run("restore", folder, replace=True, yes=True)
    assert User.objects.filter(pk=late.pk).exists()


def test_restore_into_an_empty_database_and_store_asks_nothing(world: World, folder: Path) -> None:
    before, objects = rows(without=ENDED), stored()
    run("backup", folder)
    _empty()
    run("restore", folder)
    assert rows(without=ENDED) == before
    assert stored() == objects


def test_restore_of_a_full_platform_says_what_would_be_lost_and_touches_nothing(world: World, folder: Path) -> None:
    run("backup", folder)
    before = rows()
    with pytest.raises(CommandError, match=r"not empty.*\d+ rows.*0 acts of its ledger are newer(?s:.*)--replace"):
        run("restore", folder)
    with pytest.raises(CommandError, match="Nobody is here to be asked"):
        run("restore", folder, replace=True)
    assert rows() == before


def test_restore_of_a_backup_of_a_newer_version_is_refused(world: World, folder: Path, monkeypatch: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('jury', '0999_later', CURRENT_TIMESTAMP)"
        )
    run("backup", folder)
    with pytest.raises(CommandError, match=r"newer version.*jury\.0999_later"):
        run("restore", folder, replace=True, yes=True)


def test_restore_of_an_older_backup_brings_its_tables_up_to_date(world: World, folder: Path) -> None:
    """Nothing of the newer tables may stand in the way of the migrations that make them."""
    run("migrate", "jury", "0001", verbosity=0)
    run("backup", folder)
    run("migrate", verbosity=0)
    told = run("restore", folder, replace=True, yes=True)
    assert re.search(r" [1-9]\d* migrations applied", told)
    assert list(invariants.problems()) == []


def test_backup_of_the_other_kind_of_database_is_refused(world: World, folder: Path) -> None:
    run("backup", folder)
    path = newest(folder)
    told = json.loads((path / manifest.NAME).read_text())
    told["source"]["engine"] = "postgresql" if connection.vendor == "sqlite" else "sqlite"
    told.pop("sha256"), told.pop("format")
    manifest.write(path, manifest._parsed(told))
    with pytest.raises(CommandError, match="this platform runs on"):
        run("restore", folder, replace=True, yes=True)


def test_folder_inside_the_platforms_own_is_refused(world: World, data: Path) -> None:
    for inside in (data, data / "backups", data.parent):
        with pytest.raises(CommandError, match="must lie apart"):
            run("backup", inside)


def _ruin(world: World, data: Path) -> None:
    """As after the worst day: people, marks and files changed or gone, and things that were not there before."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE musicprize_user SET name = 'somebody else'")
        cursor.execute("CREATE TABLE jury_later (id integer PRIMARY KEY)")
    world.application.works.update(title="lost")
    make_user()
    first, second, *_rest = sorted(world.keys)
    store().delete(first)
    put(data, second, b"x" * 5000)
    shutil.rmtree(default_storage.path("notes"))


def _empty() -> None:
    """Another machine: a database without tables, a store without objects."""
    for found in list(store().list_keys()):
        store().delete(found.key)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")
            return
    path = Path(connection.settings_dict["NAME"])
    connection.close()
    for one in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        one.unlink(missing_ok=True)


def _next_second() -> None:
    """Backups are named by the second."""

    time.sleep(1.05)
