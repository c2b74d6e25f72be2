"""The jury room through the API: what a juror is given, and what never."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from jury.rounds import actions as rounds
from jury.rounds.rules import Missing
from jury.scoresheets.models import Mark
from musicprize.accounts.models import User
from submissions.uploads.models import Upload
from submissions.works.models import Work
from tests.factories.jury import code_of, fill, make_jury, make_sealed_jury, seal
from tests.factories.sound import make_sound
from tests.factories.uploads import fetch
from tests.jury.live.test_actions import call, finish, give, make_live_jury

pytestmark = pytest.mark.django_db


def as_(person: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(person)
    return client


def ballot_of(jury: Any, juror: int = 0) -> Any:
    return as_(jury.jurors[juror]).get(f"/api/v1/rounds/{jury.round.pk}/ballot")


def sheet_url(jury: Any, juror: int = 0, entry: int = 0) -> str:
    return f"/api/v1/sheets/{jury.sheet(jury.jurors[juror], entry).pk}"


def test_ballot_holds_criteria_scale_and_sheets_in_the_jurors_order() -> None:
    jury = make_jury(entries=4, works=3)
    ballot = ballot_of(jury).json()
    assert [criterion["key"] for criterion in ballot["round"]["criteria"]] == ["music", "innovation"]
    assert ballot["round"]["scale"] == {"low": 100, "high": 1000, "step": 100}
    assert [sheet["position"] for sheet in ballot["sheets"]] == [1, 2, 3, 4]
    assert {sheet["entry"]["code"] for sheet in ballot["sheets"]} == {code_of(jury, number) for number in range(4)}
    assert [[work["position"] for work in sheet["works"]] for sheet in ballot["sheets"]] == [[1, 2, 3]] * 4
    assert ballot["receipt"] is None


def test_ballot_of_a_live_round_says_whose_turn_is_over() -> None:
    jury = make_live_jury(jurors=1, entries=2)
    assert ballot_of(jury).json()["over"] == []
    call(jury, 0)
    give(jury, 0, 0)
    finish(jury, 0)
    assert ballot_of(jury).json()["over"] == [code_of(jury, 0)]
    assert ballot_of(make_jury(jurors=1)).json()["over"] == []


def test_ballot_of_a_blind_round_holds_nothing_that_says_who_plays() -> None:
    jury = make_jury(entries=2, works=2, blind=True)
    answer = ballot_of(jury)
    for entry in jury.entries:
        told = [entry.artist_name, entry.reference, str(entry.pk), str(entry.owner_id), entry.owner.email]
        for work in entry.works.all():
            told += [work.title, work.description, str(work.pk)]
        assert [word for word in told if word in answer.content.decode()] == []
    sheet = answer.json()["sheets"][0]
    assert set(sheet["entry"]) == {"code"}
    assert set(sheet["works"][0]) == {"position", "duration_ms", "start_cue_ms", "gain_db", "playable", "listening"}


def test_ballot_of_a_round_that_is_not_blind_names_artist_titles_and_city() -> None:
    jury = make_jury(entries=1, works=1, blind=False)
    entry, sheet = jury.entries[0], ballot_of(jury).json()["sheets"][0]
    assert entry.city is not None
    assert sheet["entry"] == {"code": entry.code, "artist": entry.artist_name, "city": entry.city.code}
    work = entry.works.get()
    assert (sheet["works"][0]["title"], sheet["works"][0]["description"]) == (work.title, work.description)


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize("blind", [True, False])
def test_ballot_takes_the_same_number_of_queries(size: int, blind: bool, django_assert_num_queries: Any) -> None:
    jury = make_jury(jurors=size, entries=size, works=size, blind=blind)
    for entry in jury.entries:
        for work in entry.works.all():
            make_sound(work)
    client = as_(User.objects.get(pk=jury.jurors[0].pk))
    with django_assert_num_queries(15 if blind else 17):
        assert len(client.get(f"/api/v1/rounds/{jury.round.pk}/ballot").json()["sheets"]) == size


def test_ballot_after_sealing_brings_the_receipt() -> None:
    jury = make_sealed_jury(jurors=1)
    receipt = ballot_of(jury).json()["receipt"]
    assert set(receipt) == {
        *("format", "round", "rules", "pseudonym", "sealed_at", "digest", "salt", "marks", "recused", "ledger_head")
    }
    assert receipt["sealed_at"].endswith("+00:00")


def test_mark_by_two_devices_answers_409_with_both_texts() -> None:
    jury = make_jury()
    client, url = as_(jury.jurors[0]), sheet_url(jury)
    assert client.patch(url, {"marks": {"music": 700}, "note": "first", "version": 1}).json()["version"] == 2
    answer = client.patch(url, {"marks": {"music": 300}, "note": "second", "version": 1})
    assert (answer.status_code, answer.json()["code"], answer.json()["version"]) == (409, "changed_elsewhere", 2)
    assert answer.json()["current"] == {"marks": {"music": 700}, "note": "first", "state": "open"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"marks": {"music": 750}, "version": 1}, "marks.music"),
        ({"marks": {"music": "seven"}, "version": 1}, "marks.music"),
        ({"marks": {"beauty": 700}, "version": 1}, "marks.beauty"),
        ({"marks": {"music": 700}}, "version"),
        ({"note": "x" * 4001, "version": 1}, "note"),
        ({"note": "a\x00b", "version": 1}, "note"),
    ],
)
def test_mark_that_cannot_be_names_its_field(body: dict[str, Any], field: str) -> None:
    jury = make_jury()
    answer = as_(jury.jurors[0]).patch(sheet_url(jury), body)
    assert (answer.status_code, list(answer.json()["errors"])) == (400, [field])
    assert Mark.objects.count() == 0


def test_sheet_of_another_juror_is_not_there_on_any_address() -> None:
    jury = make_jury()
    own = sheet_url(jury, juror=0)
    for person in (jury.jurors[1], jury.organiser):
        client = as_(person)
        answers = [
            client.patch(own, {"marks": {}, "version": 1}), client.post(f"{own}/complete", {"version": 1}),
            client.post(f"{own}/reopen", {"version": 1}), client.post(f"{own}/recuse", {"kind": "conflict"}),
            client.post(f"{own}/return"), client.get(f"{own}/works/1/play"), client.get(f"{own}/works/1/peaks"),
            client.post(f"{own}/listening", {"work": 1, "heard": [], "position_ms": 0}),
        ]  # fmt: skip
        assert [answer.status_code for answer in answers] == [404] * 8


def test_recuse_and_return_through_the_api() -> None:
    jury = make_jury()
    client, url = as_(jury.jurors[0]), sheet_url(jury)
    assert client.post(f"{url}/recuse", {"kind": "recognised"}).json()["state"] == "recused"
    sheet = next(s for s in ballot_of(jury).json()["sheets"] if s["entry"]["code"] == code_of(jury, 0))
    assert (sheet["recused_because"], sheet["works"]) == ("recognised", [])
    assert client.post(f"{url}/return").json()["state"] == "open"


def test_listening_is_kept_and_shown_to_its_juror_alone() -> None:
    jury = make_jury()
    body = {"work": 1, "heard": [[0, 4000], [3000, 8000]], "position_ms": 8000}
    kept = as_(jury.jurors[0]).post(f"{sheet_url(jury)}/listening", body)
    assert kept.json() == {"heard_ms": 8000, "heard": [[0, 8000]], "position_ms": 8000}

    def shown(juror: int) -> Any:
        sheets = ballot_of(jury, juror).json()["sheets"]
        return next(s for s in sheets if s["entry"]["code"] == code_of(jury, 0))["works"][0]["listening"]

    assert shown(0) == kept.json()
    assert shown(1) == {"heard_ms": 0, "heard": [], "position_ms": 0}


def test_play_gives_a_signed_address_named_by_the_code() -> None:
    jury = make_jury()
    work = jury.entries[0].works.get()
    sound = make_sound(work, duration_ms=61_000, gain=-350)
    answer = as_(jury.jurors[0]).get(f"{sheet_url(jury)}/works/1/play")
    told = answer.json()
    assert (told["content_type"], told["gain_db"], told["duration_ms"]) == ("audio/mp4", -3.5, 61_000)
    status, fetched, headers = fetch(told["url"].removeprefix("http://testserver"))
    assert (status, fetched) == (200, sound.content)
    assert f"{code_of(jury, 0)}-1.m4a" in headers["Content-Disposition"]
    hidden = (work.title, jury.entries[0].artist_name, str(work.pk), str(jury.entries[0].pk))
    assert [word for word in hidden if word in json.dumps(told) + str(headers)] == []


def test_peaks_are_the_stored_bytes() -> None:
    jury = make_jury()
    sound = make_sound(jury.entries[0].works.get())
    answer = as_(jury.jurors[0]).get(f"{sheet_url(jury)}/works/1/peaks")
    assert (answer["Content-Type"], answer.content) == ("application/octet-stream", sound.peaks)


def test_play_without_sound_after_standing_aside_or_beyond_the_last_work_is_refused() -> None:
    jury = make_jury()
    client, url = as_(jury.jurors[0]), sheet_url(jury)
    assert client.get(f"{url}/works/1/play").json()["code"] == "not_playable"
    assert client.get(f"{url}/works/1/peaks").status_code == 404
    assert client.get(f"{url}/works/2/play").status_code == 404
    make_sound(jury.entries[0].works.get())
    client.post(f"{url}/recuse", {"kind": "conflict"})
    answer = client.get(f"{url}/works/1/play")
    assert (answer.status_code, answer.json()["code"]) == (409, "recused")


def test_play_goes_on_after_the_round_is_closed() -> None:
    jury = make_sealed_jury(jurors=1)
    make_sound(jury.entries[0].works.get())
    rounds.close(round_id=jury.round.pk, missing=Missing.REFUSE, by=jury.organiser, at=jury.at)
    assert as_(jury.jurors[0]).get(f"{sheet_url(jury)}/works/1/play").status_code == 200


def test_my_rounds_lists_only_my_own() -> None:
    jury = make_jury(entries=2)
    make_jury()
    fill(jury, 0)
    [mine] = as_(jury.jurors[0]).get("/api/v1/jury/rounds").json()["results"]
    assert (mine["id"], mine["done"], mine["sheets"], mine["ballot"]) == (str(jury.round.pk), 2, 2, "open")
    assert as_(jury.organiser).get("/api/v1/jury/rounds").json() == {"results": []}


READS = (
    *("/jury/rounds", "/rounds/{round}", "/rounds/{round}/ballot", "/editions/{slug}/rounds"),
    *("/sheets/{sheet}/works/1/play", "/sheets/{sheet}/works/1/peaks", "/rounds/{round}/progress", "/me"),
)


def seen_by(jury: Any, juror: int) -> list[tuple[Any, ...]]:
    """Everything a juror can fetch: status, body, headers, number of queries; signatures masked."""
    keys = {"round": jury.round.pk, "slug": jury.edition.slug, "sheet": jury.sheet(jury.jurors[juror], 0).pk}
    seen = []
    for path in READS:
        client = as_(User.objects.get(pk=jury.jurors[juror].pk))
        with CaptureQueriesContext(connection) as queries:
            answer = client.get("/api/v1" + path.format(**keys))
        body = answer.content
        if path.endswith("/play") and answer.status_code == 200:
            body = json.dumps({**answer.json(), "url": "masked"}).encode()
        headers = {name: value for name, value in answer.headers.items() if name != "Content-Length"}
        seen.append((path, answer.status_code, body, headers, len(queries)))
    return seen


def test_two_worlds_that_differ_in_who_plays_look_the_same_in_a_blind_round() -> None:
    jury = make_jury(entries=2, works=1, blind=True)
    for entry in jury.entries:
        make_sound(entry.works.get())
    before = seen_by(jury, 0)
    assert [answer[1] for answer in before] == [200, 200, 200, 200, 200, 200, 403, 200]
    for number, entry in enumerate(jury.entries):
        User.objects.filter(pk=entry.owner_id).update(name=f"Another {number}", email=f"another{number}@example.net")
        type(entry).objects.filter(pk=entry.pk).update(
            artist_name=f"Quite another {number}", biography="x" * 99, city=None, website="https://example.net",
            reference=f"QP-OTHER{number}", language="lb",
        )  # fmt: skip
        Work.objects.filter(application=entry).update(
            title="Another", description="y" * 99, contributors="Another", video_url="https://example.net/v",
            year=2024, title_language="fr",
        )  # fmt: skip
        Upload.objects.filter(application=entry).update(file_name=f"another-{number}.wav")
    assert seen_by(jury, 0) == before


def test_two_worlds_that_differ_in_the_others_votes_look_the_same() -> None:
    jury = make_jury(jurors=3, entries=2)
    fill(jury, 0)
    before = seen_by(jury, 0)
    fill(jury, 1)
    seal(jury, 1)
    client = as_(jury.jurors[2])
    client.patch(sheet_url(jury, juror=2), {"marks": {"music": 100}, "note": "dreadful", "version": 1})
    client.post(f"{sheet_url(jury, juror=2, entry=1)}/recuse", {"kind": "conflict"})
    client.post(f"{sheet_url(jury, juror=2)}/listening", {"work": 1, "heard": [[0, 900]], "position_ms": 900})
    assert seen_by(jury, 0) == before


def test_notes_reach_nobody_but_their_juror() -> None:
    jury = make_jury(jurors=2, entries=1)
    mine = as_(jury.jurors[0])
    mine.patch(sheet_url(jury), {"marks": {}, "note": "only-for-me", "version": 1})
    assert "only-for-me" in ballot_of(jury).content.decode()
    round_url = f"/api/v1/rounds/{jury.round.pk}"
    for person in (jury.organiser, jury.jurors[1]):
        for path in ("", "/progress", "/ballot", "/board", "/marks.csv"):
            assert b"only-for-me" not in as_(person).get(round_url + path).content
