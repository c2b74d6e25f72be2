"""Screening: who gets in, what the queue and one application show, and what may be decided."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from musicprize.accounts.models import User
from musicprize.editions.models import Edition
from musicprize.kernel import clock
from submissions.applications import screening_actions as desk
from submissions.applications.models import Application
from tests.factories.applications import make_draft, make_submitted
from tests.factories.editions import make_edition
from tests.factories.people import make_coordinator, make_juror, make_organiser, make_user
from tests.factories.works import make_recording, make_work

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script>"


def sign_in(reader: Client, person: User) -> Client:
    reader.force_login(User.objects.get(pk=person.pk), backend="django.contrib.auth.backends.ModelBackend")
    return reader


def queue(reader: Client, edition: Edition, query: str = "") -> str:
    answer = reader.get(reverse("screening_queue", args=[edition.slug]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def one(reader: Client, application: Application) -> str:
    answer = reader.get(reverse("screening_one", args=[application.edition.slug, application.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_screening_signed_out_asks_to_sign_in(reader: Client) -> None:
    edition = make_edition()
    sent = make_submitted(edition)
    for address in (
        reverse("screening"),
        reverse("screening_queue", args=[edition.slug]),
        reverse("screening_one", args=[edition.slug, sent.pk]),
    ):
        answer = reader.get(address)
        assert answer.status_code == 302
        assert "/sign-in/" in answer["Location"]


def test_screening_juror_and_artist_find_nothing(reader: Client) -> None:
    edition = make_edition()
    sent = make_submitted(edition)
    for person in (make_juror(edition), make_user(), sent.owner):
        sign_in(reader, person)
        assert reader.get(reverse("screening_queue", args=[edition.slug])).status_code == 404
        assert reader.get(reverse("screening_one", args=[edition.slug, sent.pk])).status_code == 404


def test_screening_leads_to_the_edition_of_the_coordinator(reader: Client) -> None:
    edition = make_edition()
    make_edition()
    answer = sign_in(reader, make_coordinator(edition)).get(reverse("screening"))
    assert answer["Location"] == reverse("screening_queue", args=[edition.slug])
    assert sign_in(reader, make_user()).get(reverse("screening")).status_code == 403


def test_queue_holds_the_own_city_and_those_without_but_no_draft(reader: Client) -> None:
    edition = make_edition()
    mine, other = edition.cities.order_by("colour")[:2]
    make_submitted(edition, artist_name="Of my city", city=mine)
    make_submitted(edition, artist_name="Of no city", city=None)
    make_submitted(edition, artist_name="Of another city", city=other)
    make_draft(edition, artist_name="Still writing", city=mine)
    html = queue(sign_in(reader, make_coordinator(edition, mine)), edition)
    assert "Of my city" in html
    assert "Of no city" in html
    assert "Of another city" not in html
    assert "Still writing" not in html


def test_queue_of_another_city_application_is_not_there(reader: Client) -> None:
    edition = make_edition()
    mine, other = edition.cities.order_by("colour")[:2]
    sent = make_submitted(edition, city=other)
    sign_in(reader, make_coordinator(edition, mine))
    assert reader.get(reverse("screening_one", args=[edition.slug, sent.pk])).status_code == 404


def test_queue_filters_by_state_and_city(reader: Client) -> None:
    edition, at = make_edition(), clock.now()
    organiser = make_organiser(edition)
    first, second = edition.cities.order_by("colour")[:2]
    waits = make_submitted(edition, artist_name="Waits", city=first)
    asked = make_submitted(edition, artist_name="Asked", city=second)
    desk.ask(
        application_id=asked.pk, sections=["texts"], until=at + timedelta(days=3), message="More", by=organiser, at=at
    )
    sign_in(reader, organiser)
    assert waits.artist_name in queue(reader, edition)
    assert "Asked</a>" not in queue(reader, edition)
    assert "Asked</a>" in queue(reader, edition, "?state=asked")
    assert "Waits" not in queue(reader, edition, f"?state=all&city={second.code}")


def test_queue_all_decided_says_so(reader: Client) -> None:
    edition, at = make_edition(), clock.now()
    coordinator = make_coordinator(edition)
    for _number in range(2):
        sent = make_submitted(edition, city=edition.cities.order_by("colour")[0])
        desk.refuse(application_id=sent.pk, reason="outside_scope", message="", by=coordinator, at=at)
    assert "All 2 checked." in queue(sign_in(reader, coordinator), edition)


@pytest.mark.parametrize("number", [1, 3])
def test_queue_costs_the_same_for_one_and_three(reader: Client, number: int) -> None:
    edition = make_edition()
    sign_in(reader, make_organiser(edition))
    for _number in range(number):
        make_submitted(edition)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        queue(reader, edition)
    assert len(asked) == QUEUE_QUERIES


QUEUE_QUERIES = 10


def test_one_shows_facts_works_and_the_three_decisions(reader: Client) -> None:
    edition = make_edition()
    sent = make_submitted(edition, artist_name="Some Name")
    html = one(sign_in(reader, make_organiser(edition)), sent)
    assert "Some Name" in html
    for verb in ("admit", "ask", "refuse", "eligibility"):
        assert f'data-endpoint="/api/v1/applications/{sent.pk}/{verb}"' in html
    assert html.count("<qp-player") == sent.works.count()


def test_one_tells_the_reason_in_the_language_of_the_artist(reader: Client) -> None:
    edition = make_edition()
    sent = make_submitted(edition, language="de")
    html = one(sign_in(reader, make_organiser(edition)), sent)
    assert '<blockquote lang="de">' in html


def test_one_shows_what_was_typed_as_text_only(reader: Client) -> None:
    edition = make_edition()
    sent = make_submitted(edition, artist_name=EVIL, biography=EVIL, region_link=EVIL)
    assert EVIL not in one(sign_in(reader, make_organiser(edition)), sent)


def test_one_decided_offers_no_decision_and_shows_the_history(reader: Client) -> None:
    edition, at = make_edition(), clock.now()
    organiser = make_organiser(edition)
    sent = make_submitted(edition)
    desk.refuse(application_id=sent.pk, reason="duplicate", message="See the other one.", by=organiser, at=at)
    html = one(sign_in(reader, organiser), sent)
    assert f"/api/v1/applications/{sent.pk}/admit" not in html
    assert "See the other one." in html
    assert organiser.name in html


def test_one_own_application_is_decided_by_somebody_else(reader: Client) -> None:
    edition = make_edition()
    organiser = make_organiser(edition)
    sent = make_submitted(edition, owner=organiser)
    html = one(sign_in(reader, organiser), sent)
    assert f"/api/v1/applications/{sent.pk}/admit" not in html
    assert "This is your own application" in html


def test_one_goes_on_to_the_next_that_waits(reader: Client) -> None:
    edition = make_edition()
    first, second = make_submitted(edition), make_submitted(edition)
    Application.objects.filter(pk=first.pk).update(submitted_at=clock.now() - timedelta(hours=1))
    html = one(sign_in(reader, make_organiser(edition)), first)
    assert f'data-next="{reverse("screening_one", args=[edition.slug, second.pk])}"' in html


@pytest.mark.parametrize("works", [1, 3])
def test_one_costs_the_same_for_one_and_three_works(reader: Client, works: int) -> None:
    edition = make_edition()
    sent = make_submitted(edition)
    sent.works.all().delete()
    for position in range(1, works + 1):
        make_recording(make_work(sent, position))
    sign_in(reader, make_organiser(edition))
    with CaptureQueriesContext(connection) as asked:
        one(reader, sent)
    assert len(asked) == ONE_QUERIES


ONE_QUERIES = 30
