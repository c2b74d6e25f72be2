"""Rows that wait for work: taken once, counted before the work, parked after three, never lost. Tried on the outbox."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from musicprize.kernel import clock, leases
from musicprize.kernel.rows import Waiting
from musicprize.mail.models import Mail

pytestmark = pytest.mark.django_db
LEASE = timedelta(minutes=2)
SECOND = timedelta(seconds=1)


@pytest.fixture
def at() -> datetime:
    return clock.now()


def make_row(at: datetime, **fields: Any) -> Mail:
    given: dict[str, Any] = {"to": "a@example.org", "language": "de", "template": "x", "subject": "x", "body": "x"}
    return Mail.objects.create(**{**given, "written_at": at, "due_at": at, **fields})


def test_claim_takes_the_row_and_counts_first(at: datetime) -> None:
    row = make_row(at)
    claimed = leases.claim(Mail, row.pk, at=at, lease=LEASE)
    assert claimed is not None
    row.refresh_from_db()
    assert (row.work_state, row.attempts, row.lease_until) == (Waiting.RUNNING, 1, at + LEASE)


def test_claim_twice_gives_it_once(at: datetime) -> None:
    row = make_row(at)
    assert leases.claim(Mail, row.pk, at=at, lease=LEASE) is not None
    assert leases.claim(Mail, row.pk, at=at, lease=LEASE) is None


@pytest.mark.parametrize(("step", "taken"), [(-SECOND, False), (0 * SECOND, True), (SECOND, True)])
def test_claim_before_it_is_due_gives_nothing(at: datetime, step: timedelta, taken: bool) -> None:
    row = make_row(at)
    assert (leases.claim(Mail, row.pk, at=at + step, lease=LEASE) is not None) is taken


@pytest.mark.parametrize("state", [Waiting.DONE, Waiting.PARKED])
def test_claim_what_is_over_gives_nothing(at: datetime, state: str) -> None:
    row = make_row(at, work_state=state)
    assert leases.claim(Mail, row.pk, at=at + 10 * LEASE, lease=LEASE) is None


def test_claim_unknown_key_gives_nothing(at: datetime) -> None:
    assert leases.claim(Mail, Mail().pk, at=at, lease=LEASE) is None


@pytest.mark.parametrize(("step", "taken"), [(0 * SECOND, False), (SECOND, True)])
def test_claim_abandoned_after_its_lease(at: datetime, step: timedelta, taken: bool) -> None:
    row = make_row(at)
    leases.claim(Mail, row.pk, at=at, lease=LEASE)
    second = leases.claim(Mail, row.pk, at=at + LEASE + step, lease=LEASE)
    assert (second is not None) is taken
    row.refresh_from_db()
    assert row.attempts == 1 + taken


def test_claim_fourth_time_parks_and_says_so(at: datetime) -> None:
    row = make_row(at)
    for number in range(leases.MAX_ATTEMPTS):
        claimed = leases.claim(Mail, row.pk, at=at + number * (LEASE + SECOND), lease=LEASE)
        assert claimed is not None
        assert claimed.work_state == Waiting.RUNNING
    later = at + 10 * LEASE
    parked = leases.claim(Mail, row.pk, at=later, lease=LEASE)
    assert parked is not None
    assert (parked.work_state, parked.attempts, parked.lease_until) == (Waiting.PARKED, 3, None)
    assert leases.claim(Mail, row.pk, at=later + LEASE, lease=LEASE) is None
    assert leases.due(Mail, at=later + LEASE) == []


def test_due_lists_waiting_and_abandoned_oldest_first(at: datetime) -> None:
    new, old = make_row(at), make_row(at - LEASE)
    abandoned = make_row(at - 2 * LEASE, work_state=Waiting.RUNNING, lease_until=at - SECOND)
    make_row(at + SECOND)
    make_row(at, work_state=Waiting.RUNNING, lease_until=at + SECOND)
    make_row(at, work_state=Waiting.DONE)
    make_row(at, work_state=Waiting.PARKED)
    assert leases.due(Mail, at=at) == [abandoned.pk, old.pk, new.pk]
    assert leases.due(Mail, at=at, limit=1) == [abandoned.pk]


def test_renew_prolongs_the_lease(at: datetime) -> None:
    row = make_row(at)
    mine = leases.claim(Mail, row.pk, at=at, lease=LEASE)
    assert mine is not None
    assert leases.renew(mine, at=at + LEASE, lease=LEASE)
    assert leases.claim(Mail, row.pk, at=at + LEASE + SECOND, lease=LEASE) is None


def test_renew_lost_says_so_and_leaves_the_new_owner_alone(at: datetime) -> None:
    row, later = make_row(at), at + LEASE + SECOND
    mine = leases.claim(Mail, row.pk, at=at, lease=LEASE)
    theirs = leases.claim(Mail, row.pk, at=later, lease=LEASE)
    assert mine is not None
    assert theirs is not None
    assert not leases.renew(mine, at=later, lease=10 * LEASE)
    with transaction.atomic():
        assert not leases.still_ours(mine)
        assert leases.still_ours(theirs)
    row.refresh_from_db()
    assert row.lease_until == later + LEASE


def test_still_ours_outside_a_transaction_fails(at: datetime) -> None:
    row = make_row(at)
    mine = leases.claim(Mail, row.pk, at=at, lease=LEASE)
    assert mine is not None
    with transaction.atomic():
        assert leases.still_ours(mine)
    leases.mark_done(mine)
    mine.save(update_fields=leases.finished())
    with transaction.atomic():
        assert not leases.still_ours(mine)


@pytest.mark.parametrize(("attempts", "minutes", "state"), [(1, 1, "due"), (2, 4, "due"), (3, 9, "parked")])
def test_put_back_waits_longer_each_time_and_parks_at_last(
    at: datetime, attempts: int, minutes: int, state: str
) -> None:
    row = make_row(at, work_state=Waiting.RUNNING, attempts=attempts, lease_until=at)
    leases.put_back(row, at=at, error="x" * 5000)
    row.refresh_from_db()
    assert (row.work_state, row.due_at, row.lease_until) == (state, at + timedelta(minutes=minutes), None)
    assert len(row.last_error) == 2000
