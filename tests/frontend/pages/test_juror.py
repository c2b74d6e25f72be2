"""The jury's pages: who gets in, what stands on them, and what never."""

import gzip
import json
import re
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jury.conflicts.rules import Reason
from jury.deliberation.queries import board as board_of
from jury.rounds import actions as rounds
from jury.rounds.models import Round
from jury.rounds.rules import Missing
from jury.scoresheets import actions as sheets
from jury.scoresheets import recusal_actions as recusals
from musicprize.accounts.models import User
from musicprize.kernel import clock
from musicprize.kernel.canonical import canonical
from submissions.applications.models import Application
from tests.factories.jury import (
    Jury,
    code_of,
    fill,
    make_closed_jury,
    make_jury,
    make_sealed_jury,
    seal,
    sheet_id,
    with_figures,
)
from tests.factories.people import make_chair, make_organiser, make_user
from tests.factories.sound import make_sound

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
NAMES = ("jury_room", "jury_ranking", "jury_sealed", "jury_receipt", "board")


def as_(person: User) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=person.pk), backend="django.contrib.auth.backends.ModelBackend")
    return client


def warm(person: User) -> Client:
    """Signed in and seen once: what is written once a day on a first visit is no query of a page."""
    client = as_(person)
    client.get(reverse("jury"))
    return client


def asked(client: Client, url: str) -> tuple[int, str]:
    """How many statements a page costs, savepoints aside (there are none outside of tests), and the page."""
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(url)
    assert answer.status_code == 200
    counted = [one for one in seen.captured_queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    return len(counted), answer.content.decode()


def page(person: User, name: str, jury: Jury | None = None) -> str:
    answer = as_(person).get(reverse(name, args=[jury.round.pk] if jury else []))
    assert answer.status_code == 200
    return answer.content.decode()


def ballot_in(html: str) -> Any:
    found = re.search(r'<script id="ballot" type="application/json">(.*?)</script>', html, re.S)
    assert found is not None
    return json.loads(found.group(1))


@pytest.mark.parametrize("name", NAMES)
def test_pages_of_a_round_ask_to_sign_in_first(name: str) -> None:
    jury = make_jury(entries=1, jurors=1)
    answer = Client().get(reverse(name, args=[jury.round.pk]))
    assert answer.status_code == 302
    assert "next=" in answer["Location"]


@pytest.mark.parametrize("name", NAMES)
def test_pages_of_a_round_do_not_exist_for_outsiders(name: str) -> None:
    jury = make_closed_jury(entries=1, jurors=1)
    other = make_jury(entries=1, jurors=1)
    for person in (make_user(), other.jurors[0], jury.entries[0].owner):
        assert as_(person).get(reverse(name, args=[jury.round.pk])).status_code == 404


@pytest.mark.parametrize("name", NAMES[:-1])
def test_ballots_are_nobody_elses_business(name: str) -> None:
    jury = make_sealed_jury(entries=1, jurors=1)
    for person in (jury.organiser, make_chair(jury.edition)):
        assert as_(person).get(reverse(name, args=[jury.round.pk])).status_code == 404


def test_list_without_a_ballot_says_that_the_desk_will_write() -> None:
    assert "Nothing assigned yet" in page(make_user(), "jury")


def test_list_leads_to_what_there_is_to_do() -> None:
    jury = make_jury(entries=2, jurors=1)
    juror = jury.jurors[0]
    assert "Start listening" in page(juror, "jury")
    fill(jury, 0)
    assert "Compare and close" in page(juror, "jury")
    seal(jury, 0)
    assert "Your receipt" in page(juror, "jury")


def test_list_shows_a_chair_without_a_ballot_the_rounds_to_follow() -> None:
    jury = make_jury(entries=1, jurors=1)
    chair = make_chair(jury.edition)
    assert "Rounds that you chair" in page(chair, "jury")
    assert reverse("board", args=[jury.round.pk]) not in page(chair, "jury")


@pytest.mark.parametrize("size", [1, 3])
def test_list_takes_the_same_number_of_queries(size: int) -> None:
    jury = make_jury(entries=1, jurors=1)
    for _ in range(size - 1):
        other = make_jury(entries=1, jurors=1)
        Round.objects.get(pk=other.round.pk).ballots.update(juror=jury.jurors[0])
    client = warm(jury.jurors[0])
    queries, html = asked(client, reverse("jury"))
    assert (queries, html.count("round-card-head")) == (LIST_QUERIES, size)


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize("name", ["jury_room", "jury_ranking"])
def test_room_takes_the_same_number_of_queries(name: str, size: int) -> None:
    jury = make_jury(entries=size, jurors=size, works=size)
    for entry in jury.entries:
        for work in entry.works.all():
            make_sound(work)
    client = warm(jury.jurors[0])
    queries, html = asked(client, reverse(name, args=[jury.round.pk]))
    asks_for_ties = 1 if name == "jury_room" else 0
    assert (queries, len(ballot_in(html)["sheets"])) == (ROOM_QUERIES + asks_for_ties, size)


def test_room_carries_the_very_answer_of_the_api() -> None:
    jury = make_jury(entries=3, works=2)
    client = as_(jury.jurors[0])
    html = client.get(reverse("jury_room", args=[jury.round.pk])).content.decode()
    assert ballot_in(html) == client.get(f"/api/v1/rounds/{jury.round.pk}/ballot").json()


def test_room_of_a_blind_round_holds_nothing_that_says_who_plays() -> None:
    jury = make_jury(entries=2, works=2, blind=True)
    for entry in jury.entries:
        for work in entry.works.all():
            make_sound(work)
    for name in ("jury_room", "jury_ranking"):
        html = page(jury.jurors[0], name, jury)
        for entry in jury.entries:
            told = [entry.artist_name, entry.reference, str(entry.pk), str(entry.owner_id), entry.owner.email]
            for work in entry.works.all():
                told += [work.title, work.description, str(work.pk)]
            assert [word for word in told if word in html] == []
        assert "data-city" not in html
        assert code_of(jury, 0) in html


def test_room_of_a_round_that_is_not_blind_names_the_artist_inertly() -> None:
    jury = make_jury(entries=1, works=1, blind=False)
    entry = jury.entries[0]
    entry.artist_name = "<img src=x onerror=alert(1)>"
    entry.save(update_fields=["artist_name"])
    html = page(jury.jurors[0], "jury_room", jury)
    assert "&lt;img src=x" in html
    assert "<img src=x" not in html
    assert "I recognise this" not in html


def test_room_begins_with_the_first_open_entry_and_its_marks() -> None:
    jury = make_jury(entries=3, jurors=1, works=1)
    juror = jury.jurors[0]
    order = [sheet["entry"]["code"] for sheet in ballot_in(page(juror, "jury_room", jury))["sheets"]]
    by_code = {code_of(jury, number): number for number in range(3)}
    recusals.recuse(
        sheet_id=sheet_id(jury, 0, by_code[order[0]]), reason=Reason.RECOGNISED, by=juror, at=clock.now()
    )  # fmt: skip
    sheets.mark(
        sheet_id=sheet_id(jury, 0, by_code[order[1]]), marks={"music": 700}, note="<b>mine</b>", version=1, by=juror,
        at=clock.now(),
    )  # fmt: skip
    html = page(juror, "jury_room", jury)
    assert f'data-code="{order[1]}" data-single-keys="true"' in html
    assert re.search(r'name="mark-music" value="700" checked', html)
    assert "&lt;b&gt;mine&lt;/b&gt;" in html
    assert "0 of 2 scored" in html


def test_room_after_sealing_is_for_listening_only() -> None:
    jury = make_sealed_jury(entries=1, jurors=1)
    html = page(jury.jurors[0], "jury_room", jury)
    assert re.search(r'<fieldset class="flow--loose" data-part="fields" disabled>', html)
    assert as_(jury.jurors[0]).get(reverse("jury_ranking", args=[jury.round.pk])).status_code == 302


def test_room_types_marks_where_a_scale_has_too_many_steps() -> None:
    jury = make_jury(entries=1, jurors=1, scale_low=0, scale_high=10_000, scale_step=100)
    html = page(jury.jurors[0], "jury_room", jury)
    assert 'type="number" name="mark-music" min="0" max="100" step="1"' in html


def test_ranking_places_entries_by_my_own_weighted_score() -> None:
    jury = make_jury(entries=4, jurors=1)
    marks = [{"music": 500, "innovation": 900}, {"music": 900, "innovation": 100}, {"music": 633 // 100 * 100}]
    for number, given in enumerate(marks):
        sheets.mark(
            sheet_id=sheet_id(jury, 0, number), marks=given, note=None, version=1, by=jury.jurors[0], at=clock.now()
        )  # fmt: skip
    html = page(jury.jurors[0], "jury_ranking", jury)
    rows = re.findall(r'<tr data-code="(.*?)">.*?data-part="place">(.*?)<.*?data-part="score">(.*?)<', html, re.S)
    # Weights 2 and 1: (2·5 + 9) / 3 = 6.33 and (2·9 + 1) / 3 = 6.33 share the first place.
    assert {(code, place, score) for code, place, score in rows[:2]} == {
        (code_of(jury, 0), "1", "6.33"), (code_of(jury, 1), "1", "6.33"),
    }  # fmt: skip
    assert [(place, score) for _code, place, score in rows[2:]] == [("–", "–"), ("–", "–")]


def test_receipt_is_enough_to_make_its_digest_again() -> None:
    jury = make_sealed_jury(entries=2, jurors=1)
    juror = jury.jurors[0]
    answer = as_(juror).get(reverse("jury_receipt", args=[jury.round.pk]))
    given = answer.json()
    names = ("format", "round", "rules", "pseudonym", "sealed_at", "marks", "recused")
    document = {name: given[name] for name in names}
    made = sha256(given["salt"].encode() + b"\n" + canonical(document)).hexdigest()
    assert made == given["digest"]
    assert made in page(juror, "jury_sealed", jury)
    assert "attachment" in answer["Content-Disposition"]


def test_receipt_is_not_there_before_sealing() -> None:
    jury = make_jury(entries=1, jurors=1)
    for name in ("jury_sealed", "jury_receipt"):
        assert as_(jury.jurors[0]).get(reverse(name, args=[jury.round.pk])).status_code == 404


def test_board_of_an_open_round_is_not_shown_to_anybody() -> None:
    jury = make_sealed_jury(entries=1, jurors=1)
    for person in (jury.jurors[0], jury.organiser):
        assert as_(person).get(reverse("board", args=[jury.round.pk])).status_code == 409


def test_board_adds_up_and_names_every_mark() -> None:
    jury = make_closed_jury(entries=4, jurors=4, works=1, blind=True)
    html = page(jury.jurors[0], "board", jury)
    seen = board_of(jury.round.pk)
    for line in seen.ranking:
        assert line.code in html
        assert f'<td class="n score">{line.score}</td>' in html
    assert html.count('<details class="fold">') == 4
    assert [entry.artist_name for entry in jury.entries if entry.artist_name in html] == []
    assert [juror.name for juror in jury.jurors[1:] if juror.name in html] == []
    assert "still being computed" in html
    assert "Krippendorff" in page(with_figures(jury).jurors[0], "board", jury)


def test_board_says_how_firm_it_is() -> None:
    jury = with_figures(make_closed_jury(entries=6, jurors=8))
    html = page(jury.jurors[0], "board", jury)
    assert "The first place stays the same, whichever juror is left out." in html
    assert "By every counting rule the same entries go on." in html
    assert "Among the first 4" in html


def test_board_of_many_entries_comes_in_pages() -> None:
    jury = make_closed_jury(entries=61, jurors=3)
    url = reverse("board", args=[jury.round.pk])
    client = as_(jury.jurors[0])
    first, second = (client.get(f"{url}?page={number}").content.decode() for number in (1, 2))
    assert (first.count('<details class="fold">'), second.count('<details class="fold">')) == (60, 1)
    assert "61 to 61 of 61" in second
    assert [client.get(f"{url}?page={given}").status_code for given in ("3", "0", "x", "²")] == [404] * 4


def test_board_offers_the_csv_only_to_organisers_and_chair() -> None:
    jury = make_closed_jury(entries=3, jurors=4)
    csv = reverse("api-board-marks", args=[jury.round.pk])
    assert csv not in page(jury.jurors[0], "board", jury)
    for person in (make_organiser(jury.edition), make_chair(jury.edition)):
        assert csv in page(person, "board", jury)


def test_board_puts_other_rules_beside_it_on_demand_and_ignores_unknown_ones() -> None:
    jury = make_closed_jury(entries=3, jurors=4)
    url = reverse("board", args=[jury.round.pk])
    plain = as_(jury.jurors[0]).get(url).content.decode()
    beside = as_(jury.jurors[0]).get(f"{url}?with=mean&with=nonsense").content.decode()
    assert '<th scope="col" class="n">Arithmetic mean</th>' not in plain
    assert '<th scope="col" class="n">Arithmetic mean</th>' in beside
    assert "nonsense" not in re.sub(r'name="next" value="[^"]*"', "", beside)


def test_board_says_which_step_decided_and_what_has_no_quorum() -> None:
    jury = make_jury(entries=3, jurors=4)
    for juror in range(3):
        recusals.recuse(
            sheet_id=sheet_id(jury, juror, 2), reason=Reason.CONFLICT, by=jury.jurors[juror], at=clock.now()
        )  # fmt: skip
    # Entries 0 and 1 have the same weighted score, entry 0 more on the heavier criterion.
    given = {"music": (700, 600, 500), "innovation": (500, 700, 500)}
    for juror in range(4):
        fill(jury, juror, score=lambda _juror, entry, key: given[key][entry])
        seal(jury, juror)
    _close(jury)
    html = page(jury.jurors[0], "board", jury)
    assert f"Same score as {code_of(jury, 1)}; decided by the criterion" in html
    assert "Provisional, no quorum: too few jurors" in html
    assert "does not count: conflict of interest" in html


@pytest.mark.parametrize("size", [1, 3])
def test_board_takes_the_same_number_of_queries(size: int) -> None:
    jury = make_closed_jury(entries=size, jurors=4)
    client = warm(jury.jurors[0])
    assert asked(client, reverse("board", args=[jury.round.pk]))[0] == BOARD_QUERIES


def test_pages_have_no_inline_style_or_script() -> None:
    jury = make_sealed_jury(entries=1, jurors=1)
    other = make_jury(entries=1, jurors=1)
    closed = make_closed_jury(entries=1, jurors=4)
    shown = [
        page(jury.jurors[0], "jury_room", jury), page(jury.jurors[0], "jury_sealed", jury),
        page(other.jurors[0], "jury_ranking", other), page(closed.jurors[0], "board", closed),
    ]  # fmt: skip
    for html in shown:
        assert " style=" not in html
        assert html.count("<h1") == 1
        assert not re.search(r"<script(?![^>]*(?:src=|application/json))", html)


def test_room_of_54_entries_stays_small() -> None:
    """A fifth of the 10 KiB are the random ids of its sheets, which do not pack."""
    jury = make_jury(entries=54, jurors=1, works=3)
    html = page(jury.jurors[0], "jury_room", jury)
    assert len(gzip.compress(html.encode(), 6)) <= 10.5 * 1024


@pytest.mark.skipif(not (ROOT / "frontend/dist/jury.js").exists(), reason="run `npm run build` first")
def test_scripts_of_the_jury_room_stay_in_budget() -> None:
    dist = ROOT / "frontend" / "dist"
    names = ("theme.js", "site.js", "jury.js")
    assert sum(len(gzip.compress((dist / name).read_bytes(), 9, mtime=0)) for name in names) <= 25 * 1024


def test_room_with_two_marks_shows_the_text_after_the_first_and_both_marks() -> None:
    jury = make_jury(entries=1, jurors=1, blind=False, marking="second")
    Application.objects.update(project="A choir of loops.")
    person = jury.jurors[0]
    html = page(person, "jury_room", jury)
    assert "First mark: the sound alone" in html
    assert jury.entries[0].artist_name not in html
    given = {"music": 700, "innovation": 800}
    saved = sheets.mark(
        sheet_id=sheet_id(jury, 0, 0), marks=given, note=None, version=1, by=person, at=clock.now()
    )  # fmt: skip
    sheets.show(sheet_id=sheet_id(jury, 0, 0), version=saved.version, by=person, at=clock.now())
    html = page(person, "jury_room", jury)
    assert jury.entries[0].artist_name in html
    shown = ballot_in(html)["sheets"][0]
    assert (shown["first"], shown["texts"][0]["text"]) == (given, "A choir of loops.")


def test_ranking_shows_how_often_i_gave_each_mark_and_nobody_elses() -> None:
    jury = make_jury(entries=2, jurors=2)
    fill(jury, 0)
    fill(jury, 1)
    html = page(jury.jurors[0], "jury_ranking", jury)
    # Entries 0 and 1 got 8 and 7 on both criteria.
    assert "You have given 4 marks so far, 7.50 on average." in html
    rows = re.findall(r'<tr><th scope="row">(\S+)</th><td>(\d+)</td></tr>', html)
    assert dict(rows) == {**dict.fromkeys("123456", "0"), "7": "2", "8": "2", "9": "0", "10": "0"}


def _close(jury: Jury) -> None:
    rounds.close(
        round_id=jury.round.pk, missing=Missing.REFUSE, by=jury.organiser, at=jury.at + timedelta(minutes=1)
    )  # fmt: skip


LIST_QUERIES = 4
ROOM_QUERIES = 17
BOARD_QUERIES = 10
