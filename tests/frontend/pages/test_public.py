"""The public pages: the call in every phase, places, results on the second, plain words."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from musicprize.kernel import clock
from musicprize.privacy import actions as privacy
from tests.factories.applications import make_draft
from tests.factories.editions import in_all, make_edition, make_prizes
from tests.factories.jury import make_draft as make_round
from tests.factories.people import make_organiser, make_user
from tests.factories.publications import make_result

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
HTML = "<script>alert(1)</script>"


def page(reader: Client, address: str) -> str:
    answer = reader.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_call_without_an_edition_says_so(reader: Client) -> None:
    assert "There is no call at the moment" in page(reader, reverse("call"))


def test_call_before_opening_says_from_when(reader: Client) -> None:
    make_edition(opens_at=clock.now() + DAY)
    shown = page(reader, reverse("call"))
    assert "You can apply from" in shown
    assert "Start your application" not in shown


def test_call_while_open_offers_to_start(reader: Client) -> None:
    make_prizes(make_edition())
    shown = page(reader, reverse("call"))
    assert shown.count("Start your application") == 2
    assert "6 days and 23 hours left" in shown
    assert "10,000 euro" in shown
    assert "Last day." not in shown


def test_call_on_the_last_day_warns_above_all(reader: Client) -> None:
    make_edition(closes_at=clock.now() + timedelta(hours=5))
    assert "Last day." in page(reader, reverse("call"))


def test_call_while_open_leads_back_to_a_begun_application(reader: Client) -> None:
    edition = make_edition()
    draft = make_draft(edition)
    reader.force_login(draft.owner)
    shown = page(reader, reverse("call"))
    assert reverse("application", args=[draft.pk]) in shown
    assert "Go on with your application" in shown


@pytest.mark.parametrize(
    ("days", "sentence"),
    [(8, "coordinators of the four cities check"), (20, "The jury is listening"), (50, "The finalists play in")],
)
def test_call_after_closing_says_what_happens_now(reader: Client, days: int, sentence: str) -> None:
    make_edition(clock.now() - days * DAY)
    shown = page(reader, reverse("call"))
    assert sentence in shown
    assert "Start your application" not in shown


def test_call_with_a_published_result_leads_there(reader: Client) -> None:
    jury, _made = make_result()
    shown = page(reader, reverse("call_of", args=[jury.edition.slug]))
    assert reverse("result", args=[jury.edition.slug]) in shown
    assert "See the winners" in shown


def test_call_that_is_not_public_is_for_its_organisers_only(reader: Client) -> None:
    edition = make_edition(published=False)
    address = reverse("call_of", args=[edition.slug])
    assert reader.get(address).status_code == 404
    reader.force_login(make_user())
    assert reader.get(address).status_code == 404
    reader.force_login(make_organiser(edition))
    assert "not public yet" in page(reader, address)


def test_call_shows_criteria_with_their_share(reader: Client) -> None:
    edition = make_edition()
    make_round(edition, make_organiser(edition))
    shown = page(reader, reverse("call"))
    assert "67 %" in shown
    assert "33 %" in shown
    assert "music (en)" in shown


@pytest.mark.parametrize("rounds", [1, 3])
def test_call_asks_as_often_for_many_rounds_as_for_one(
    reader: Client, rounds: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    edition = make_edition()
    organiser = make_organiser(edition)
    for _number in range(rounds):
        make_round(edition, organiser)
    with django_assert_num_queries(6):
        page(reader, reverse("call"))


def test_call_never_shows_what_organisers_typed_as_markup(reader: Client) -> None:
    make_edition(title=in_all(HTML), call_text=in_all(HTML), jury_note=in_all(HTML), summary=in_all(HTML))
    assert HTML not in page(reader, reverse("call"))


def test_places_answers_without_scripts(reader: Client) -> None:
    make_edition()
    shown = page(reader, reverse("places") + "?q=konz")
    assert "Konz (DE)" in shown
    assert "you may apply" in shown


def test_places_that_are_not_listed_are_no_dead_end(reader: Client) -> None:
    shown = page(reader, reverse("places") + "?q=Zzyzx")
    assert "not in our list" in shown
    assert "a coordinator decides" in shown


def test_places_never_shows_the_question_as_markup(reader: Client) -> None:
    assert HTML not in page(reader, reverse("places") + f'?q="{HTML}')


def test_results_without_any_say_so(reader: Client) -> None:
    assert "Nothing has been published yet" in page(reader, reverse("results"))


def test_results_before_the_embargo_are_nowhere(reader: Client) -> None:
    jury, _made = make_result(embargo_at=clock.now() + DAY)
    address = reverse("result", args=[jury.edition.slug])
    assert reader.get(address).status_code == 404
    assert reader.get(reverse("result", args=["no-such-edition"])).status_code == 404
    assert "Nothing has been published yet" in page(reader, reverse("results"))
    assert address not in page(reader, reverse("call_of", args=[jury.edition.slug]))


def test_result_names_winner_reason_finalists_and_hashes(reader: Client) -> None:
    jury, made = make_result()
    shown = page(reader, reverse("result", args=[jury.edition.slug]))
    assert "The winners" in shown
    assert "Because it sounds." in shown
    assert "Weil es klingt." not in shown
    assert shown.index(jury.entries[0].artist_name) < shown.index("The other finalists")
    assert shown.index("The other finalists") < shown.index(jury.entries[1].artist_name)
    assert made.sha256 in shown
    assert jury.round.rules_sha256 in shown
    assert jury.edition.slug in page(reader, reverse("results"))


def test_result_plays_without_scripts_what_was_agreed_to(reader: Client) -> None:
    jury, _made = make_result()
    work = jury.entries[0].works.get()
    audio = f'src="/api/v1/results/{jury.edition.slug}/works/{work.pk}/audio"'
    address = reverse("result", args=[jury.edition.slug])
    assert f'<audio controls preload="none" {audio}' in page(reader, address)
    assert "An excerpt of 1:30 from 3:00" in page(reader, address)
    privacy.withdraw(user=jury.entries[0].owner, edition_id=jury.edition.pk, purpose="excerpt", at=clock.now())
    shown = page(reader, address)
    assert audio not in shown
    assert "cannot be heard here" in shown


def test_result_never_shows_what_artists_or_jurors_typed_as_markup(reader: Client) -> None:
    from tests.factories.jury import make_closed_jury

    jury = make_closed_jury(works=1)
    for entry in jury.entries:
        type(entry).objects.filter(pk=entry.pk).update(artist_name=HTML, biography=HTML, website="javascript:alert(1)")
        entry.works.update(title=HTML, description=HTML, title_language='"><b>')
    make_result(jury=jury, reasons={"en": HTML})
    shown = page(reader, reverse("result", args=[jury.edition.slug]))
    assert HTML not in shown
    assert '"><b>' not in shown
    assert "javascript:" not in shown


@pytest.mark.parametrize("entries", [1, 3])
def test_result_asks_as_often_for_many_entries_as_for_one(
    reader: Client, entries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    jury, _made = make_result(entries=entries)
    with django_assert_num_queries(6):
        page(reader, reverse("result", args=[jury.edition.slug]))


@pytest.mark.parametrize("editions", [1, 3])
def test_results_ask_as_often_for_many_editions_as_for_one(
    reader: Client, editions: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _number in range(editions):
        make_result(entries=2)
    with django_assert_num_queries(1):
        page(reader, reverse("results"))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("accessibility", "EN 301 549"), ("privacy", "GDPR Art. 6"), ("sources", "GeoNames")],
)
def test_plain_words_are_there_for_everybody(reader: Client, name: str, sentence: str) -> None:
    assert sentence in page(reader, reverse(name))
