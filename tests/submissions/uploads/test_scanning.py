"""Objects without rows, rows without objects."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import CharField

from musicprize.kernel import clock
from musicprize.objectstore import ObjectStore
from musicprize.objectstore.owners import owners
from musicprize.objectstore.scanning import scan
from submissions.uploads import actions, sweeping, tasks
from submissions.uploads.models import Upload
from tests.factories.uploads import Sender

pytestmark = pytest.mark.django_db
Make = Callable[..., Sender]


@pytest.fixture
def orphan(objects: ObjectStore, tmp_path: Path) -> str:
    path = tmp_path / "nobody's"
    path.write_bytes(b"bytes")
    key = objects.new_key()
    objects.put_file(path, key, content_type="audio/ogg")
    return key


def test_scan_finds_old_orphans_and_leaves_young_ones(objects: ObjectStore, orphan: str) -> None:
    later = clock.now() + timedelta(days=1, minutes=1)
    assert scan(at=clock.now()).orphans == []
    assert [found.key for found in scan(at=later).orphans] == [orphan]


def test_scan_of_ready_discarded_and_lost_files(sender: Make, objects: ObjectStore) -> None:
    one = sender(1)
    one.whole_way()
    later = clock.now() + timedelta(days=2)
    assert scan(at=later).orphans == []
    tasks.verify(upload_id=one.id)
    upload = Upload.objects.get()
    found = scan(at=later)
    assert (found.objects, found.orphans, found.dangling) == (1, [], [])
    objects.delete(upload.key)
    assert [(row.model, row.key) for row in scan(at=later).dangling] == [("submissions.Upload", upload.key)]
    actions.discard(upload_id=upload.pk, at=clock.now())
    tasks.clean_up(upload_id=one.id)
    assert scan(at=later).dangling == []


def test_scan_storage_command_reports_deletes_and_is_content(
    objects: ObjectStore, orphan: str, capsys: pytest.CaptureFixture[str]
) -> None:
    soon = clock.now() + timedelta(seconds=5)  # S3 dates are whole seconds, rounded up by some
    with time_machine.travel(soon), pytest.raises(CommandError):
        call_command("scan_storage", "--hours=0")
    assert f"orphan {orphan} 5 bytes" in capsys.readouterr().out
    with time_machine.travel(soon):
        call_command("scan_storage", "--hours=0", "--delete")
    assert objects.head(orphan) is None
    call_command("scan_storage", "--hours=0")
    assert "0 objects, 0 orphans, 0 dangling rows" in capsys.readouterr().out


def test_expire_reports_what_does_not_fit(orphan: str, caplog: pytest.LogCaptureFixture) -> None:
    sweeping.expire(at=clock.now())
    assert "scan_storage" not in caplog.text
    sweeping.expire(at=clock.now() + timedelta(days=2))
    assert "1 objects without rows, 0 rows without objects: run manage.py scan_storage" in caplog.text


def test_every_column_of_keys_is_registered() -> None:
    columns = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, CharField) and field.max_length == 80 and field.name.endswith("key")
    }
    assert columns
    assert columns <= {(owner.model, owner.field) for owner in owners()}
