"""The way of a file through the protocol, with real bytes, and every refusal that it names."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest

from musicprize.objectstore import ObjectStore
from musicprize.objectstore.base import StoredPart
from submissions.uploads.models import Upload, UploadPart
from tests.factories.people import make_user
from tests.factories.uploads import Room, Sender
from tests.submissions.uploads.conftest import PART

pytestmark = pytest.mark.django_db
Make = Callable[..., Sender]


def finish(upload_id: str) -> None:
    """What the bell would do."""
    from submissions.uploads import tasks

    tasks.verify(upload_id=upload_id)


@pytest.mark.parametrize("parts", [1, 2, 3])
def test_upload_of_parts_arrives_whole(sender: Make, objects: ObjectStore, room: Room, parts: int) -> None:
    one = sender(parts)
    answer = one.whole_way()
    assert (answer.status_code, answer.json()["state"]) == (202, "verifying")
    finish(one.id)
    document = one.state()
    assert document["state"] == "ready"
    assert document["sha256"] == hashlib.sha256(one.content).hexdigest()
    assert document["recording"] == {"state": "queued"}
    [taken] = room.taken
    assert (taken.sha256, taken.size, taken.file_name) == (document["sha256"], len(one.content), "song.wav")
    with objects.open_stream(taken.key) as pieces:
        assert b"".join(pieces) == one.content
    assert one.complete().status_code == 200


def test_create_same_file_again_resumes_with_what_arrived(sender: Make) -> None:
    one = sender(3)
    assert one.create().status_code == 201
    assert one.put(2)[0] == 200
    again = one.create()
    assert again.status_code == 200
    assert again.json()["id"] == one.id
    assert again.json()["parts"] == [{"n": 2, "size": PART, "sha256": one.digest(2)}]


def test_create_other_fingerprint_begins_anew(sender: Make) -> None:
    one, two = sender(1), sender(1)
    one.create()
    assert two.create().status_code == 201
    assert two.id != one.id


def test_create_lost_multipart_begins_again(sender: Make, objects: ObjectStore) -> None:
    one = sender(2)
    one.create()
    one.put(1)
    upload = Upload.objects.get(pk=one.id)
    objects.abort(upload.key, upload.multipart_id)
    assert one.create().json()["parts"] == []
    one.put_all()
    assert one.complete().status_code == 202


def test_create_empty_refused(sender: Make) -> None:
    answer = sender(1).create(size=0)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_size")


def test_create_too_large_refused(sender: Make, room: Room) -> None:
    room.max_bytes = 1000
    answer = sender(1).create()
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


def test_create_other_type_refused_and_fitting_ending_taken(sender: Make, room: Room) -> None:
    room.accepts = (".flac", "image/*")
    answer = sender(1).create()
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_type")
    assert sender(1).create(file_name="A.FLAC").status_code == 201
    assert sender(1).create(content_type="image/png").status_code == 201


def test_create_over_quota_refused_and_aborted_ones_free_it(sender: Make, room: Room) -> None:
    room.quota_bytes = PART * 3
    one, two = sender(2), sender(2)
    one.create()
    refused = two.create()
    assert (refused.status_code, refused.json()["code"]) == (409, "quota_exceeded")
    assert one.api.delete(f"/api/v1/uploads/{one.id}").status_code == 204
    assert two.create().status_code == 201


def test_create_after_closing_refused_but_begun_one_goes_on(sender: Make, room: Room) -> None:
    one = sender(1)
    one.create()
    room.closed_for_new = True
    refused = sender(1).create()
    assert (refused.status_code, refused.json()["code"]) == (403, "window_closed")
    assert one.create().status_code == 200
    one.put_all()
    assert one.complete().status_code == 202
    assert room.begun[-1] == Upload.objects.get(pk=one.id).created_at


def test_sign_and_complete_after_grace_refused(sender: Make, room: Room) -> None:
    one = sender(1)
    one.create()
    one.put_all()
    room.closed_for_all = True
    assert one.sign(1).json()["code"] == "window_closed"
    assert one.complete().json()["code"] == "window_closed"


def test_create_for_a_strangers_target_finds_nothing(sender: Make) -> None:
    assert sender(1, user=make_user()).create().status_code == 404
    assert sender(1, target=uuid4()).create().status_code == 404


def test_every_call_to_a_strangers_upload_finds_nothing(sender: Make) -> None:
    one = sender(1)
    one.create()
    other = sender(1, user=make_user())
    other.id, other.part_size, other.part_count = one.id, one.part_size, one.part_count
    assert other.api.get(f"/api/v1/uploads/{one.id}").status_code == 404
    assert other.api.delete(f"/api/v1/uploads/{one.id}").status_code == 404
    assert other.sign(1).status_code == 404
    assert other.complete().status_code == 404


@pytest.mark.parametrize("number", [0, 4, -1])
def test_sign_number_outside_the_file_refused(sender: Make, number: int) -> None:
    one = sender(3)
    one.create()
    answer = one.sign(number)
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_part_number")


def test_sign_none_too_many_or_twice_refused(sender: Make) -> None:
    one = sender(3)
    one.create()
    for numbers in ([], list(range(1, 22)), [1, 1]):
        assert one.sign(*numbers).json()["code"] == "invalid"


def test_sign_costs_the_same_for_one_and_twenty(sender: Make, django_assert_max_num_queries: Callable) -> None:
    one = sender(20)
    one.create()
    with django_assert_max_num_queries(8):
        assert len(one.sign(*range(1, 21)).json()["parts"]) == 20
    assert UploadPart.objects.count() == 20


def test_sign_changed_digest_makes_the_part_count_as_missing(sender: Make) -> None:
    one = sender(2)
    one.create()
    one.put_all()
    one.content = b"X" + one.content[1:]
    assert one.sign(1).status_code == 200
    assert [part["n"] for part in one.state()["parts"]] == [2]
    answer = one.complete()
    assert (answer.status_code, answer.json()["missing"]) == (409, [1])
    assert one.put(1)[0] == 200
    assert one.complete().status_code == 202
    finish(one.id)
    assert one.state()["state"] == "ready"


@pytest.fixture(params=["as it is", "lists no digests"])
def listing(request: pytest.FixtureRequest, objects: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """The store as it is, and one that knows an ETag of each part and no digest."""
    real = type(objects).list_parts

    def without(self: ObjectStore, key: str, multipart_id: str) -> list[StoredPart]:
        return [replace(part, sha256="") for part in real(self, key, multipart_id)]

    if request.param == "lists no digests":
        monkeypatch.setattr(type(objects), "list_parts", without)


@pytest.mark.usefixtures("listing")
@pytest.mark.parametrize("between", [1, 2])
def test_sign_first_digest_again_counts_what_was_sent_for_it(sender: Make, between: int) -> None:
    """The artist chooses another file of the same name and size, or two, sends nothing of it and takes the first one
    again."""
    one = sender(2)
    one.create()
    one.put_all()
    first = one.content
    for number in range(between):
        one.content = bytes([number]) + first[1:]
        assert one.sign(1).status_code == 200
        assert [part["n"] for part in one.state()["parts"]] == [2]
    one.content = first
    for _again in range(2):
        assert one.sign(1).status_code == 200
        assert [part["n"] for part in one.state()["parts"]] == [1, 2]
    assert one.complete().status_code == 202
    finish(one.id)
    assert one.state()["state"] == "ready"


@pytest.mark.usefixtures("listing")
def test_sign_first_digest_again_after_another_was_sent_wants_the_first_bytes(sender: Make) -> None:
    one = sender(2)
    one.create()
    one.put_all()
    first = one.content
    one.content = b"X" + first[1:]
    assert one.put(1)[0] == 200
    assert [part["n"] for part in one.state()["parts"]] == [1, 2]
    one.content = first
    assert one.sign(1).status_code == 200
    assert [part["n"] for part in one.state()["parts"]] == [2]
    assert one.put(1)[0] == 200
    assert one.complete().status_code == 202
    finish(one.id)
    assert one.state()["state"] == "ready"


def test_complete_with_missing_parts_names_them(sender: Make) -> None:
    one = sender(3)
    one.create()
    one.put(2)
    answer = one.complete()
    assert (answer.status_code, answer.json()["code"], answer.json()["missing"]) == (409, "parts_missing", [1, 3])


def test_complete_with_another_composite_refused(sender: Make) -> None:
    one = sender(1)
    one.create()
    one.put_all()
    answer = one.complete("0" * 64)
    assert (answer.status_code, answer.json()["code"]) == (409, "composite_mismatch")
    assert one.state()["state"] == "open"


def test_delete_open_one_frees_the_store_and_may_be_repeated(sender: Make, objects: ObjectStore) -> None:
    one = sender(2)
    one.create()
    one.put(1)
    for _again in range(2):
        assert one.api.delete(f"/api/v1/uploads/{one.id}").status_code == 204
    assert list(objects.list_multiparts()) == []
    assert one.state()["state"] == "aborted"
    assert one.sign(1).json()["code"] == "not_open"


def test_delete_after_complete_refused(sender: Make) -> None:
    one = sender(1)
    one.whole_way()
    answer = one.api.delete(f"/api/v1/uploads/{one.id}")
    assert (answer.status_code, answer.json()["code"]) == (409, "already_complete")


def test_sign_after_complete_refused(sender: Make) -> None:
    one = sender(1)
    one.whole_way()
    answer = one.sign(1)
    assert (answer.status_code, answer.json()["code"]) == (409, "not_open")


def test_create_name_with_folders_controls_and_bidi_is_cleaned(sender: Make) -> None:
    document = sender(1).create(file_name="C:\\music\\a\u202egpj.\u200bwav\r\n").json()
    assert document["file_name"] == "agpj.wav"


def test_list_shows_own_open_ones_at_constant_cost(sender: Make) -> None:
    one = sender(1)
    one.create()

    def listed() -> tuple[int, int]:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            answer = one.api.get("/api/v1/uploads", {"target": str(one.target)})
        return len(answer.json()["results"]), len(queries)

    first = listed()
    for _more in range(2):
        sender(1).create()
    assert (first[0], listed()[0]) == (1, 3)
    assert listed()[1] == first[1]
    stranger = sender(1, user=make_user())
    assert stranger.api.get("/api/v1/uploads").json()["results"] == []


def test_document_without_sign_in_refused(sender: Make) -> None:
    one = sender(1)
    one.create()
    one.api.force_authenticate(None)
    assert one.api.get(f"/api/v1/uploads/{one.id}").status_code in (401, 403)


def test_calls_too_often_are_told_when_to_come_back(sender: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("musicprize.kernel.throttles.PersonThrottle.rate", "2/min", raising=False)
    one = sender(1)
    assert one.create().status_code == 201
    assert one.create().status_code == 200
    answer = one.create()
    assert (answer.status_code, answer.json()["code"]) == (429, "throttled")
    assert 1 <= int(answer["Retry-After"]) <= 60
