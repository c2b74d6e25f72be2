"""Rounds through the API: the way from draft to count, and who may see or do what."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from musicprize.accounts.models import User
from tests.factories.editions import in_all
from tests.factories.jury import code_of, make_closed_jury, make_draft_jury, make_jury, make_sealed_jury
from tests.factories.people import make_chair, make_coordinator, make_juror, make_organiser, make_user

pytestmark = pytest.mark.django_db


def as_(person: User | None) -> APIClient:
    client = APIClient()
    if person is not None:
        client.force_authenticate(person)
    return client


def test_round_from_draft_to_count_through_the_api_alone() -> None:
    jury = make_draft_jury(jurors=3, entries=2)
    organiser = as_(jury.organiser)
    made = organiser.post(
        f"/api/v1/editions/{jury.edition.slug}/rounds",
        {"title": in_all("Jury"), "blind": True, "scale": {"low": 100, "high": 1000, "step": 50}, "method": "adjusted"},
    )
    assert made.status_code == 201, made.content
    url = f"/api/v1/rounds/{made.json()['id']}"
    criteria = [{"key": "music", "title": in_all("Music"), "weight": 3}, {"key": "daring", "title": in_all("Daring")}]
    assert [c["weight"] for c in organiser.put(f"{url}/criteria", criteria).json()["criteria"]] == [3, 1]
    version = organiser.get(url).json()["version"]
    changed = organiser.patch(url, {"advance": 2, "scale": {"step": 25}, "version": version})
    assert changed.json()["scale"] == {"low": 100, "high": 1000, "step": 25}
    opened = organiser.post(f"{url}/open", {})
    assert (opened.json()["state"], opened.json()["entries"], len(opened.json()["rules_sha256"])) == ("open", 2, 64)
    for number, juror in enumerate(jury.jurors):
        vote(as_(juror), url, 600 + 25 * number)
    closed = organiser.post(f"{url}/close", {"missing": "refuse"})
    assert (closed.status_code, closed.json()["state"]) == (200, "closed")
    assert len(closed.json()["seed"]) == 64


def vote(client: APIClient, url: str, hundredths: int) -> None:
    """Say that there are no ties, mark every sheet, complete it, seal."""
    assert client.post(f"{url}/declaration", {"ties": False}).status_code < 300
    ballot = client.get(f"{url}/ballot").json()
    for sheet in ballot["sheets"]:
        own = f"/api/v1/sheets/{sheet['id']}"
        given = {criterion["key"]: hundredths for criterion in ballot["round"]["criteria"]}
        saved = client.patch(own, {"marks": given, "note": "n", "version": sheet["version"]})
        assert saved.status_code == 200, saved.content
        done = client.post(f"{own}/complete", {"version": saved.json()["version"]})
        assert done.json()["state"] == "complete"
    sealed = client.post(f"{url}/seal", {})
    assert sealed.status_code == 200, sealed.content
    assert len(sealed.json()["receipt"]["digest"]) == 64


@pytest.mark.parametrize("state", ["draft", "open", "closed"])
def test_round_is_not_there_for_artists_coordinators_and_other_editions(state: str) -> None:
    jury = {"draft": make_draft_jury, "open": make_jury, "closed": make_closed_jury}[state]()
    elsewhere = make_draft_jury()
    strangers = (
        make_user(), jury.entries[0].owner, make_coordinator(jury.edition), make_juror(elsewhere.edition),
        make_organiser(elsewhere.edition), make_chair(elsewhere.edition),
    )  # fmt: skip
    url = f"/api/v1/rounds/{jury.round.pk}"
    for stranger in strangers:
        client = as_(stranger)
        answers = [
            client.get(url), client.patch(url, {"advance": 1, "version": 1}), client.delete(url),
            client.put(f"{url}/criteria", [{"key": "x", "title": {}}]), client.post(f"{url}/open", {}),
            client.get(f"{url}/progress"), client.post(f"{url}/close", {}), client.get(f"{url}/ballot"),
            client.post(f"{url}/seal", {}), client.get(f"/api/v1/editions/{jury.edition.slug}/rounds"),
            client.post(f"/api/v1/editions/{jury.edition.slug}/rounds", {}),
        ]  # fmt: skip
        assert {answer.status_code for answer in answers} == {404}


def test_round_anonymous_is_asked_to_sign_in() -> None:
    jury = make_jury()
    for path in ("", "/progress", "/ballot"):
        assert as_(None).get(f"/api/v1/rounds/{jury.round.pk}{path}").status_code == 403


def test_round_for_a_juror_can_be_read_once_open_but_not_run() -> None:
    jury = make_draft_jury()
    client, url = as_(jury.jurors[0]), f"/api/v1/rounds/{jury.round.pk}"
    assert client.get(url).status_code == 404
    assert client.get(f"/api/v1/editions/{jury.edition.slug}/rounds").json() == {"results": []}
    as_(jury.organiser).post(f"{url}/open", {})
    assert client.get(url).status_code == 200
    assert len(client.get(f"/api/v1/editions/{jury.edition.slug}/rounds").json()["results"]) == 1
    assert client.get(f"{url}/progress").status_code == 403
    assert client.post(f"{url}/close", {}).status_code == 403
    assert client.post(f"{url}/open", {}).status_code == 403


def test_progress_for_organiser_and_chair_says_how_far_not_what() -> None:
    jury = make_sealed_jury(jurors=3, entries=2, unsealed=[2])
    for person in (jury.organiser, make_chair(jury.edition)):
        answer = as_(person).get(f"/api/v1/rounds/{jury.round.pk}/progress").json()
        assert (answer["ballots"], answer["sealed"], answer["entries"]) == (3, 2, 2)
        assert [set(juror) for juror in answer["jurors"]] == [
            {"user", "name", "city", "sheets", "done", "sealed", "seen_at"}
        ] * 3  # fmt: skip
        assert sorted((juror["done"], juror["sealed"]) for juror in answer["jurors"]) == [
            (2, False), (2, True), (2, True),
        ]  # fmt: skip


def test_close_with_ballots_missing_answers_409_with_their_number() -> None:
    jury = make_sealed_jury(jurors=3, unsealed=[0, 1])
    answer = as_(jury.organiser).post(f"/api/v1/rounds/{jury.round.pk}/close", {"missing": "refuse"})
    assert (answer.status_code, answer.json()["code"], answer.json()["missing"]) == (409, "ballots_missing", 2)


def test_open_with_nothing_to_judge_names_the_problem() -> None:
    jury = make_draft_jury(entries=0)
    answer = as_(jury.organiser).post(f"/api/v1/rounds/{jury.round.pk}/open", {})
    assert (answer.status_code, answer.json()["errors"]["entries"][0]["code"]) == (400, "none")


def test_open_by_codes_takes_only_them() -> None:
    jury = make_draft_jury()
    url = f"/api/v1/rounds/{jury.round.pk}/open"
    assert as_(jury.organiser).post(url, {"entries": [code_of(jury, 1)]}).json()["entries"] == 1


@pytest.mark.parametrize("size", [1, 3])
def test_list_of_rounds_takes_the_same_number_of_queries(size: int, django_assert_num_queries: Any) -> None:
    jury = make_draft_jury()
    client = as_(jury.organiser)
    url = f"/api/v1/editions/{jury.edition.slug}/rounds"
    for _number in range(size - 1):
        client.post(url, {})
    client = as_(User.objects.get(pk=jury.organiser.pk))
    with django_assert_num_queries(5):
        assert len(client.get(url).json()["results"]) == size


@pytest.mark.parametrize("size", [1, 3])
def test_progress_takes_the_same_number_of_queries(size: int, django_assert_num_queries: Any) -> None:
    jury = make_jury(jurors=size, entries=size)
    client = as_(User.objects.get(pk=jury.organiser.pk))
    with django_assert_num_queries(4):
        assert len(client.get(f"/api/v1/rounds/{jury.round.pk}/progress").json()["jurors"]) == size
