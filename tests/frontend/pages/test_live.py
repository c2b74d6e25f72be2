"""The night of the final as pages: the juror's phone, and whoever leads."""

import re

import pytest
from django.test import Client

from jury.conflicts.rules import Reason
from jury.rounds import actions as rounds
from jury.rounds.rules import Missing
from jury.scoresheets import recusal_actions as recusals
from submissions.applications import actions as applications
from tests.factories.jury import make_draft_jury, make_jury
from tests.factories.people import make_chair
from tests.jury.live.test_actions import call, code, finish, give, make_live_jury

pytestmark = pytest.mark.django_db


def page_of(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


def test_phone_waits_then_shows_the_called_entry_then_that_the_marks_are_in(client: Client) -> None:
    jury = make_live_jury(jurors=1, entries=1)
    client.force_login(jury.jurors[0])
    url = f"/jury/{jury.round.pk}/live/"
    assert "Please listen" in page_of(client, url)
    call(jury, 0)
    page = page_of(client, url)
    assert jury.entries[0].artist_name in page
    assert f'data-sheet="{jury.sheet(jury.jurors[0], 0).pk}"' in page
    assert page.count('class="field scale"') == 2
    give(jury, 0, 0)
    assert "Your marks are in" in page_of(client, url)
    finish(jury, 0)
    assert f"/jury/{jury.round.pk}/ranking/" in page_of(client, url)


def test_phone_offers_to_close_though_a_withdrawn_entry_is_never_called(client: Client) -> None:
    jury = make_live_jury(jurors=1, entries=2)
    gone = jury.entries[1]
    applications.withdraw(application_id=gone.pk, reference=gone.reference, by=gone.owner, at=jury.at)
    client.force_login(jury.jurors[0])
    url = f"/jury/{jury.round.pk}/live/"
    assert "Please listen" in page_of(client, url)
    call(jury, 0)
    give(jury, 0, 0)
    finish(jury, 0)
    page = page_of(client, url)
    assert f"/jury/{jury.round.pk}/ranking/" in page
    assert "1 of 1 marked" in page


def test_phase_of_the_page_is_the_one_of_the_api(client: Client) -> None:
    jury = make_live_jury(jurors=1)
    call(jury, 0)
    client.force_login(jury.jurors[0])
    shown = re.search(r'data-phase="([^"]*)"', page_of(client, f"/jury/{jury.round.pk}/live/"))
    told = client.get(f"/api/v1/rounds/{jury.round.pk}/live").json()
    spelled = "|".join([told["round_state"], told["code"] or "", told["sheet_state"] or "", str(told["done"])])
    assert shown
    assert shown.group(1) == spelled


def test_phone_of_who_stands_aside_says_so_and_takes_no_mark(client: Client) -> None:
    jury = make_live_jury(jurors=2)
    call(jury, 0)
    sheet = jury.sheet(jury.jurors[0], 0)
    recusals.recuse(sheet_id=sheet.pk, reason=Reason.CONFLICT, by=jury.jurors[0], at=jury.at)
    client.force_login(jury.jurors[0])
    page = page_of(client, f"/jury/{jury.round.pk}/live/")
    assert "You stand aside from this entry" in page
    assert "scale-grid" not in page


def test_jury_room_of_a_live_round_leads_to_the_phone_page(client: Client) -> None:
    jury = make_live_jury(jurors=1)
    client.force_login(jury.jurors[0])
    assert client.get(f"/jury/{jury.round.pk}/").headers["Location"] == f"/jury/{jury.round.pk}/live/"


def test_desk_counts_what_is_in_and_shows_no_mark(client: Client) -> None:
    jury = make_live_jury(jurors=2, entries=2)
    call(jury, 0)
    give(jury, 0, 0, hundredths=900)
    client.force_login(jury.organiser)
    page = page_of(client, f"/desk/{jury.edition.slug}/rounds/{jury.round.pk}/live/")
    assert '<span data-bind="lines.0.sheets_in">1</span> of 2 in' in page
    assert not re.search(r"\b900\b", re.sub(r"[0-9a-f-]{36}", "", page))
    assert f'id="call-{code(jury, 1)}"' not in page, "one entry at a time"
    finish(jury, 0, Missing.ACCEPT)
    assert f'id="call-{code(jury, 1)}"' in page_of(client, f"/desk/{jury.edition.slug}/rounds/{jury.round.pk}/live/")


def test_paper_prints_a_sheet_for_each_juror_and_entry_that_is_not_in(client: Client) -> None:
    jury = make_live_jury(jurors=2, entries=2)
    call(jury, 0)
    give(jury, 0, 0)
    client.force_login(jury.organiser)
    page = page_of(client, f"/desk/{jury.edition.slug}/rounds/{jury.round.pk}/paper/")
    assert page.count('class="paper-sheet"') == 3
    assert page.count("paper-sign") == 3
    ends = page.count('<b class="num">10</b> outstanding')
    assert ends == 3 * jury.round.criteria.count(), "what the ends of the scale mean"
    assert "Print all sheets" in page


def test_paper_offers_no_printing_once_every_sheet_is_in(client: Client) -> None:
    jury = make_live_jury(jurors=1, entries=1)
    call(jury, 0)
    give(jury, 0, 0)
    client.force_login(jury.organiser)
    assert "Print all sheets" not in page_of(client, f"/desk/{jury.edition.slug}/rounds/{jury.round.pk}/paper/")


def test_paper_can_be_typed_in_for_entries_that_the_first_juror_does_not_hear(client: Client) -> None:
    jury = make_jury(jurors=3, entries=4, per_entry=1, blind=False)
    client.force_login(jury.organiser)
    page = page_of(client, f"/desk/{jury.edition.slug}/rounds/{jury.round.pk}/paper/")
    offered = re.findall(r'<option value="(QP27-[^"]+)">', page)
    assert offered == sorted(entry.code or "" for entry in jury.entries)
    assert f"{jury.entries[3].code} · {jury.entries[3].artist_name}" in page
    assert 'type="checkbox" name="aside"' in page


@pytest.mark.parametrize(
    ("blind", "leader", "named"), [(True, "chair", 0), (True, "organiser", 1), (False, "chair", 1)]
)
def test_desk_names_who_plays_in_a_blind_round_to_organisers_only(
    client: Client, blind: bool, leader: str, named: int
) -> None:
    jury = make_draft_jury(jurors=2, entries=1, kind="final", live=True, blind=blind)
    codes = [entry.code or "" for entry in jury.entries]
    rounds.open_round(round_id=jury.round.pk, codes=codes, by=jury.organiser, at=jury.at)
    client.force_login(jury.organiser if leader == "organiser" else make_chair(jury.edition))
    page = page_of(client, f"/desk/{jury.edition.slug}/rounds/{jury.round.pk}/live/")
    assert codes[0] in page
    assert page.count(jury.entries[0].artist_name) == named
