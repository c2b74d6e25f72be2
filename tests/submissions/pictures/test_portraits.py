"""A portrait's way: sent, cleaned in the worker, the original deleted, only the clean copy shown; or refused."""

import errno
from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from musicprize.kernel import clock
from musicprize.kernel.rows import Waiting
from musicprize.objectstore import ObjectStore, StoreAway, StoreFull, store
from musicprize.objectstore.local import LocalStore
from musicprize.objectstore.scanning import scan
from submissions.applications import actions as applications
from submissions.applications import queries
from submissions.applications.models import Application
from submissions.pictures import actions, cleaning, processing
from submissions.pictures.models import Picture
from submissions.uploads.models import Upload
from tests.factories.applications import make_draft
from tests.factories.editions import make_edition
from tests.factories.people import make_user
from tests.factories.pictures import CANARY, make_jpeg, make_portrait
from tests.factories.uploads import Sender, fetch

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def objects(settings: Any, tmp_path: Path) -> ObjectStore:
    settings.STORAGE, settings.DATA = "local", tmp_path / "data"
    return store()


@pytest.fixture
def application() -> Application:
    return make_draft(make_edition())


def _bytes(objects: ObjectStore) -> bytes:
    """All that is stored, in one."""
    found = b""
    for one in objects.list_keys():
        with objects.open_stream(one.key) as pieces:
            found += b"".join(pieces)
    return found


def _link(application: Application, user: Any = None) -> Any:
    api = APIClient()
    api.force_authenticate(user or application.owner)
    return api.get(f"/api/v1/applications/{application.pk}/files/portrait")


def _tasks(application: Application) -> dict[str, list[str]]:
    row = Application.objects.get(pk=application.pk)
    document = queries.content(row, edition=queries.editions.by_id(row.edition_id))
    from submissions.applications import completeness

    return {task.key: [one.code for one in task.problems] for task in completeness.tasks(document)}


def _send(application: Application, content: bytes) -> Sender:
    sender = Sender(
        application.owner, application.pk, content, purpose="portrait", file_name="me.jpg", content_type="image/jpeg"
    )
    assert sender.whole_way().status_code in (200, 202)
    return sender


def test_portrait_sent_through_the_protocol_is_shown_clean_and_kept_clean_only(
    application: Application, objects: ObjectStore
) -> None:
    content = make_jpeg((2000, 1000))
    sender = _send(application, content)
    assert sender.state()["recording"]["state"] == "ready"
    picture, upload = Picture.objects.get(), Upload.objects.get()
    assert (picture.verdict, picture.width, picture.height) == ("ready", 1600, 800)
    assert (upload.deleted_at is not None, upload.size, len(upload.sha256)) == (True, len(content), 64)
    assert CANARY.encode() not in _bytes(objects)
    shown = _link(application).json()
    assert shown["content_type"] == "image/jpeg"
    status, body, _headers = fetch(shown["url"])
    assert (status, len(body), body[:3]) == (200, picture.size, b"\xff\xd8\xff")
    assert b"Exif" not in body
    found = scan(at=clock.now())
    assert (found.orphans, found.dangling) == ([], [])


def test_portrait_that_is_no_picture_is_refused_with_a_sentence_and_deleted(
    application: Application, objects: ObjectStore
) -> None:
    sender = _send(application, b"<script>alert(1)</script>" * 20)
    said = sender.state()["recording"]
    assert (said["state"], said["code"]) == ("refused", "no_picture")
    assert "JPEG" in said["message"]
    assert "no_picture" in _tasks(application)["portrait"]
    assert _link(application).status_code == 404
    assert _bytes(objects) == b""


def test_portrait_of_a_stranger_is_not_there(application: Application, objects: ObjectStore) -> None:
    _send(application, make_jpeg())
    assert _link(application, make_user()).status_code == 404


def test_portrait_not_yet_cleaned_is_not_shown(application: Application, objects: ObjectStore, tmp_path: Path) -> None:
    make_portrait(application, make_jpeg(), objects, tmp_path)
    assert _link(application).status_code == 404


def test_portrait_replaced_or_taken_away_leaves_nothing(application: Application, objects: ObjectStore) -> None:
    _send(application, make_jpeg((100, 100)))
    first = Picture.objects.get()
    _send(application, make_jpeg((200, 200)))
    keys = {one.key for one in objects.list_keys()}
    second = Picture.objects.get(discarded_at__isnull=True)
    assert keys == {second.key}
    assert second.pk != first.pk
    applications.remove_file(application_id=application.pk, what="portrait", by=application.owner, at=clock.now())
    assert list(objects.list_keys()) == []
    assert not Picture.objects.exclude(key="").exists()


def test_make_machine_failing_is_tried_again_and_refuses_nobody(
    application: Application, objects: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = make_portrait(application, make_jpeg(), objects, tmp_path)
    monkeypatch.setattr(cleaning, "ROOT", tmp_path)
    row = actions.queue(upload_id=upload.pk, at=clock.now())
    row.refresh_from_db()
    assert (row.verdict, row.work_state, row.attempts) == ("queued", Waiting.DUE, 1)
    assert row.due_at > clock.now()
    assert objects.head(upload.key) is not None


def test_make_twice_makes_one(application: Application, objects: ObjectStore, tmp_path: Path) -> None:
    upload = make_portrait(application, make_jpeg(), objects, tmp_path)
    for _ in range(2):
        actions.queue(upload_id=upload.pk, at=clock.now())
    assert Picture.objects.count() == 1
    assert len(list(objects.list_keys())) == 1


def test_make_taken_over_meanwhile_stores_no_second_copy(
    application: Application, objects: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = make_portrait(application, make_jpeg(), objects, tmp_path)
    clean = processing.clean

    def slow(source: Path, folder: Path) -> Any:
        Picture.objects.update(attempts=2)
        return clean(source, folder)

    monkeypatch.setattr(processing, "clean", slow)
    row = actions.queue(upload_id=upload.pk, at=clock.now())
    row.refresh_from_db()
    assert (row.verdict, row.key) == ("queued", "")
    assert [one.key for one in objects.list_keys()] == [upload.key]


@pytest.mark.parametrize(
    ("step", "problem"),
    [("put_file", StoreFull()), ("download_to", OSError(errno.ENOSPC, "No space left on device"))],
    ids=["store", "temporary folder"],
)
def test_make_without_room_puts_back_and_goes_on_later(
    application: Application, objects: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str,
    problem: Exception,
) -> None:  # fmt: skip
    upload = make_portrait(application, make_jpeg(), objects, tmp_path)

    def full(*_args: object, **_named: object) -> None:
        raise problem

    with monkeypatch.context() as patch:
        patch.setattr(LocalStore, step, full)
        row = actions.queue(upload_id=upload.pk, at=clock.now())
    row.refresh_from_db()
    assert (row.attempts, row.work_state, row.last_error) == (1, Waiting.DUE, repr(problem))
    Picture.objects.update(due_at=clock.now())
    processing.make(row.pk)
    row.refresh_from_db()
    assert row.verdict == "ready"


def test_sweep_deletes_the_original_that_the_store_kept(
    application: Application, objects: ObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = make_portrait(application, make_jpeg(), objects, tmp_path)

    def away(self: LocalStore, key: str) -> None:
        raise StoreAway("hangs")

    with monkeypatch.context() as broken:
        broken.setattr(LocalStore, "delete", away)
        actions.queue(upload_id=upload.pk, at=clock.now())
    assert Picture.objects.get().verdict == "ready"
    assert objects.head(upload.key) is not None
    processing.sweep(at=clock.now())
    assert objects.head(upload.key) is None
    assert CANARY.encode() not in _bytes(objects)
