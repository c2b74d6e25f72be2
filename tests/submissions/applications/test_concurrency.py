"""Two tabs, two clicks, eight saves at once, on PostgreSQL where they really run side by side."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from musicprize.kernel.errors import Refusal
from musicprize.ledger import queries as ledger
from submissions.applications import actions, screening_actions
from submissions.applications.models import Application, Receipt
from tests.factories.applications import make_complete, make_draft, make_submitted
from tests.factories.editions import make_edition
from tests.factories.people import make_organiser, make_user

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]
SIDE_BY_SIDE = 8


@pytest.fixture(autouse=True)
def _postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.fail("row locks are PostgreSQL's: run this by `python -m tests.services pytest -m services`")


def at_once(act: Callable[[int], Any]) -> list[Any]:
    """Run `act` in threads that start together; results, refusals as their codes."""
    together = Barrier(SIDE_BY_SIDE)

    def run(number: int) -> Any:
        together.wait()
        try:
            return act(number)
        except Refusal as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        return list(pool.map(run, range(SIDE_BY_SIDE)))


def test_submit_at_once_is_one_submission() -> None:
    edition = make_edition()
    application = make_complete(edition)
    at = edition.opens_at + timedelta(seconds=1)
    found = at_once(lambda _: actions.submit(application_id=application.pk, by=application.owner, at=at).number)
    assert len(set(found)) == 1, found
    assert Receipt.objects.count() == 1
    assert ledger.verify() == []


def test_create_at_once_is_one_application() -> None:
    edition, user = make_edition(), make_user()
    at = edition.opens_at
    found = at_once(lambda _: actions.create(edition=edition.slug, by=user, at=at))
    assert len({application_id for application_id, _new in found}) == 1
    assert [new for _id, new in found].count(True) == 1
    assert Application.objects.get().works.count() == 3


def test_save_at_once_is_one_accepted_and_the_others_told() -> None:
    application = make_draft(make_edition())

    def save(number: int) -> str:
        change = {"biography": f"text {number}"}
        actions.save(
            application_id=application.pk, changes=change, versions={}, by=application.owner, at=application.created_at
        )
        return "saved"

    found = at_once(save)
    assert sorted(found) == ["changed_elsewhere"] * (SIDE_BY_SIDE - 1) + ["saved"]
    assert Application.objects.get().versions == {"biography": 1}


def test_admit_at_once_is_one_decision_one_code() -> None:
    edition = make_edition()
    application, desk = make_submitted(edition), make_organiser(edition)
    at = application.submitted_at

    def admit(_: int) -> str:
        return screening_actions.admit(application_id=application.pk, by=desk, at=at).code or ""

    found = at_once(admit)
    assert found.count("wrong_state") == SIDE_BY_SIDE - 1
    assert Application.objects.get().screenings.count() == 1


def test_withdraw_and_admit_at_once_leave_one_outcome() -> None:
    edition = make_edition()
    application, desk = make_submitted(edition), make_organiser(edition)
    at, owner = application.submitted_at, application.owner

    def act(number: int) -> str:
        if number % 2:
            screening_actions.admit(application_id=application.pk, by=desk, at=at)
        else:
            actions.withdraw(application_id=application.pk, reference=application.reference, by=owner, at=at)
        return "done"

    at_once(act)
    assert Application.objects.get().state == "withdrawn"
    assert ledger.verify() == []
