"""The pages of the jury's table: table, side by side, minutes, report; and the figures on the desk."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from jury.deliberation import meeting_actions as actions
from jury.deliberation import minutes_actions
from jury.deliberation.minutes_document import Sitting
from jury.deliberation.rules import Choice
from musicprize.accounts.models import User
from tests.factories.jury import Jury, code_of, make_closed_jury, make_sealed_jury, pseudonym_of, with_figures
from tests.factories.people import make_chair, make_coordinator, make_user
from tests.factories.sound import make_sound
from tests.frontend.pages.test_juror import as_, asked, warm

pytestmark = pytest.mark.django_db
NAMES = ("table", "compare", "minutes", "report")


def _scattered(juror: int, entry: int, criterion: str) -> int:
    return 900 - 100 * (entry % 7) + 100 * ((juror * 3 + entry + len(criterion)) % 2)


def _shown(person: User, name: str, jury: Jury, query: str = "") -> str:
    answer = as_(person).get(reverse(name, args=[jury.round.pk]) + query)
    assert answer.status_code == 200
    return str(answer.content.decode())


def _desk(jury: Jury, name: str, *more: str) -> str:
    return reverse(name, args=[jury.edition.slug, jury.round.pk, *more])


@pytest.mark.parametrize("name", NAMES)
def test_table_pages_are_for_the_table_after_the_close(name: str) -> None:
    jury = make_closed_jury(jurors=3, entries=2)
    url = reverse(name, args=[jury.round.pk])
    assert Client().get(url).status_code == 302
    for person in (make_user(), make_coordinator(jury.edition), jury.entries[0].owner):
        assert as_(person).get(url).status_code == 404
    assert as_(jury.jurors[0]).get(url).status_code == 200
    opened = make_sealed_jury(jurors=2, entries=1)
    assert as_(opened.jurors[0]).get(reverse(name, args=[opened.round.pk])).status_code == 409


def test_table_shows_shortlist_motions_and_who_did_what() -> None:
    jury = make_closed_jury(jurors=3, entries=3)
    chair = make_chair(jury.edition)
    for number in range(2):
        actions.shortlist(
            round_id=jury.round.pk, code=code_of(jury, number), version=number, by=jury.jurors[0], at=jury.at
        )
    motion = actions.propose(
        round_id=jury.round.pk, text="<i>Wir nehmen vier</i>", language="de", code="", secret=False,
        by=jury.jurors[1], at=jury.at,
    )  # fmt: skip
    html = _shown(jury.jurors[0], "table", jury)
    assert "&lt;i&gt;Wir nehmen vier&lt;/i&gt;" in html
    assert 'lang="de"' in html
    assert f"{jury.jurors[0].name} put {code_of(jury, 1)} on the shortlist." in html
    assert html.count('value="up"') == html.count('value="down"') == 1
    assert "End the vote" not in html
    for juror in jury.jurors:
        actions.vote(round_id=jury.round.pk, number=motion.number, choice=Choice.YES, by=juror, at=jury.at)
    assert "3 of 3 have voted; at least 2 must." in _shown(jury.jurors[0], "table", jury)
    assert "End the vote" in _shown(chair, "table", jury)
    actions.close_motion(round_id=jury.round.pk, number=motion.number, by=chair, at=jury.at)
    html = _shown(jury.organiser, "table", jury)
    assert "3 yes, 0 no, 0 abstentions" in html
    assert "Put it to the vote" not in html, "organisers do not propose"


def test_compare_plays_and_shows_the_marks_of_two() -> None:
    jury = make_closed_jury(jurors=3, entries=3, works=2)
    for entry in jury.entries:
        for work in entry.works.all():
            make_sound(work)
    html = _shown(jury.jurors[0], "compare", jury, f"?a={code_of(jury, 0)}&b={code_of(jury, 1)}")
    assert html.count("<qp-player") == 4
    assert f"/entries/{code_of(jury, 1)}/works/2/play" in html
    assert "There is no entry QP00-NONE" in _shown(jury.jurors[0], "compare", jury, "?a=QP00-NONE")
    assert [one.artist_name for one in jury.entries if one.artist_name in html] == []


def test_minutes_page_offers_signing_to_the_chair_and_four_languages_to_all() -> None:
    jury = make_closed_jury(jurors=3, entries=2)
    chair = make_chair(jury.edition)
    assert "Sign the minutes" not in _shown(jury.jurors[0], "minutes", jury)
    assert "Sign the minutes" in _shown(chair, "minutes", jury)
    row = minutes_actions.sign(round_id=jury.round.pk, sitting=Sitting(jury.at, "Metz", [], None), by=chair, at=jury.at)
    html = _shown(jury.jurors[0], "minutes", jury)
    assert row.sha256 in html
    assert html.count("minutes.pdf?language=") == 8


def test_report_is_for_the_juror_and_the_chair_only() -> None:
    jury = with_figures(make_closed_jury(jurors=4, entries=6, score=_scattered))
    chair = make_chair(jury.edition)
    own, other = pseudonym_of(jury, 0), pseudonym_of(jury, 1)
    html = _shown(jury.jurors[0], "report", jury)
    assert f">{own} <span" in html
    assert f"<option>{other}" not in html
    url = reverse("report", args=[jury.round.pk])
    assert as_(jury.jurors[0]).get(f"{url}?juror={other}").status_code == 404
    assert as_(jury.organiser).get(url).status_code == 404
    assert as_(jury.organiser).get(f"{url}?juror={other}").status_code == 404
    assert f">{other}</h2>" in _shown(chair, "report", jury, f"?juror={other}")


def test_figures_show_every_plot_with_its_finding_and_table() -> None:
    jury = make_closed_jury(jurors=4, entries=6, score=_scattered)
    url = _desk(jury, "desk_figures")
    assert "Still being computed" in as_(jury.organiser).get(url).content.decode()
    html = as_(with_figures(jury).organiser).get(url).content.decode()
    assert html.count('role="img"') == 7
    assert html.count("Show as table") == 7
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert [juror.name for juror in jury.jurors if juror.name in html] == []
    for person in (jury.jurors[0], make_user()):
        assert as_(person).get(url).status_code == 403


@pytest.mark.parametrize("key", ["scores", "severity", "marks", "normalised", "agreement", "order", "cities"])
def test_figures_come_as_csv_with_decimal_points(key: str) -> None:
    jury = with_figures(make_closed_jury(jurors=4, entries=6, score=_scattered))
    client = as_(jury.organiser)
    client.cookies["django_language"] = "de"
    answer = client.get(_desk(jury, "desk_figures_csv", key))
    lines = answer.content.decode().splitlines()
    assert answer["Content-Type"].startswith("text/csv")
    assert len(lines) > 1
    assert {line.count(",") for line in lines} == {lines[0].count(",")}
    assert client.get(_desk(jury, "desk_figures_csv", "nothing")).status_code == 404


def test_figures_of_a_round_are_not_another_editions() -> None:
    jury, other = make_closed_jury(jurors=3, entries=1), make_closed_jury(jurors=3, entries=1)
    url = reverse("desk_figures", args=[jury.edition.slug, other.round.pk])
    assert as_(jury.organiser).get(url).status_code == 404


@pytest.mark.parametrize("language", ["de", "fr", "lb"])
def test_figures_are_written_as_the_language_writes_them(language: str) -> None:
    jury = with_figures(make_closed_jury(jurors=4, entries=6, score=_scattered))
    client = as_(jury.organiser)
    client.cookies["django_language"] = language
    for url in (_desk(jury, "desk_figures"), reverse("board", args=[jury.round.pk])):
        html = re.sub(r"<svg.*?</svg>", "", client.get(url).content.decode(), flags=re.S)
        shown = re.sub(r"<[^>]+>", " ", html)
        assert re.findall(r"[ >]\d{1,2}\.\d\d[ <]", shown) == []
        assert re.search(r"\d,\d\d", shown)
    decide = client.get(reverse("desk_decide", args=[jury.edition.slug])).content.decode()
    assert re.search(r'class="score">.*?\d,\d\d<', decide)


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize("name", ["table", "compare", "minutes", "report"])
def test_table_pages_take_the_same_number_of_queries(name: str, size: int) -> None:
    jury = make_closed_jury(jurors=size, entries=size, works=size)
    actions.shortlist(round_id=jury.round.pk, code=code_of(jury, 0), version=0, by=jury.jurors[0], at=jury.at)
    for number in range(1, size):
        actions.shortlist(
            round_id=jury.round.pk, code=code_of(jury, number), version=number, by=jury.jurors[0], at=jury.at
        )
    url = reverse(name, args=[jury.round.pk]) + f"?a={code_of(jury, 0)}&b={code_of(jury, size - 1)}"
    assert asked(warm(jury.jurors[0]), url.split("?")[0] if name == "report" else url)[0] == QUERIES[name]


QUERIES = {"table": 14, "compare": 15, "minutes": 11, "report": 9}
