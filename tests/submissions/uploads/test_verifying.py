"""The check of the whole: damaged, short and lost bytes, killed workers, a store that is away."""

import errno
import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest

from musicprize.kernel import clock, leases
from musicprize.kernel.rows import Waiting
from musicprize.mail.models import Mail
from musicprize.objectstore import ObjectStore, StoreAway, StoreFull, files
from musicprize.objectstore.local import LocalStore
from submissions.uploads import actions, check_actions, purposes, sweeping, verifying
from submissions.uploads.models import Upload
from tests.factories.uploads import Room, Sender, send
from tests.submissions.uploads.conftest import PART

pytestmark = pytest.mark.django_db
Make = Callable[..., Sender]


class Killed(BaseException):
    """What `kill -9` leaves behind, as far as the database and the store can tell."""


def verify(one: Sender, *, at: datetime | None = None) -> Upload:
    verifying.verify(upload_id=one.id, now=lambda: at or clock.now())  # type: ignore[arg-type]
    return Upload.objects.get(pk=one.id)


def put_damaged(one: Sender, objects: ObjectStore, n: int) -> None:
    """A part whose bytes are not the announced ones, though the store took them."""
    damaged = bytes(len(one.part(n)))
    if isinstance(objects, LocalStore):
        assert one.put(n)[0] == 200
        upload = Upload.objects.get(pk=one.id)
        objects.part_path(objects.folder(upload.key, upload.multipart_id), n, one.digest(n)).write_bytes(damaged)
    else:
        assert send(one.sign(n).json()["parts"][0], damaged)[0] == 200


def is_gone(objects: ObjectStore, upload: Upload) -> bool:
    return objects.head(upload.key) is None and not list(objects.list_multiparts())


@pytest.mark.parametrize("bad", [[1], [3], [2, 3]])
def test_verify_damaged_parts_fail_the_upload_and_name_them(
    sender: Make, objects: ObjectStore, room: Room, bad: list[int]
) -> None:
    one = sender(3)
    one.create()
    for n in (1, 2, 3):
        if n in bad:
            put_damaged(one, objects, n)
        else:
            one.put(n)
    assert one.complete().status_code == 202
    upload = verify(one)
    assert (upload.state, upload.failure, upload.bad_parts) == ("failed", "integrity_failed", bad)
    assert is_gone(objects, upload)
    assert upload.deleted_at is not None
    assert room.taken == []
    assert one.state()["failure"]["code"] == "integrity_failed"
    letter = Mail.objects.get(template="file_unusable")
    assert (letter.to, upload.file_name in letter.subject) == (upload.owner.email, True)
    again = one.complete()
    assert (again.status_code, again.json()["code"], again.json()["bad_parts"]) == (422, "integrity_failed", bad)


def test_verify_object_of_another_length_fails(sender: Make, objects: ObjectStore, tmp_path: Any) -> None:
    one = sender(2)
    one.whole_way()
    upload = Upload.objects.get(pk=one.id)
    other = tmp_path / "other"
    other.write_bytes(one.content + b"more")
    objects.abort(upload.key, upload.multipart_id)
    objects.put_file(other, upload.key, content_type="application/octet-stream")
    assert verify(one).failure == "wrong_size"


def test_verify_object_gone_fails_as_lost(sender: Make, objects: ObjectStore) -> None:
    one = sender(2)
    one.whole_way()
    upload = Upload.objects.get(pk=one.id)
    objects.abort(upload.key, upload.multipart_id)
    objects.delete(upload.key)
    assert verify(one).failure == "parts_lost"
    assert one.state()["failure"]["message"]


def test_verify_twice_attaches_once(sender: Make, room: Room) -> None:
    one = sender(1)
    one.whole_way()
    verify(one)
    assert verify(one).state == "ready"
    assert len(room.taken) == 1


def test_verify_while_another_worker_has_it_does_nothing(sender: Make, room: Room) -> None:
    one = sender(1)
    one.whole_way()
    leases.claim(Upload, Upload.objects.get(pk=one.id).pk, at=clock.now(), lease=verifying.lease())
    assert verify(one).state == "verifying"
    assert room.taken == []


@contextmanager
def killed_in(owner: Any, name: str, *, after: bool) -> Iterator[None]:
    """What is done inside dies at this step; afterwards the step works again."""
    with pytest.MonkeyPatch.context() as patch:
        kill_in(patch, owner, name, after=after)
        with pytest.raises(Killed):
            yield


def kill_in(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, *, after: bool) -> None:
    """The process dies just before or just after this step."""
    real = getattr(owner, name)

    def dying(*args: Any, **kwargs: Any) -> None:
        if after:
            real(*args, **kwargs)
        raise Killed

    monkeypatch.setattr(owner, name, dying)


STEPS: Sequence[tuple[str, bool]] = [
    ("assemble", False),
    ("assemble", True),
    ("open_stream", False),
    ("record_ready", False),
    ("on_ready", True),
]


@pytest.mark.parametrize(("step", "after"), STEPS)
def test_verify_worker_killed_at_a_step_is_taken_up_when_its_lease_is_over(
    sender: Make, objects: ObjectStore, room: Room, step: str, after: bool
) -> None:
    one = sender(3)
    one.whole_way()
    owner = {"record_ready": check_actions, "on_ready": type(room)}.get(step, type(objects))
    with killed_in(owner, step, after=after):
        verify(one)
    room.taken.clear()
    later = clock.now() + verifying.lease() + timedelta(seconds=1)
    assert leases.due(Upload, at=later) == [Upload.objects.get().pk]
    upload = verify(one, at=later)
    assert (upload.state, upload.sha256) == ("ready", hashlib.sha256(one.content).hexdigest())
    assert len(room.taken) == 1
    assert [found.key for found in objects.list_keys()] == [upload.key]
    assert list(objects.list_multiparts()) == []


@pytest.mark.parametrize(("step", "after"), [("complete", False), ("complete", True), ("record_closed", False)])
def test_complete_request_killed_at_a_step_is_finished_by_the_sweep(
    sender: Make, objects: ObjectStore, step: str, after: bool
) -> None:
    one = sender(2)
    one.create()
    one.put_all()
    with killed_in(check_actions if step == "record_closed" else type(objects), step, after=after):
        one.complete()
    assert one.state()["state"] == "completing"
    assert sweeping.ring(at=clock.now()) == 0
    later = clock.now() + actions.REQUEST_MAY_TAKE + timedelta(seconds=1)
    assert leases.due(Upload, at=later) == [Upload.objects.get().pk]
    assert verify(one, at=later).state == "ready"


def test_complete_repeated_after_a_killed_request_goes_on_at_once(sender: Make, objects: ObjectStore) -> None:
    one = sender(2)
    one.create()
    one.put_all()
    with killed_in(type(objects), "complete", after=True):
        one.complete()
    assert one.complete().json()["state"] == "verifying"
    assert verify(one).state == "ready"


def test_complete_while_the_store_is_away_answers_503_and_may_be_repeated(sender: Make, objects: ObjectStore) -> None:
    one = sender(2)
    one.create()
    one.put_all()

    def away(*args: Any, **kwargs: Any) -> None:
        raise StoreAway("frozen")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(objects), "complete", away)
        answer = one.complete()
    assert (answer.status_code, answer.json()["code"], answer["Retry-After"]) == (503, "store_away", "5")
    assert one.complete().status_code == 202


def test_verify_while_the_store_is_away_waits_without_counting(sender: Make, objects: ObjectStore) -> None:
    one = sender(1)
    one.whole_way()
    at = clock.now()

    def away(*args: Any, **kwargs: Any) -> Iterator[bytes]:
        raise StoreAway("frozen")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(objects), "open_stream", away)
        for minute in range(6):
            upload = verify(one, at=at + timedelta(minutes=2 * minute))
            assert (upload.state, upload.work_state, upload.attempts) == ("verifying", Waiting.DUE, 0)
    assert upload.last_error == "frozen"
    assert verify(one, at=at + timedelta(minutes=20)).state == "ready"


def test_verify_on_a_full_disk_waits_without_counting_and_keeps_every_part(
    sender: Make, objects: ObjectStore, room: Room
) -> None:
    one = sender(3)
    one.whole_way()
    at = clock.now()

    def full(*args: Any, **kwargs: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device") if isinstance(objects, LocalStore) else StoreFull()

    with pytest.MonkeyPatch.context() as patch:
        if isinstance(objects, LocalStore):
            patch.setattr(files, "concatenate", full)
        else:
            patch.setattr(type(objects), "open_stream", full)
        for minute in range(6):
            upload = verify(one, at=at + timedelta(minutes=2 * minute))
            assert (upload.state, upload.work_state, upload.attempts) == ("verifying", Waiting.DUE, 0)
    assert upload.last_error == "storage_full"
    assert verify(one, at=at + timedelta(minutes=20)).state == "ready"
    assert len(room.taken) == 1


def test_verify_without_room_for_the_whole_does_not_begin_to_write_it(
    sender: Make, objects: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not isinstance(objects, LocalStore):
        pytest.skip("an S3 server puts parts together itself")
    one = sender(3)
    one.whole_way()
    asked: list[int] = []
    monkeypatch.setattr(LocalStore, "check_room", lambda self, size: asked.append(size))

    def begun(*args: Any, **kwargs: Any) -> None:
        assert asked == [len(one.content)]
        raise StoreFull

    monkeypatch.setattr(files, "concatenate", begun)
    assert verify(one).last_error == "storage_full"


def test_verify_that_kills_three_workers_is_given_up_with_a_reason(sender: Make, objects: ObjectStore) -> None:
    one = sender(1)
    one.whole_way()
    at = clock.now()
    with pytest.MonkeyPatch.context() as patch:
        kill_in(patch, type(objects), "open_stream", after=False)
        for attempt in range(leases.MAX_ATTEMPTS):
            with pytest.raises(Killed):
                verify(one, at=at + timedelta(minutes=5 * attempt))
    upload = verify(one, at=at + timedelta(minutes=60))
    assert (upload.state, upload.failure) == ("failed", "check_gave_up")
    assert is_gone(objects, upload)


def test_verify_longer_than_its_lease_keeps_the_claim(sender: Make, room: Room) -> None:
    """A clock that jumps 40 s at every look: each piece takes longer than a renewal."""
    one = sender(3)
    one.whole_way()
    start = clock.now()
    looks = iter(range(10_000))
    verifying.verify(
        upload_id=Upload.objects.get(pk=one.id).pk, now=lambda: start + timedelta(seconds=40 * next(looks))
    )
    assert len(room.taken) == 1


def test_verify_taken_over_meanwhile_stops_and_leaves_it(sender: Make, room: Room, objects: ObjectStore) -> None:
    one = sender(1)
    one.whole_way()
    with pytest.MonkeyPatch.context() as patch:
        real = check_actions.record_ready

        def stolen(**facts: Any) -> bool:
            Upload.objects.filter(pk=one.id).update(attempts=2)
            return real(**facts)

        patch.setattr(check_actions, "record_ready", stolen)
        verify(one)
    assert Upload.objects.get(pk=one.id).state == "verifying"
    assert room.taken == []


def test_on_ready_that_refuses_leaves_nothing_half_done(sender: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    one = sender(1)
    one.whole_way()

    def broken(self: purposes.Handler, *, upload: purposes.ReadyUpload, at: datetime) -> None:
        raise RuntimeError("a defect in the room")

    monkeypatch.setattr(Room, "on_ready", broken)
    with pytest.raises(RuntimeError):
        verify(one)
    assert Upload.objects.get(pk=one.id).state == "verifying"


def test_part_size_of_tests_is_what_the_server_decides(sender: Make) -> None:
    one = sender(2)
    assert one.create().json()["part_size"] == PART
