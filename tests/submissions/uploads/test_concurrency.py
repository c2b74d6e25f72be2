"""Two at once, on PostgreSQL and with real threads: complete, create, and checking the same upload."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from musicprize.kernel import clock
from submissions.uploads import verifying
from submissions.uploads.models import Upload
from tests.factories.uploads import Room, Sender

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]
Make = Callable[..., Sender]


@pytest.fixture(autouse=True)
def postgresql_and_no_bell(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Row locks are what is tested here. The bell stays silent: each test rings itself."""
    assert connection.vendor == "postgresql", "run with DATABASE_URL=postgres://…"
    monkeypatch.setattr("submissions.uploads.check_actions.enqueue", lambda *args, **kwargs: None)


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Run the acts in threads that start together; their results."""
    gate = threading.Barrier(len(acts))
    results: list[Any] = [None] * len(acts)

    def run(index: int, act: Callable[[], Any]) -> None:
        gate.wait(10)
        try:
            results[index] = act()
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_complete_by_eight_at_once_is_one_upload(sender: Make, room: Room) -> None:
    one = sender(2)
    one.create()
    one.put_all()
    answers = at_once(*[one.complete] * 8)
    assert {answer.status_code for answer in answers} == {202}
    assert Upload.objects.get().state == "verifying"
    pk = Upload.objects.get().pk
    at_once(*[lambda: verifying.verify(upload_id=pk, now=clock.now)] * 4)
    assert Upload.objects.get().state == "ready"
    assert len(room.taken) == 1


def test_create_by_six_at_once_is_one_row(sender: Make) -> None:
    one = sender(1)
    answers = at_once(*[one.create] * 6)
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 200, 200, 201]
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert Upload.objects.count() == 1


def test_create_by_four_at_once_keeps_the_quota(sender: Make, room: Room) -> None:
    senders = [sender(1) for _each in range(4)]
    room.quota_bytes = int(2.5 * len(senders[0].content))
    answers = at_once(*[one.create for one in senders])
    assert sorted(answer.status_code for answer in answers) == [201, 201, 409, 409]


def test_delete_and_complete_at_once_end_in_one_of_both(sender: Make) -> None:
    one = sender(1)
    one.create()
    one.put_all()
    at_once(one.complete, lambda: one.api.delete(f"/api/v1/uploads/{one.id}"))
    assert Upload.objects.get().state in ("verifying", "aborted")
