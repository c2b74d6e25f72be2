"""What the queue takes next: the most urgent row that is due, whatever bell rang and in which order rows came."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from musicprize.kernel import clock
from musicprize.kernel.rows import Waiting
from submissions.audio import claiming
from submissions.audio.models import Recording, Rendition
from submissions.audio.rules import Urgency
from tests.factories.applications import make_draft
from tests.factories.editions import make_edition
from tests.factories.works import make_recording, make_work

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> datetime:
    return clock.now()


@pytest.fixture
def works() -> Any:
    """Works without end, each of an application of its own."""
    edition = make_edition()
    return lambda: make_work(make_draft(edition))


def check(work: Any, urgency: Urgency, *, due_at: datetime, **fields: Any) -> Recording:
    recording = make_recording(work, verdict="")
    values = {"work_state": Waiting.DUE, "urgency": urgency, "due_at": due_at, **fields}
    Recording.objects.filter(pk=recording.pk).update(**values)
    recording.refresh_from_db()
    return recording


def copy(work: Any, urgency: Urgency, *, due_at: datetime, codec: str = "opus") -> Rendition:
    recording = make_recording(work)
    return Rendition.objects.create(recording=recording, codec=codec, gain=200, urgency=urgency, due_at=due_at)


def test_take_next_goes_by_urgency_then_by_age_over_both_tables(works: Any, at: datetime) -> None:
    ago = at - timedelta(minutes=5)
    made = {
        "extra": copy(works(), Urgency.EXTRA_COPY, due_at=ago),
        "renewed": copy(works(), Urgency.RENEWED_COPY, due_at=ago),
        "long check": check(works(), Urgency.CHECK, due_at=ago),
        "copy": copy(works(), Urgency.SHORT_COPY, due_at=ago),
        "young check": check(works(), Urgency.SHORT_CHECK, due_at=at),
        "old check": check(works(), Urgency.SHORT_CHECK, due_at=ago),
    }
    names = {row.pk: name for name, row in made.items()}
    taken = [names[row.pk] for _ in made if (row := claiming.take_next(at=at)) is not None]
    assert taken == ["old check", "young check", "long check", "copy", "renewed", "extra"]
    assert claiming.take_next(at=at) is None


def test_take_next_checks_only_leaves_long_checks_and_copies_to_the_other_worker(works: Any, at: datetime) -> None:
    check(works(), Urgency.CHECK, due_at=at)
    copy(works(), Urgency.SHORT_COPY, due_at=at)
    assert claiming.take_next(at=at, checks_only=True) is None
    short = check(works(), Urgency.SHORT_CHECK, due_at=at)
    row = claiming.take_next(at=at, checks_only=True)
    assert row is not None
    assert (row.pk, row.attempts, row.work_state) == (short.pk, 1, Waiting.RUNNING)


def test_take_next_leaves_what_is_not_due_and_what_others_have(works: Any, at: datetime) -> None:
    check(works(), Urgency.SHORT_CHECK, due_at=at + timedelta(seconds=1))
    check(works(), Urgency.SHORT_CHECK, due_at=at, work_state=Waiting.RUNNING, lease_until=at + timedelta(seconds=1))
    abandoned = check(
        works(), Urgency.CHECK, due_at=at, work_state=Waiting.RUNNING, lease_until=at - timedelta(seconds=1), attempts=1
    )
    row = claiming.take_next(at=at)
    assert row is not None
    assert (row.pk, row.attempts) == (abandoned.pk, 2)
    assert claiming.take_next(at=at) is None


def test_take_next_leaves_files_that_were_replaced(works: Any, at: datetime) -> None:
    row = check(works(), Urgency.SHORT_CHECK, due_at=at)
    made = copy(works(), Urgency.SHORT_COPY, due_at=at)
    for upload in (row.upload, made.recording.upload):
        upload.discarded_at = at
        upload.save()
    assert claiming.take_next(at=at) is None


def test_take_companions_are_the_copies_that_one_decode_can_make(works: Any, at: datetime) -> None:
    first = copy(works(), Urgency.EXTRA_COPY, due_at=at - timedelta(minutes=1), codec="opus")
    same = Rendition.objects.create(
        recording=first.recording, codec="flac", gain=200, urgency=Urgency.EXTRA_COPY, due_at=at
    )
    for fields in ({"gain": 100}, {"urgency": Urgency.COPY}, {"attempts": 1}, {"due_at": at + timedelta(1)}):
        given = {"gain": 200, "urgency": Urgency.EXTRA_COPY, "due_at": at, **fields}
        Rendition.objects.create(recording=first.recording, codec=f"x{len(fields)}{next(iter(fields))}"[:12], **given)
    copy(works(), Urgency.EXTRA_COPY, due_at=at)
    Rendition.objects.filter(urgency=Urgency.COPY).update(due_at=at + timedelta(minutes=1))
    row = claiming.take_next(at=at)
    assert isinstance(row, Rendition)
    assert row.pk == first.pk
    assert [one.pk for one in claiming.take_companions(row, at=at)] == [same.pk]


def test_ring_of_a_short_check_reaches_both_workers(works: Any, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[str] = []
    monkeypatch.setattr(claiming, "enqueue", rung.append)
    claiming.ring(check(works(), Urgency.SHORT_CHECK, due_at=at))
    assert rung == [claiming.WORK, claiming.CHECK]
    claiming.ring(check(works(), Urgency.CHECK, due_at=at))
    claiming.ring(copy(works(), Urgency.SHORT_COPY, due_at=at))
    assert rung[2:] == [claiming.WORK, claiming.WORK]
