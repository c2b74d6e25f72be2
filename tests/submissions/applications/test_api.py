"""The artist's way through the API, as a client sees it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as outbox
from rest_framework.test import APIClient

from musicprize.kernel import clock
from submissions.applications.models import Application, Receipt
from tests.factories.applications import KONZ, make_complete, make_draft, make_submitted
from tests.factories.editions import make_consents, make_edition
from tests.factories.people import make_coordinator, make_user

pytestmark = pytest.mark.django_db


def client_of(user: Any) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def begin(client: APIClient, edition: Any) -> dict[str, Any]:
    answer = client.post("/api/v1/applications", {"edition": edition.slug})
    assert answer.status_code == 201, answer.data
    return dict(answer.data)


def test_begin_twice_gives_the_same_application() -> None:
    edition, client = make_edition(), client_of(make_user())
    first = begin(client, edition)
    again = client.post("/api/v1/applications", {"edition": edition.slug})
    assert (again.status_code, again.data["id"]) == (200, first["id"])
    works = client.get(f"/api/v1/applications/{first['id']}/works").data["results"]
    assert [work["position"] for work in works] == [1, 2, 3]


def test_begin_after_closing_is_refused_as_closed() -> None:
    edition = make_edition(clock.now() - timedelta(days=8))
    answer = client_of(make_user()).post("/api/v1/applications", {"edition": edition.slug})
    assert (answer.status_code, answer.data["code"]) == (409, "closed")


def test_save_with_old_version_answers_both_texts() -> None:
    edition, client = make_edition(), client_of(make_user())
    path = f"/api/v1/applications/{begin(client, edition)['id']}"
    first = client.patch(path, {"biography": "one", "versions": {}})
    assert (first.status_code, first.data["versions"]) == (200, {"biography": 1})
    other = client.patch(path, {"biography": "two", "project": "new", "versions": {"biography": 0}})
    assert other.status_code == 409
    assert other.data["code"] == "changed_elsewhere"
    assert (other.data["current"], other.data["versions"]) == ({"biography": "one"}, {"biography": 1})
    assert client.get(path).data["project"] == ""
    repeated = client.patch(path, {"biography": "one", "versions": {"biography": 0}})
    assert (repeated.status_code, repeated.data["versions"]) == (200, {"biography": 1})


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("biography", "a\x00b", "control_characters"),
        ("artist_name", "abc\u202edef", "control_characters"),
        ("artist_name", "x" * 121, "too_long"),
        ("artist_name", 7, "not_text"),
        ("ensemble", "yes", "not_a_flag"),
        ("rider_people", "3", "not_a_number"),
        ("rider_people", -1, "out_of_range"),
        ("website", "javascript:alert(1)", "not_an_address"),
        ("basis", "likes", "unknown_choice"),
        ("city", "paris", "unknown_choice"),
        ("place_id", 1, "unknown_place"),
        ("state", "admitted", "unknown_field"),
    ],
)
def test_save_of_what_must_not_be_stored_names_the_field(field: str, value: Any, code: str) -> None:
    edition, client = make_edition(), client_of(make_user())
    path = f"/api/v1/applications/{begin(client, edition)['id']}"
    answer = client.patch(path, {field: value}, format="json")
    assert answer.status_code == 400, answer.data
    assert [problem["code"] for problem in answer.data["errors"][field]] == [code]


def test_save_of_half_a_character_is_refused_and_not_an_error_of_ours() -> None:
    edition, client = make_edition(), client_of(make_user())
    path = f"/api/v1/applications/{begin(client, edition)['id']}"
    answer = client.generic("PATCH", path, b'{"biography": "\\ud800"}', content_type="application/json")
    assert (answer.status_code, answer.data["errors"]["biography"][0]["code"]) == (400, "control_characters")


def test_save_of_a_place_brings_its_name_and_typing_unchooses_it() -> None:
    edition, client = make_edition(), client_of(make_user())
    path = f"/api/v1/applications/{begin(client, edition)['id']}"
    chosen = client.patch(path, {"place_id": KONZ, "city": "tri"})
    assert chosen.data["place_name"].startswith("Konz")
    typed = client.patch(path, {"place_name": "Konzer Tälchen", "versions": chosen.data["versions"]})
    assert typed.data["place_id"] is None
    tasks = {task["key"]: task for task in client.get(f"{path}/tasks").data["tasks"]}
    assert "not_chosen" in [problem["code"] for problem in tasks["eligibility"]["problems"]]


def test_stranger_finds_nothing_on_any_method() -> None:
    edition = make_edition()
    mine = make_complete(edition)
    stranger = client_of(make_user())
    work = mine.works.first()
    for method, path in [
        ("get", f"/api/v1/applications/{mine.pk}"),
        ("patch", f"/api/v1/applications/{mine.pk}"),
        ("get", f"/api/v1/applications/{mine.pk}/tasks"),
        ("get", f"/api/v1/applications/{mine.pk}/works"),
        ("get", f"/api/v1/applications/{mine.pk}/receipts"),
        ("get", f"/api/v1/applications/{mine.pk}/files/portrait"),
        ("post", f"/api/v1/applications/{mine.pk}/submit"),
        ("post", f"/api/v1/applications/{mine.pk}/take-back"),
        ("post", f"/api/v1/applications/{mine.pk}/admit"),
        ("get", f"/api/v1/works/{work.pk}"),
        ("patch", f"/api/v1/works/{work.pk}"),
        ("delete", f"/api/v1/works/{work.pk}/audio"),
        ("get", f"/api/v1/works/{work.pk}/play"),
        ("get", f"/api/v1/works/{work.pk}/peaks"),
        ("get", f"/api/v1/screening/{mine.pk}"),
    ]:
        answer = getattr(stranger, method)(path, {}, format="json")
        assert answer.status_code == 404, (method, path, answer.status_code)


def test_whole_way_from_draft_to_admitted(django_capture_on_commit_callbacks: Any) -> None:
    edition = make_edition()
    make_consents(edition)
    application = make_complete(edition)
    client = client_of(application.owner)
    path = f"/api/v1/applications/{application.pk}"
    tasks = client.get(f"{path}/tasks").data
    assert tasks["ready"] is True, tasks
    with django_capture_on_commit_callbacks(execute=True):
        sent = client.post(f"{path}/submit")
    assert sent.status_code == 200, sent.data
    number = sent.data["receipt"]["number"]
    again = client.post(f"{path}/submit")
    assert again.data["receipt"]["number"] == number
    assert Receipt.objects.count() == 1
    pdf = client.get(f"/api/v1/receipts/{number}/pdf")
    assert (pdf.status_code, pdf.content[:5]) == (200, b"%PDF-")
    letters = [m for m in outbox.outbox if m.to == [application.owner.email]]
    assert [m.attachments[0][0] for m in letters] == [f"{number}.pdf"]
    desk = client_of(make_coordinator(edition, edition.cities.get(code="tri")))
    admitted = desk.post(f"{path}/admit")
    assert admitted.status_code == 200, admitted.data
    assert admitted.data["code"].startswith("QP")
    assert admitted.data["code"] not in admitted.data["reference"]
    assert client.get(path).data["state"] == "admitted"
    assert "code" not in client.get(path).data


def test_submit_of_an_unfinished_draft_names_every_field() -> None:
    edition = make_edition()
    draft = make_draft(edition)
    answer = client_of(draft.owner).post(f"/api/v1/applications/{draft.pk}/submit")
    assert (answer.status_code, answer.data["code"]) == (400, "not_complete")
    assert "about.artist_name" in answer.data["errors"]
    assert Application.objects.get(pk=draft.pk).state == "draft"


def test_withdraw_needs_the_reference() -> None:
    application = make_submitted(make_edition())
    client = client_of(application.owner)
    path = f"/api/v1/applications/{application.pk}/withdraw"
    assert client.post(path, {"reference": "QP00-A2A2-2"}).status_code == 400
    assert client.post(path, {"reference": application.reference.lower().replace("-", " ")}).status_code == 204
    assert Application.objects.get(pk=application.pk).state == "withdrawn"
