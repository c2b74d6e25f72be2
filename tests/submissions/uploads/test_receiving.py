"""PUT of a part to our own host: the signed token is the permission, and nothing else is."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from rest_framework.test import APIClient

from musicprize.kernel import clock
from musicprize.objectstore.base import PART_URL_LIFE
from submissions.uploads.models import Upload
from tests.factories.people import make_user
from tests.factories.uploads import Room, Sender

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(settings.STORAGE != "local", reason="with S3 the parts go to the store itself"),
]
Make = Callable[..., Sender]


def put(url: str, data: bytes, **headers: Any) -> Any:
    return APIClient().generic("PUT", url, data, content_type="application/octet-stream", **headers)


def test_put_needs_no_session_and_answers_the_digest(sender: Make) -> None:
    one = sender(2)
    one.create()
    [signed] = one.sign(1).json()["parts"]
    answer = put(signed["url"], one.part(1))
    assert (answer.status_code, answer.json()) == (200, {"sha256": one.digest(1)})


@pytest.mark.parametrize(
    ("change", "code"),
    [(lambda data: b"X" + data[1:], "bad_digest"), (lambda data: data + b"X", "wrong_length"),
     (lambda data: data[:-1], "wrong_length")],
)  # fmt: skip
def test_put_other_bytes_refused(sender: Make, change: Callable[[bytes], bytes], code: str) -> None:
    one = sender(2)
    one.create()
    status, body = one.put(1, change(one.part(1)))
    assert (status, code.encode() in body) == (400, True)
    assert one.state()["parts"] == []


def test_put_cut_short_is_incomplete(sender: Make) -> None:
    one = sender(2)
    one.create()
    [signed] = one.sign(1).json()["parts"]
    cut = io.BytesIO(one.part(1)[:-5])
    answer = put(signed["url"], one.part(1), **{"wsgi.input": cut})
    assert (answer.status_code, answer.json()["code"]) == (400, "incomplete_body")


def test_put_without_a_length_refused(sender: Make) -> None:
    one = sender(1)
    one.create()
    [signed] = one.sign(1).json()["parts"]
    answer = put(signed["url"], one.part(1), CONTENT_LENGTH="")
    assert (answer.status_code, answer.json()["code"]) == (411, "length_required")


def test_put_with_an_expired_address_refused(sender: Make) -> None:
    one = sender(1)
    one.create()
    [signed] = one.sign(1).json()["parts"]
    assert signed["expires_in"] == PART_URL_LIFE.total_seconds()
    with time_machine.travel(clock.now() + PART_URL_LIFE + timedelta(seconds=1)):
        answer = put(signed["url"], one.part(1))
    assert (answer.status_code, answer.json()["code"]) == (403, "url_expired")


def test_put_with_a_token_for_something_else_refused(sender: Make) -> None:
    one = sender(2)
    one.create()
    [signed] = one.sign(1).json()["parts"]
    elsewhere = (
        signed["url"].replace("/parts/1?", "/parts/2?"),
        signed["url"].replace(one.id, str(uuid4())),
        signed["url"][:-1],
        signed["url"].partition("?")[0],
    )
    for url in elsewhere:
        answer = put(url, one.part(1))
        assert (answer.status_code, answer.json()["code"]) == (403, "bad_signature")


def test_put_after_the_end_refused(sender: Make) -> None:
    one = sender(1)
    one.create()
    [signed] = one.sign(1).json()["parts"]
    one.api.delete(f"/api/v1/uploads/{one.id}")
    answer = put(signed["url"], one.part(1))
    assert (answer.status_code, answer.json()["code"]) == (409, "not_open")
    Upload.objects.all().delete()
    assert put(signed["url"], one.part(1)).status_code == 404


def test_put_on_a_full_disk_is_507_and_creating_too(sender: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    one = sender(1)
    one.create()
    [signed] = one.sign(1).json()["parts"]
    monkeypatch.setattr("musicprize.objectstore.local.RESERVE", 10**18)
    answer = put(signed["url"], one.part(1))
    assert (answer.status_code, answer.json()["code"]) == (507, "storage_full")
    assert sender(1).create().status_code == 507
    assert Upload.objects.count() == 1


def test_create_on_a_full_disk_resumes_what_is_open_and_tells_only_whoever_may_send(
    sender: Make, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each part asks for its own room; of a file that is resumed most may be there."""
    one = sender(2)
    one.create()
    one.put(1)
    monkeypatch.setattr("musicprize.objectstore.local.RESERVE", 10**18)
    again = one.create()
    assert (again.status_code, [part["n"] for part in again.json()["parts"]]) == (200, [1])
    assert sender(1, user=make_user()).create().status_code == 404
    room.closed_for_new = True
    assert sender(1).create().json()["code"] == "window_closed"
