"""What ends by itself: expired uploads, files nobody wants, multipart uploads that no row knows."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from musicprize.kernel import clock
from musicprize.objectstore import ObjectStore, StoreAway
from submissions.uploads import actions, queries, rules, sweeping, tasks, verifying
from submissions.uploads.models import Upload
from submissions.uploads.rules import Purpose
from submissions.uploads.sweeping import Swept
from tests.factories.uploads import Room, Sender

pytestmark = pytest.mark.django_db
Make = Callable[..., Sender]


def test_expire_open_upload_after_its_days_frees_the_store(sender: Make, objects: ObjectStore) -> None:
    one = sender(2)
    one.create()
    one.put(1)
    end = Upload.objects.get().expires_at
    assert sweeping.expire(at=end - timedelta(seconds=1)).expired == 0
    assert sweeping.expire(at=end).expired == 1
    assert list(objects.list_multiparts()) == []
    assert one.state()["state"] == "expired"
    gone = one.sign(1)
    assert (gone.status_code, gone.json()["code"]) == (410, "expired")
    assert one.complete().status_code == 410
    assert one.api.delete(f"/api/v1/uploads/{one.id}").status_code == 204


def test_calls_after_expiry_before_the_sweep_are_refused(sender: Make) -> None:
    one = sender(1)
    one.create()
    one.put_all()
    Upload.objects.update(expires_at=clock.now())
    assert one.sign(1).status_code == 410
    assert one.complete().status_code == 410


def test_create_same_file_after_expiry_begins_anew(sender: Make) -> None:
    one = sender(1)
    one.create()
    first = one.id
    Upload.objects.update(expires_at=clock.now())
    assert one.create().status_code == 201
    assert one.id != first


def test_discard_deletes_the_object_and_frees_quota_and_lists(sender: Make, objects: ObjectStore) -> None:
    one = sender(1)
    one.whole_way()
    tasks.verify(upload_id=one.id)
    upload = Upload.objects.get()
    assert queries.file_of(upload_id=upload.pk).key == upload.key
    assert list(queries.latest(target_ids=[upload.target], purpose=Purpose.AUDIO)) == [upload.target]
    actions.discard(upload_id=upload.pk, at=clock.now())
    tasks.clean_up(upload_id=one.id)
    assert objects.head(upload.key) is None
    assert queries.files(upload_ids=[upload.pk]) == {}
    assert queries.latest(target_ids=[upload.target], purpose=Purpose.AUDIO) == {}


def test_discard_of_one_under_way_ends_it(sender: Make, objects: ObjectStore, room: Room) -> None:
    one, two = sender(1), sender(1)
    one.create()
    two.whole_way()
    for each in (one, two):
        actions.discard(upload_id=Upload.objects.get(pk=each.id).pk, at=clock.now())
    tasks.verify(upload_id=two.id)
    assert (one.state()["state"], two.state()["state"]) == ("aborted", "ready")
    assert room.taken == []
    for each in (one, two):
        tasks.clean_up(upload_id=each.id)
    assert (list(objects.list_keys()), list(objects.list_multiparts())) == ([], [])
    assert one.create().status_code == 201


def test_discard_while_the_store_is_away_is_made_good_by_the_sweep(sender: Make, objects: ObjectStore) -> None:
    one = sender(1)
    one.whole_way()
    tasks.verify(upload_id=one.id)
    upload = Upload.objects.get()
    actions.discard(upload_id=upload.pk, at=clock.now())

    def away(self: ObjectStore, key: str) -> None:
        raise StoreAway("frozen")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(objects), "delete", away)
        tasks.clean_up(upload_id=one.id)
        assert sweeping.expire(at=clock.now()).cleaned == 0
    assert objects.head(upload.key) is not None
    assert sweeping.expire(at=clock.now()).cleaned == 1
    assert objects.head(upload.key) is None


def test_sweep_aborts_old_strays_but_not_young_or_known_ones(sender: Make, objects: ObjectStore) -> None:
    one = sender(1)
    one.create()
    objects.begin_multipart(objects.new_key())
    now = clock.now()
    assert sweeping.expire(at=now).strays == 0
    assert sweeping.expire(at=now + timedelta(days=1, minutes=1)).strays == 1
    assert [left.multipart_id for left in objects.list_multiparts()] == [Upload.objects.get().multipart_id]
    one.put_all()
    assert one.complete().status_code == 202


def test_ring_finds_what_waits(sender: Make) -> None:
    one = sender(1)
    one.whole_way()
    assert sweeping.ring(at=clock.now()) == 1
    tasks.verify(upload_id=one.id)
    assert sweeping.ring(at=clock.now() + timedelta(days=1)) == 0


def test_sweep_of_nothing_does_nothing(objects: ObjectStore, db: None) -> None:
    assert sweeping.expire(at=clock.now()) == Swept(expired=0, cleaned=0, strays=0)
    tasks.sweep()
    tasks.expire()


def test_latest_costs_the_same_for_one_and_three(sender: Make, django_assert_num_queries: Callable) -> None:
    targets = []
    for _each in range(3):
        one = sender(1)
        one.whole_way()
        verifying.verify(upload_id=Upload.objects.get(pk=one.id).pk, now=clock.now)
        targets.append(one.target)
    with django_assert_num_queries(1):
        queries.latest(target_ids=targets[:1], purpose=Purpose.AUDIO)
    with django_assert_num_queries(1):
        queries.latest(target_ids=targets, purpose=Purpose.AUDIO)


def test_documents_tell_a_failure_in_a_sentence() -> None:
    assert set(rules.FAILURES) == {str(one) for one in rules.Failure}
