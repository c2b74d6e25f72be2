"""A real S3 server behind a proxy that misbehaves: every call says so within its time, and all ends well afterwards."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as real

from musicprize.kernel import clock
from musicprize.objectstore import ObjectStore, StoreAway, s3, s3client, store
from musicprize.objectstore.scanning import scan
from submissions.uploads import sweeping, verifying
from submissions.uploads.models import Upload
from tests.factories.uploads import Room, Sender
from tests.services.proxy import HANG, REFUSE, RESET, UNAVAILABLE, Fault, Proxy, Way, cut, proxied, slow

pytestmark = [pytest.mark.django_db, pytest.mark.services, pytest.mark.timeout(300)]
Make = Callable[..., Sender]
LOST = cut(0, way=Way.DOWN)
FAULTS = pytest.mark.parametrize(
    "fault", [REFUSE, RESET, UNAVAILABLE, LOST, HANG], ids=["refuse", "reset", "503", "answer lost", "hang"]
)


@pytest.fixture
def link(settings: Any, monkeypatch: pytest.MonkeyPatch, objects: ObjectStore) -> Iterator[Proxy]:
    """We and the browser reach the store only through it. Less patience than in real life: hanging ends sooner."""
    assert real.STORAGE == "s3", "run with STORAGE=s3"
    monkeypatch.setitem(s3client.config.__kwdefaults__, "read_seconds", 1.0)
    straight = settings.S3
    with proxied(straight["endpoint"]) as proxy:
        settings.S3 = {**straight, "endpoint": proxy.url, "public_endpoint": proxy.url}
        yield proxy
    settings.S3 = straight


def away(answer: Any) -> bool:
    return (answer.status_code, answer.json().get("code"), answer.headers.get("Retry-After")) == (
        503,
        "store_away",
        "5",
    )


def check_nothing_is_left(one: Sender, room: Room) -> None:
    """The file arrived once and whole; no object without a row, no row without an object, no multipart upload."""
    later = clock.now() + timedelta(days=2)
    sweeping.expire(at=later)
    upload = Upload.objects.get(pk=one.id)
    assert (upload.state, len(room.taken)) == ("ready", 1)
    with store().open_stream(upload.key) as pieces:
        assert b"".join(pieces) == one.content
    found = scan(at=later, young=timedelta(0))
    assert (found.objects, found.orphans, found.dangling) == (1, [], [])
    assert list(store().list_multiparts()) == []


def verify(one: Sender, *, minutes: int = 0) -> Upload:
    verifying.verify(upload_id=Upload.objects.get(pk=one.id).pk, now=lambda: clock.now() + timedelta(minutes=minutes))
    return Upload.objects.get(pk=one.id)


@FAULTS
def test_every_call_says_that_the_store_is_away_and_may_be_repeated(
    sender: Make, room: Room, link: Proxy, fault: Fault
) -> None:
    one = sender(2)
    with link.during(fault):
        assert away(one.create())
    assert one.create().status_code == 200  # the row was there already, and now the store knows of it too
    one.put_all()
    with link.during(fault):
        assert away(one.api.get(f"/api/v1/uploads/{one.id}"))
        assert away(one.complete())
    assert one.complete().status_code == 202
    with link.during(fault):
        upload = verify(one)
        assert (upload.state, upload.attempts, bool(upload.last_error)) == ("verifying", 0, True)
    assert verify(one, minutes=5).state == "ready"
    check_nothing_is_left(one, room)


@FAULTS
def test_delete_while_the_store_is_away_is_made_good_by_the_sweep(
    sender: Make, room: Room, link: Proxy, fault: Fault
) -> None:
    one = sender(2)
    one.create()
    one.put(1)
    with link.during(fault):
        assert one.api.delete(f"/api/v1/uploads/{one.id}").status_code == 204
    sweeping.expire(at=clock.now())
    assert Upload.objects.get(pk=one.id).deleted_at is not None
    assert list(store().list_multiparts()) == []


def test_signing_and_listing_need_no_store(sender: Make, link: Proxy) -> None:
    one = sender(2)
    one.create()
    with link.during(REFUSE):
        assert len(one.sign(1, 2).json()["parts"]) == 2
        assert len(one.api.get("/api/v1/uploads").json()["results"]) == 1


def test_sign_after_a_failed_create_begins_at_the_store(sender: Make, room: Room, link: Proxy) -> None:
    """A client that finds its upload in the list, instead of creating it again."""
    one = sender(1)
    with link.during(REFUSE):
        one.create()
    upload = Upload.objects.get()
    assert upload.multipart_id == ""
    one.id, one.part_size, one.part_count = str(upload.pk), upload.part_size, upload.part_count
    one.put_all()
    assert one.complete().status_code == 202
    verify(one)
    check_nothing_is_left(one, room)


def test_complete_whose_answer_is_lost_is_decided_by_asking(sender: Make, room: Room, link: Proxy) -> None:
    one = sender(2)
    one.create()
    one.put_all()
    real_complete = s3.S3Store.complete

    def losing(*args: Any) -> None:
        with link.during(cut(0, way=Way.DOWN, times=1)):
            real_complete(*args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(s3.S3Store, "complete", losing)
        assert one.complete().status_code == 202
    assert verify(one).state == "ready"
    check_nothing_is_left(one, room)


def test_verify_cut_in_the_middle_reads_again_from_the_start(sender: Make, room: Room, link: Proxy) -> None:
    one = sender(2)
    one.whole_way()
    with link.during(cut(len(one.content) // 2, way=Way.DOWN)):
        assert verify(one).state == "verifying"
    assert room.taken == []
    assert verify(one, minutes=5).state == "ready"
    check_nothing_is_left(one, room)


def test_verify_from_a_slow_store_takes_long_and_ends(sender: Make, room: Room, link: Proxy) -> None:
    one = sender(1)
    one.whole_way()
    begun = time.monotonic()
    with link.during(slow(2_500_000, way=Way.DOWN)):
        assert verify(one).state == "ready"
    assert time.monotonic() - begun > 1.5
    check_nothing_is_left(one, room)


def test_put_cut_in_the_middle_leaves_no_part(sender: Make, room: Room, link: Proxy) -> None:
    one = sender(2)
    one.create()
    with link.during(cut(1_000_000)), pytest.raises(OSError):
        one.put(1)
    assert one.state()["parts"] == []
    one.put_all()
    one.complete()
    verify(one)
    check_nothing_is_left(one, room)


def test_calls_that_hang_leave_most_threads_free(link: Proxy) -> None:
    """However many ask: only so many wait for the store, the others are told at once."""
    here = store()
    assert here.head(here.new_key()) is None

    def ask(_number: int) -> float:
        begun = time.monotonic()
        with pytest.raises(StoreAway):
            here.head(here.new_key())
        return time.monotonic() - begun

    with link.during(HANG), ThreadPoolExecutor(12) as pool:
        times = sorted(pool.map(ask, range(12)))
    patience = 2 * 1.0 + 2.0  # two tries of a second, and the pause between them
    assert [seconds < s3.PLACE_SECONDS + 0.8 for seconds in times].count(True) >= 12 - 2 * s3.PLACES
    assert times[-1] < s3.PLACE_SECONDS + patience
