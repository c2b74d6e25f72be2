"""Eligibility with an edition's rules, in words; the place checker over HTTP."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from rest_framework.test import APIClient

from musicprize.editions import queries as editions
from submissions.eligibility import queries
from submissions.eligibility.queries import Link
from submissions.eligibility.rules import Code, Verdict, WorkAge
from submissions.eligibility.sentences import SENTENCES
from tests.factories.applications import KONZ
from tests.factories.editions import make_edition

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("closes_at", "day"),
    [
        (datetime(2027, 1, 31, 23, tzinfo=UTC), date(2027, 1, 31)),  # midnight in Luxembourg belongs to the day before
        (datetime(2027, 1, 31, 22, 59, tzinfo=UTC), date(2027, 1, 31)),
        (datetime(2027, 1, 31, 23, 1, tzinfo=UTC), date(2027, 2, 1)),
    ],
)
def test_closing_day_is_the_last_day_in_luxembourg(closes_at: datetime, day: date) -> None:
    assert queries.closing_day(closes_at) == day


def test_eligibility_of_konz_is_computed_with_sentences() -> None:
    edition = editions.by_id(make_edition().pk)
    year = edition.closes_at.year
    works = [WorkAge(1, year), WorkAge(2, year - 9), WorkAge(3, None, in_progress=True)]
    with translation.override("en"):
        facts = queries.eligibility(Link("lives", KONZ, True), works, edition=edition, decision=None)
    assert facts.verdict is Verdict.NOT_ELIGIBLE
    assert (facts.distances[0].city, facts.distances[0].km < 12) == ("tri", True)
    assert len(facts.distances) == 4
    assert [(finding.code, finding.work) for finding in facts.findings if finding.open] == [("work_too_old", 2)]
    assert "km from Trier" in facts.findings[0].sentence


def test_every_code_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Code)


def test_places_over_http_are_public_and_say_the_answer() -> None:
    make_edition()
    answer = APIClient().get("/api/v1/places", {"q": "konz", "limit": "3"}, headers={"accept-language": "en"})
    assert answer.status_code == 200
    first = answer.data["results"][0]
    assert (first["name"], first["nearest"]["city"], first["within"]) == ("Konz", "tri", True)
    assert first["sentence"].endswith("you may apply.")
    assert "GeoNames" in answer.data["attribution"]


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "\x00"}, {"q": "x" * 5000}, {"q": "konz", "limit": "-1"}])
def test_places_take_any_query(query: dict[str, str]) -> None:
    make_edition()
    assert APIClient().get("/api/v1/places", query).status_code == 200


def test_places_of_a_hidden_edition_are_not_there() -> None:
    edition = make_edition(published=False)
    assert APIClient().get("/api/v1/places", {"q": "konz", "edition": edition.slug}).status_code == 404
