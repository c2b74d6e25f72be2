"""Whoever was erased after the backup is erased again by the restore, from every list that can know it."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError

from musicprize.accounts.models import User
from musicprize.backup import restoring, taking
from musicprize.kernel import clock, invariants
from musicprize.ledger import queries as ledger
from musicprize.privacy import actions as privacy
from musicprize.privacy import erasures
from musicprize.supervisor import preparation
from submissions.uploads.models import Upload
from tests.musicprize.backup.world import MARK, World, rows, run

pytestmark = pytest.mark.django_db(transaction=True)


def marked() -> list[str]:
    """Tables in which the artist's mark is still to be found."""
    return [table for table, found in rows().items() if MARK.lower() in " ".join(found).lower()]


def erase(world: World) -> None:
    run("erase", world.artist.email, yes=True)
    assert marked() == []


def check_erased_again(world: World, told: str) -> None:
    assert "1 people erased again" in told
    assert marked() == []
    assert not User.objects.get(pk=world.artist.pk).is_active
    assert ledger.acts_of(privacy.ERASED)[-1].subject == f"user:{world.artist.pk}"
    assert ledger.verify() == []
    assert list(invariants.problems()) == []


def test_person_erased_since_the_backup_is_erased_again(world: World, folder: Path) -> None:
    run("backup", folder)
    assert {*marked()} > {"musicprize_user", "musicprize_mail", "submissions_application", "submissions_member"}
    erase(world)
    check_erased_again(world, run("restore", folder, replace=True, yes=True))
    assert not Upload.objects.filter(application=world.application, discarded_at=None).exists()


def test_present_database_alone_is_enough_to_know(world: World, folder: Path) -> None:
    """The list in DATA was lost, or another machine's web server did the erasing."""
    run("backup", folder)
    erase(world)
    shutil.rmtree(erasures.folder())
    check_erased_again(world, run("restore", folder, replace=True, yes=True))


def test_list_in_data_alone_is_enough_to_know(world: World, folder: Path) -> None:
    """The database was lost: a restore into it was stopped half way, and what had been erased is back."""
    run("backup", folder)
    erase(world)
    kept = shutil.copytree(erasures.folder(), folder.with_name("kept"))
    restore_without_erasing(folder)
    shutil.rmtree(erasures.folder(), ignore_errors=True)
    shutil.copytree(kept, erasures.folder())
    check_erased_again(world, run("restore", folder, replace=True, yes=True))


def test_later_backup_in_the_folder_knows_even_on_a_new_machine(world: World, folder: Path) -> None:
    run("backup", folder)
    [first] = [path.name for path in folder.iterdir() if path.name.endswith("Z")]
    erase(world)
    taking.take(folder, at=clock.now().replace(year=2100), keep=5, say=str)
    restore_without_erasing(folder, first)
    shutil.rmtree(settings.DATA / "erasures", ignore_errors=True)
    check_erased_again(world, run("restore", folder, at=first, replace=True, yes=True))


def test_list_given_by_hand_is_taken_on_a_new_machine(world: World, folder: Path) -> None:
    run("backup", folder)
    erase(world)
    copy = shutil.copytree(erasures.folder(), folder.with_name("copied-elsewhere"))
    restore_without_erasing(folder)
    shutil.rmtree(erasures.folder(), ignore_errors=True)
    check_erased_again(world, run("restore", folder, replace=True, yes=True, erasures=[copy]))


def test_damaged_list_given_by_hand_is_named_and_nothing_touched(world: World, folder: Path) -> None:
    run("backup", folder)
    copy = folder.with_name("copied-elsewhere")
    copy.mkdir()
    (copy / f"{world.artist.pk}.json").write_text("{}")
    before = rows()
    with pytest.raises(CommandError, match=f"{world.artist.pk}.json: its content was changed"):
        run("restore", folder, replace=True, yes=True, erasures=[copy])
    assert rows() == before


def test_platform_that_starts_on_an_older_database_erases_again(world: World, folder: Path) -> None:
    """The restore was stopped before it erased, or somebody put a snapshot of the disk back."""
    run("backup", folder)
    erase(world)
    restore_without_erasing(folder)
    assert marked() != []
    told: list[str] = []
    preparation._erase_again(told.append)
    assert told == ["1 people erased again, whom an older database had brought back"]
    assert marked() == []
    preparation._erase_again(told.append)
    assert len(told) == 1


def restore_without_erasing(folder: Path, name: str = "") -> None:
    """A restore that is stopped right after the database is back."""

    class Stopped(Exception):
        pass

    def stop(*_given: Any) -> None:
        raise Stopped

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(restoring, "_brought_up", stop)
        with pytest.raises(Stopped):
            run("restore", folder, at=name, replace=True, yes=True)
    assert marked() != []
