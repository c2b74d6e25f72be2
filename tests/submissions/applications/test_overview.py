"""Numbers of an edition: by state, city and day; drafts and other editions kept apart."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from musicprize.kernel import clock
from submissions.applications import screening_actions as desk
from submissions.applications.models import Application
from submissions.applications.overview import CityCount, overview
from submissions.audio import queries as audio
from tests.factories.applications import make_draft, make_submitted
from tests.factories.editions import make_edition
from tests.factories.people import make_organiser
from tests.factories.works import make_recording, make_work

pytestmark = pytest.mark.django_db


def test_overview_counts_by_state() -> None:
    edition, at = make_edition(), clock.now()
    organiser = make_organiser(edition)
    make_draft(edition)
    make_submitted(edition)
    asked, refused = make_submitted(edition), make_submitted(edition)
    until = at + timedelta(days=2)
    desk.ask(application_id=asked.pk, sections=["texts"], until=until, message="More", by=organiser, at=at)
    desk.refuse(application_id=refused.pk, reason="duplicate", message="", by=organiser, at=at)
    make_submitted(make_edition())
    found = overview(edition.pk, at=at)
    assert (found.drafts, found.waiting, found.asked, found.refused, found.admitted) == (1, 1, 1, 1, 0)
    assert found.sent == 3
    assert overview(edition.pk, at=until).waiting == 2


def test_overview_counts_by_city_with_drafts_apart() -> None:
    edition = make_edition()
    city = edition.cities.order_by("colour")[0]
    make_submitted(edition, city=city)
    make_draft(edition, city=city)
    make_draft(edition, city=None)
    found = {one.code: one for one in overview(edition.pk, at=clock.now()).by_city}
    assert found[city.code] == CityCount(city.code, sent=1, drafts=1)
    assert found[None] == CityCount(None, sent=0, drafts=1)


def test_overview_days_are_those_of_luxembourg() -> None:
    edition = make_edition()
    draft = make_draft(edition)
    late = datetime(2027, 1, 31, 23, 30, tzinfo=ZoneInfo("UTC"))
    Application.objects.filter(pk=draft.pk).update(created_at=late)
    (day,) = overview(edition.pk, at=clock.now()).by_day
    assert (day.day.isoformat(), day.begun, day.sent) == ("2027-02-01", 1, 0)


def test_overview_takes_three_queries() -> None:
    edition = make_edition()
    for _number in range(3):
        make_submitted(edition)
    with CaptureQueriesContext(connection) as asked:
        overview(edition.pk, at=clock.now())
    assert len(asked) == 3


def test_counts_in_looks_at_the_newest_file_of_each_work() -> None:
    edition = make_edition()
    application = make_draft(edition)
    first, second = make_work(application, 1), make_work(application, 2)
    make_recording(first, verdict="refused")
    make_recording(first)
    make_recording(second, verdict="refused")
    found = audio.counts_in(edition.pk)
    assert (found["ready"], found["refused"], found["running"]) == (1, 1, 0)
    assert audio.counts_in(make_edition().pk)["ready"] == 0
