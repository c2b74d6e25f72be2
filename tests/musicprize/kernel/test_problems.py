"""Refusals: one shape of body in the API, a page with a sentence elsewhere, 503 while the database is away."""

import json
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from redis.exceptions import ConnectionError as RedisAway
from rest_framework import exceptions, serializers
from rest_framework.test import APIClient
from rest_framework.throttling import SimpleRateThrottle

from musicprize.kernel import errors
from musicprize.kernel.api import problem_response
from musicprize.kernel.middleware import DatabaseAway, RefusalsAsPages
from tests.factories.editions import make_edition
from tests.factories.people import make_user

KEYS = {"type", "title", "status", "code", "detail", "errors"}


def _body(problem: Exception) -> tuple[Any, dict[str, Any]]:
    answer = problem_response(problem, {})
    assert answer is not None
    return answer, json.loads(json.dumps(answer.data))


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (errors.NotAllowed(), 403),
        (errors.NotFound(), 404),
        (errors.Conflict("c", "No."), 409),
        (errors.Gone("g", "Over."), 410),
        (errors.Invalid(), 400),
        (errors.Unavailable("u", "Later."), 503),
        (errors.Invalid("too_large", "Too large.", http_status=413), 413),
    ],
)
def test_problem_of_a_refusal(refusal: errors.Refusal, status: int) -> None:
    answer, body = _body(refusal)
    assert answer.status_code == body["status"] == status
    assert answer.content_type == "application/problem+json"
    assert (set(body), body["type"], body["code"]) == (KEYS, "about:blank", refusal.code)
    assert body["detail"] == str(refusal.message)
    assert answer.get("Retry-After") == ("5" if status == 503 else None)


def test_problem_carries_fields_and_extras() -> None:
    _answer, body = _body(errors.Invalid(fields={"a": [("short", "Too short."), ("odd", "Odd.")]}, limit=3))
    found = [{"code": "short", "message": "Too short."}, {"code": "odd", "message": "Odd."}]
    assert (body["errors"], body["limit"], body["status"]) == ({"a": found}, 3, 400)


class _Work(serializers.Serializer):
    title = serializers.CharField(max_length=3)


class _Entry(serializers.Serializer):
    name = serializers.CharField()
    works = _Work(many=True)
    tags = serializers.ListField(child=serializers.IntegerField(), required=False)


def _invalid(data: Any, **options: Any) -> dict[str, list[str]]:
    """{field: codes} of what DRF says about wrong data."""
    given = _Entry(data=data, **options)
    with pytest.raises(exceptions.ValidationError) as wrong:
        given.is_valid(raise_exception=True)
    _answer, body = _body(wrong.value)
    assert (body["status"], body["code"], set(body)) == (400, "invalid", KEYS)
    assert all(set(one) == {"code", "message"} for found in body["errors"].values() for one in found)
    return {name: [one["code"] for one in found] for name, found in body["errors"].items()}


def test_problem_of_wrong_fields_names_nested_ones_by_path() -> None:
    data = {"works": [{"title": "abc"}, {"title": "abcd"}, {}], "tags": [1, "x"]}
    assert _invalid(data) == {
        "name": ["required"], "works.1.title": ["max_length"], "works.2.title": ["required"], "tags.1": ["invalid"],
    }  # fmt: skip


def test_problem_of_a_wrong_list_and_of_no_object() -> None:
    assert _invalid([{"name": "a", "works": []}, {"works": []}], many=True) == {"1.name": ["required"]}
    assert _invalid("text") == {"non_field_errors": ["invalid"]}
    assert _invalid({"name": "a", "works": "none"}) == {"works.non_field_errors": ["not_a_list"]}


@pytest.mark.parametrize(
    ("problem", "status", "code"),
    [
        (Http404(), 404, "not_found"),
        (exceptions.NotFound(), 404, "not_found"),
        (exceptions.PermissionDenied(), 403, "permission_denied"),
        (exceptions.NotAuthenticated(), 401, "not_authenticated"),
        (exceptions.MethodNotAllowed("PUT"), 405, "method_not_allowed"),
        (exceptions.ParseError(), 400, "parse_error"),
        (exceptions.UnsupportedMediaType("text/csv"), 415, "unsupported_media_type"),
        (exceptions.Throttled(wait=1.2), 429, "throttled"),
    ],
)
def test_problem_of_the_framework_has_the_same_shape(problem: Exception, status: int, code: str) -> None:
    answer, body = _body(problem)
    assert (answer.status_code, body["code"], set(body)) == (status, code, KEYS)
    assert answer.get("Retry-After") == ("2" if status == 429 else None)


def test_problem_of_a_defect_is_none_of_ours() -> None:
    assert problem_response(ZeroDivisionError(), {}) is None


@pytest.mark.django_db
@pytest.mark.parametrize("signed_in", [True, False])
def test_problem_too_many_requests_says_when_to_come_back(signed_in: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    rates = {"user": "2/min", "anon": "2/min"}
    monkeypatch.setattr(SimpleRateThrottle, "THROTTLE_RATES", rates)
    client = APIClient()
    if signed_in:
        client.force_authenticate(make_user())
    answers = [client.get("/api/v1/editions") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert answers[2].json()["code"] == "throttled"
    assert 1 <= int(answers[2]["Retry-After"]) <= 61
    cache.clear()


@pytest.mark.django_db
def test_problem_in_the_reader_s_language(client: Client) -> None:
    details = set()
    for language in ("de", "fr", "en"):
        client.force_login(make_user(language=language))
        details.add(client.get("/api/v1/editions/none").json()["detail"])
    assert len(details) == 3


# --- Middleware --------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_language_of_the_account_unless_the_device_chose(client: Client) -> None:
    make_edition()
    client.force_login(make_user(language="fr"))
    assert b'<html lang="fr"' in client.get("/results/").content
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    assert b'<html lang="en"' in client.get("/results/").content


@pytest.mark.django_db
def test_language_of_the_browser_when_nobody_is_signed_in(client: Client) -> None:
    answer = client.get("/results/", HTTP_ACCEPT_LANGUAGE="fr")
    assert b'<html lang="fr"' in answer.content
    assert "Cookie" in answer["Vary"]


@pytest.mark.django_db
def test_language_does_not_stay_for_the_next_reader(client: Client) -> None:
    client.force_login(make_user(language="fr"))
    client.get("/results/")
    assert b'<html lang="de"' in Client().get("/results/", HTTP_ACCEPT_LANGUAGE="de").content


@pytest.mark.django_db
def test_refusal_while_a_page_is_made_is_a_page_with_its_sentence(client: Client) -> None:
    answer = client.get("/results/none/", HTTP_ACCEPT_LANGUAGE="en")
    assert answer.status_code == 404
    assert answer["Content-Type"].startswith("text/html")
    assert str(errors.NotFound().message).encode() in answer.content


def test_refusals_as_pages_leaves_defects_alone() -> None:
    middleware = RefusalsAsPages(lambda request: HttpResponse())
    assert middleware.process_exception(RequestFactory().get("/"), ZeroDivisionError()) is None


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/results/", "/api/v1/editions"])
def test_database_away_is_503_with_a_sentence(client: Client, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: object, **kwargs: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("django.db.models.query.QuerySet._fetch_all", away)
    answer = client.get(path)
    assert (answer.status_code, answer["Retry-After"], answer.json()["code"]) == (503, "5", "unavailable")
    assert b"server closed" not in answer.content


def test_database_away_leaves_the_rest_alone() -> None:
    middleware = DatabaseAway(lambda request: HttpResponse())

    def of(problem: Exception) -> HttpResponse | None:
        return middleware.process_exception(HttpRequest(), problem)

    assert of(ZeroDivisionError()) is None
    assert [getattr(of(one), "status_code", 0) for one in (OperationalError(), RedisAway())] == [503, 503]


@pytest.mark.django_db
def test_database_away_while_the_reader_is_looked_up_is_503_too(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The session and the account are read in middleware, before any view."""
    client.force_login(make_user())

    def away(*args: object, **kwargs: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore._get_session_from_db", away)
    answer = client.get("/results/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
