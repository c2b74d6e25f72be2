"""A backup that is not what was written is found out and named before anything is touched."""

import shutil
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.core.management import CommandError

from musicprize.backup import manifest, objects, taking
from musicprize.kernel import clock
from musicprize.objectstore import StoreAway, store
from musicprize.objectstore.base import StoredObject
from musicprize.privacy import actions as privacy
from submissions.uploads.models import Upload
from tests.musicprize.backup.world import World, put, rows, run, stored

pytestmark = pytest.mark.django_db(transaction=True)


def only(folder: Path) -> Path:
    [found] = [path for path in folder.iterdir() if path.name.endswith("Z")]
    return found


def flip(path: Path, position: int) -> bytes:
    """Change one bit; gives the content that was there."""
    before = path.read_bytes()
    changed = bytearray(before)
    changed[position] ^= 1
    path.write_bytes(changed)
    return before


def test_one_changed_bit_in_any_file_is_found_and_named(world: World, folder: Path) -> None:
    privacy.erase(user_id=world.artist.pk, at=clock.now())
    run("backup", folder)
    before, objects_before = rows(), stored()
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    assert {path.name for path in files} > {"manifest.json", "small.txt", f"{world.artist.pk}.json"}
    for path in files:
        size = path.stat().st_size
        for position in {0, size // 2, size - 1}:
            kept = flip(path, position)
            with pytest.raises(CommandError, match=path.name):
                run("restore", folder, replace=True, yes=True)
            with pytest.raises(CommandError, match=path.name):
                run("backup", folder, check=True)
            path.write_bytes(kept)
    assert "every byte" in run("backup", folder, check=True)
    assert (rows(), stored()) == (before, objects_before)


def test_every_byte_of_the_manifest_counts(world: World, folder: Path) -> None:
    run("backup", folder)
    path = only(folder) / manifest.NAME
    for position in range(0, path.stat().st_size, 7):
        kept = flip(path, position)
        with pytest.raises(CommandError, match=r"manifest\.json"):
            run("backup", folder, check=True)
        path.write_bytes(kept)


def test_missing_and_shortened_files_are_named(world: World, folder: Path) -> None:
    run("backup", folder)
    one, two = sorted((folder / "objects").glob("*/*/*"))[:2]
    one.unlink()
    two.write_bytes(two.read_bytes()[:-1])
    with pytest.raises(CommandError, match=rf"{one.name}: missing(?s:.*){two.name}: 4999 bytes instead of 5000"):
        run("restore", folder, replace=True, yes=True)


@pytest.mark.parametrize("moment", ["objects", "manifest"])
def test_interrupted_backup_is_none_and_the_one_before_stays(
    moment: str, world: World, folder: Path, monkeypatch: Any
) -> None:
    """Stopped at any moment: nothing looks whole that is not, and the next one clears up."""
    run("backup", folder)
    whole = only(folder)

    def stop(*_given: Any, **_named: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(*((objects, "_copy", stop) if moment == "objects" else (manifest, "write", stop)))
        _fresh_upload(world)
        with pytest.raises(KeyboardInterrupt):
            taking.take(folder, at=clock.now().replace(year=2100), keep=3, say=str)
    halves = [path for path in folder.iterdir() if path.name.startswith("2100")]
    assert len(halves) == 1
    assert not (halves[0] / manifest.NAME).exists()
    assert whole.name in run("backup", folder, check=True)
    with pytest.raises(CommandError, match="no whole backup named"):
        run("restore", folder, at=halves[0].name)
    taking.take(folder, at=clock.now().replace(year=2101), keep=3, say=str)
    assert not halves[0].exists()


def test_folder_without_a_whole_backup_is_refused(world: World, folder: Path) -> None:
    run("backup", folder)
    (only(folder) / manifest.NAME).unlink()
    with pytest.raises(CommandError, match="no whole backup in"):
        run("restore", folder)
    shutil.rmtree(folder)
    with pytest.raises(CommandError, match="no whole backup in"):
        run("restore", folder)


def test_objects_deleted_during_the_backup_make_it_look_again(world: World, folder: Path, monkeypatch: Any) -> None:
    """A recording is replaced after the snapshot and before its copy: the backup must not hold a row without object."""
    upload = Upload.objects.filter(application=world.application, work__position=1).get()
    listing = store().list_keys
    looks = []

    def list_keys(_store: Any) -> list[StoredObject]:
        if not looks:
            world.application.works.filter(position=1).update(audio=None)
            at = clock.now()
            Upload.objects.filter(pk=upload.pk).update(discarded_at=at, deleted_at=at)
            store().delete(upload.key)
        looks.append(1)
        return list(listing())

    monkeypatch.setattr(type(store()), "list_keys", list_keys)
    assert "1 objects were deleted meanwhile: looking again" in run("backup", folder)
    assert len(looks) == 2
    told = manifest.read(only(folder))
    assert upload.key not in told.objects
    assert told.missing == ()
    run("restore", folder, replace=True, yes=True)
    assert Upload.objects.get(pk=upload.pk).deleted_at is not None
    assert world.keys <= stored().keys()


def test_object_deleted_during_the_backup_comes_from_the_backup_before(
    world: World, folder: Path, monkeypatch: Any
) -> None:
    run("backup", folder, keep=5)
    [key, *_rest] = sorted(world.keys)
    real = objects.copy_out

    def copy_out(*given: Any) -> Any:
        store().delete(key)
        return real(*given)

    monkeypatch.setattr(objects, "copy_out", copy_out)
    taken = taking.take(folder, at=clock.now().replace(year=2100), keep=5, say=str)
    assert (taken.read, taken.warnings) == (0, ())
    assert key in taken.manifest.objects


def test_object_that_the_store_lost_is_named_and_the_rest_is_whole(world: World, folder: Path) -> None:
    [key, *_rest] = sorted(world.keys)
    store().delete(key)
    with pytest.raises(CommandError, match=f"whole, but(?s:.*){key}: a row needs it"):
        run("backup", folder)
    assert manifest.read(only(folder)).missing == (key,)
    assert "was missing when the backup was taken" in run("restore", folder, replace=True, yes=True)


def test_store_that_stays_away_is_one_sentence_and_no_backup(world: World, folder: Path, monkeypatch: Any) -> None:
    def away(_store: Any, key: str) -> None:
        raise StoreAway("nobody answers")

    monkeypatch.setattr(type(store()), "open_stream", away)
    monkeypatch.setattr(objects, "WAITS", (0.0, 0.0))
    with pytest.raises(CommandError, match="No backup was taken: nobody answers"):
        run("backup", folder)
    assert not (only(folder) / manifest.NAME).exists()


def test_two_at_once_into_one_folder_are_refused(world: World, folder: Path, monkeypatch: Any) -> None:
    real = manifest.write

    def write(*given: Any) -> None:
        with pytest.raises(CommandError, match="Another backup or restore"):
            run("backup", folder)
        real(*given)

    monkeypatch.setattr(manifest, "write", write)
    assert "whole" in run("backup", folder)


def _fresh_upload(world: World) -> Upload:
    """Another file since the last backup, so that the next one has something to copy."""
    upload = Upload.objects.filter(application=world.application).first()
    key = store().new_key()
    with store().open_stream(upload.key) as pieces:
        content = b"".join(pieces)
    put(settings.DATA, key, content)
    upload.id, upload.key, upload._state.adding = uuid4(), key, True
    upload.save(force_insert=True)
    return upload
