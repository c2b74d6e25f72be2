"""The desk: who gets in, what its pages say, and that they cost the same however much there is."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jury.decisions import actions as decisions
from jury.decisions.rules import Kind as Decided
from jury.publication import actions as publication
from jury.publication.models import Publication
from jury.publication.rules import Kind
from jury.scoresheets.reopening_actions import reopen_ballot
from musicprize.accounts import actions as accounts
from musicprize.accounts.models import Role, User
from musicprize.editions.models import Edition
from musicprize.editions.rules import FINDINGS
from musicprize.kernel import clock
from submissions.applications.models import Application
from submissions.audio.models import Rendition
from tests.factories.applications import make_draft, make_submitted
from tests.factories.editions import in_all, make_consents, make_edition, make_prizes
from tests.factories.jury import (
    Jury,
    code_of,
    make_closed_jury,
    make_draft_jury,
    make_jury,
    make_sealed_jury,
    pseudonym_of,
)
from tests.factories.people import make_chair, make_coordinator, make_juror, make_organiser, make_user
from tests.factories.works import make_recording, make_work

pytestmark = pytest.mark.django_db
EVIL = "<script>alert(1)</script>"
TABS = ("texts", "dates", "rules", "prizes", "consents")
OF_EDITION = ("desk_edition", "desk_people", "desk_rounds", "desk_decide", "desk_publish", "desk_ledger")
FOR_CHAIR = ("desk_rounds", "desk_decide", "desk_publish")


def sign_in(reader: Client, person: User) -> Client:
    reader.force_login(User.objects.get(pk=person.pk), backend="django.contrib.auth.backends.ModelBackend")
    return reader


def page(reader: Client, name: str, *given: Any) -> str:
    answer = reader.get(reverse(name, args=given))
    assert answer.status_code == 200
    return answer.content.decode()


def addresses(edition: Edition) -> list[str]:
    named = [reverse(name, args=[edition.slug]) for name in OF_EDITION]
    return [*named, *(reverse("desk_setup", args=[edition.slug, tab]) for tab in TABS)]


def decide(jury: Jury) -> None:
    """Finalists: the first two entries; winner: the first."""
    prize = make_prizes(jury.edition)[0]
    for kind, codes, prize_id in (
        (Decided.FINALISTS, [code_of(jury, 0), code_of(jury, 1)], None),
        (Decided.WINNER, [code_of(jury, 0)], prize.pk),
    ):
        decisions.decide(
            edition_id=jury.edition.pk, kind=kind, round_id=jury.round.pk, codes=codes, prize_id=prize_id,
            reasons=in_all("Because"), by=jury.organiser, at=jury.at + timedelta(minutes=5),
        )  # fmt: skip


def prepare(jury: Jury) -> Publication:
    at = jury.at + timedelta(minutes=6)
    return publication.prepare(
        edition_id=jury.edition.pk, kind=Kind.RESULTS, embargo_at=at + timedelta(days=1), by=jury.organiser, at=at
    )


def test_desk_signed_out_asks_to_sign_in(reader: Client) -> None:
    for address in (reverse("desk"), reverse("desk_new"), *addresses(make_edition())):
        answer = reader.get(address)
        assert answer.status_code == 302
        assert "/sign-in/" in answer["Location"]


def test_desk_is_for_organisers_only(reader: Client) -> None:
    edition = make_edition()
    for person in (make_user(), make_juror(edition), make_coordinator(edition), make_organiser(make_edition())):
        sign_in(reader, person)
        assert {reader.get(address).status_code for address in addresses(edition)} == {403}


def test_desk_of_a_hidden_edition_does_not_exist_for_others(reader: Client) -> None:
    edition = make_edition(published=False)
    sign_in(reader, make_organiser(make_edition()))
    assert {reader.get(address).status_code for address in addresses(edition)} == {404}


def test_desk_opens_every_page_to_the_organiser(reader: Client) -> None:
    edition = make_edition(published=False)
    sign_in(reader, make_organiser(edition))
    assert {reader.get(address).status_code for address in addresses(edition)} == {200}
    assert reader.get(reverse("desk_setup", args=[edition.slug, "nothing"])).status_code == 404


def test_desk_opens_three_pages_to_the_chair(reader: Client) -> None:
    edition = make_edition()
    sign_in(reader, make_chair(edition))
    given = {name: reader.get(reverse(name, args=[edition.slug])).status_code for name in OF_EDITION}
    assert {name for name, status in given.items() if status == 200} == set(FOR_CHAIR)
    assert edition.slug in page(reader, "desk")


def test_desk_lists_only_ones_own_editions(reader: Client) -> None:
    mine, other = make_edition(), make_edition()
    html = page(sign_in(reader, make_organiser(mine)), "desk")
    assert f"/desk/{mine.slug}/" in html
    assert f"/desk/{other.slug}/" not in html
    assert sign_in(reader, make_juror(mine)).get(reverse("desk")).status_code == 403


def test_new_edition_is_for_organisers_of_all(reader: Client) -> None:
    assert sign_in(reader, make_organiser(make_edition())).get(reverse("desk_new")).status_code == 403
    assert 'data-endpoint="/api/v1/editions"' in page(sign_in(reader, make_organiser()), "desk_new")


def test_overview_counts_in_sentences(reader: Client) -> None:
    edition = make_edition()
    make_draft(edition)
    for _number in range(2):
        make_submitted(edition)
    html = page(sign_in(reader, make_organiser(edition)), "desk_edition", edition.slug)
    said = re.findall(r'<span class="figure">(\d+)</span>(?:<a [^>]*>|<span>)([^<]+)<', html)
    assert ("1", "application is being written.") in said
    assert ("2", "applications wait to be screened.") in said
    assert 'role="img"' in html
    assert "style=" not in html


def test_overview_lists_parked_recordings_with_the_way_to_try_again(reader: Client) -> None:
    edition = make_edition()
    sign_in(reader, make_organiser(edition))
    assert 'id="parked"' not in page(reader, "desk_edition", edition.slug)
    work = make_work(make_submitted(edition), 7)
    recording = make_recording(work, verdict="", work_state="parked", attempts=3, last_error="StoreAway('refused')")
    Rendition.objects.create(recording=recording, codec="flac", gain=0, work_state="parked", due_at=clock.now())
    shown = page(reader, "desk_edition", edition.slug)
    assert 'href="#parked"' in shown
    assert f'data-endpoint="/api/v1/works/{work.pk}/audio/try-again"' in shown
    assert "The check, The lossless copy" in shown
    assert "StoreAway(&#x27;refused&#x27;)" in shown


def test_setup_rules_say_every_finding_in_plain_words_with_what_is_usual(reader: Client) -> None:
    edition = make_edition(finding_rules={"dead_channel": "refusal"}, lossless_copies=True)
    sign_in(reader, make_organiser(edition))
    shown = page(reader, "desk_setup", edition.slug, "rules")
    for code in FINDINGS:
        assert f'name="finding_rules.{code}"' in shown
    chosen = shown.split('name="finding_rules.dead_channel"')[1].split("</select>")[0]
    assert '<option value="refusal" selected>Refuse the file</option>' in chosen
    assert '<option value="warning">Warn the artist (as usual)</option>' in chosen
    assert 'name="lossless_copies" id="lossless_copies" checked' in shown
    assert 'name="video_accepted" id="video_accepted">' in shown


def test_overview_dates_are_those_of_luxembourg(reader: Client) -> None:
    edition = make_edition()
    Edition.objects.filter(pk=edition.pk).update(final_at="2099-01-31T23:30:00Z")
    html = page(sign_in(reader, make_organiser(edition)), "desk_edition", edition.slug)
    assert "1 February 2099" in html
    assert "31 January 2099" not in html


def test_overview_table_of_cities_as_csv(reader: Client) -> None:
    edition = make_edition()
    make_submitted(edition, city=edition.cities.get(code="tri"))
    sign_in(reader, make_organiser(edition))
    answer = reader.get(reverse("desk_applications_csv", args=[edition.slug]))
    assert answer.content.decode().splitlines() == ["city,sent,drafts", "tri,1,0"]
    sign_in(reader, make_juror(edition))
    assert reader.get(reverse("desk_applications_csv", args=[edition.slug])).status_code == 403


def test_overview_of_an_open_round_tells_no_marks(reader: Client) -> None:
    jury = make_sealed_jury(jurors=2, entries=2, unsealed=[1])
    html = page(sign_in(reader, jury.organiser), "desk_round", jury.edition.slug, jury.round.pk)
    assert "1</span> of 2 ballots are sealed" in html
    assert jury.jurors[0].name in html
    for secret in (pseudonym_of(jury, 0), "8.00", "7.00", code_of(jury, 0)):
        assert secret not in html


def test_setup_shows_the_texts_of_all_languages_as_text(reader: Client) -> None:
    edition = make_edition(title={"de": "Preis", "fr": EVIL}, published=False)
    html = page(sign_in(reader, make_organiser(edition)), "desk_setup", edition.slug, "texts")
    assert 'name="title.de" lang="de" value="Preis"' in html
    assert EVIL not in html


def test_setup_prizes_and_consents_are_lists_that_can_be_ordered(reader: Client) -> None:
    edition = make_edition()
    make_prizes(edition)
    make_consents(edition)
    sign_in(reader, make_organiser(edition))
    for tab in ("prizes", "consents"):
        html = page(reader, "desk_setup", edition.slug, tab)
        assert html.count("data-item>") == 3  # two, and the template
        assert html.count('data-part="up"') == 3
    assert 'data-scale="100" value="10000"' in page(reader, "desk_setup", edition.slug, "prizes")


def test_round_draft_names_what_is_missing(reader: Client) -> None:
    jury = make_draft_jury(jurors=0, entries=0, criteria=())
    html = page(sign_in(reader, jury.organiser), "desk_round", jury.edition.slug, jury.round.pk)
    assert "Add at least one criterion." in html
    assert "nobody sits on the jury yet" in html
    assert f"/api/v1/rounds/{jury.round.pk}/open" not in html


def test_round_ready_says_what_is_frozen_before_opening(reader: Client) -> None:
    jury = make_draft_jury(jurors=4, entries=2)
    html = page(sign_in(reader, jury.organiser), "desk_round", jury.edition.slug, jury.round.pk)
    assert f'data-endpoint="/api/v1/rounds/{jury.round.pk}/open" data-confirm="open-round"' in html
    frozen = html[html.index('id="open-round"') :]
    for said in ("Adjusted for the severity of jurors", "1 to 10", "All who share the place go on"):
        assert said in frozen


def test_round_of_another_edition_leads_to_its_own_desk(reader: Client) -> None:
    jury, other = make_jury(entries=1, jurors=1), make_edition()
    sign_in(reader, make_organiser())
    answer = reader.get(reverse("desk_round", args=[other.slug, jury.round.pk]))
    assert answer["Location"] == reverse("desk_round", args=[jury.edition.slug, jury.round.pk])


@pytest.mark.parametrize(("unsealed", "value"), [((), "refuse"), ((0,), "accept")])
def test_round_closing_handles_missing_ballots(reader: Client, unsealed: tuple[int, ...], value: str) -> None:
    jury = make_sealed_jury(jurors=2, entries=1, unsealed=unsealed)
    html = page(sign_in(reader, jury.organiser), "desk_round", jury.edition.slug, jury.round.pk)
    assert f'name="missing" value="{value}"' in html
    assert ("data-expect=" in html) is bool(unsealed)


def test_decide_before_a_count_says_what_to_do(reader: Client) -> None:
    jury = make_jury(entries=1, jurors=1)
    html = page(sign_in(reader, jury.organiser), "desk_decide", jury.edition.slug)
    assert "No round is counted yet" in html
    assert "/decisions" not in html


def test_decide_suggests_the_cut_and_names_nobody_of_a_blind_round(reader: Client) -> None:
    jury = make_closed_jury(jurors=4, entries=4, advance=2, score=lambda juror, entry, key: 900 - 100 * entry)
    html = page(sign_in(reader, jury.organiser), "desk_decide", jury.edition.slug)
    chosen = re.findall(r'type="checkbox" name="entries" value="([^"]+)" data-type="list" checked', html)
    assert chosen == [code_of(jury, 0), code_of(jury, 1)]
    assert "The frozen rule suggests the first 2." in html
    assert jury.entries[0].artist_name not in html


def test_decide_without_quorum_suggests_nobody(reader: Client) -> None:
    jury = make_closed_jury(jurors=1, entries=2)
    html = page(sign_in(reader, jury.organiser), "desk_decide", jury.edition.slug)
    assert "there is nothing to suggest" in html
    assert 'data-type="list" checked' not in html


def test_decided_shows_names_reasons_and_the_way_to_replace_it(reader: Client) -> None:
    jury = make_closed_jury(jurors=4, entries=3)
    Application.objects.filter(pk=jury.entries[0].pk).update(artist_name=EVIL)
    decide(jury)
    html = page(sign_in(reader, jury.organiser), "desk_decide", jury.edition.slug)
    assert jury.entries[1].artist_name in html
    assert "Because (en)" in html
    assert "Decide anew" in html
    assert EVIL not in html


def test_publish_needs_the_decision_first(reader: Client) -> None:
    jury = make_closed_jury(jurors=4, entries=3)
    sign_in(reader, jury.organiser)
    assert 'id="prepare-results"' not in page(reader, "desk_publish", jury.edition.slug)
    decide(jury)
    assert 'id="prepare-results"' in page(reader, "desk_publish", jury.edition.slug)


def test_publish_is_confirmed_by_a_second_person(reader: Client) -> None:
    jury = make_closed_jury(jurors=4, entries=3)
    decide(jury)
    made = prepare(jury)
    confirm = f"/api/v1/publications/{made.pk}/confirm"
    mine = page(sign_in(reader, jury.organiser), "desk_publish", jury.edition.slug)
    assert confirm not in mine
    assert "You prepared this" in mine
    theirs = page(sign_in(reader, make_chair(jury.edition)), "desk_publish", jury.edition.slug)
    assert confirm in theirs
    assert jury.organiser.name in theirs
    assert f"/api/v1/publications/{made.pk}/cancel" not in theirs


def test_preview_is_the_public_page_before_its_time(reader: Client) -> None:
    jury = make_closed_jury(jurors=4, entries=3)
    decide(jury)
    made = prepare(jury)
    address = reverse("desk_preview", args=[jury.edition.slug, made.pk])
    html = sign_in(reader, jury.organiser).get(address).content.decode()
    assert jury.entries[0].artist_name in html
    assert "Preview." in html
    assert reader.get(reverse("desk_preview", args=[make_edition().slug, made.pk])).status_code in (403, 404)
    for person, status in ((make_juror(jury.edition), 403), (make_coordinator(jury.edition), 403)):
        assert sign_in(reader, person).get(address).status_code == status


def test_people_shows_roles_chair_and_open_invitations(reader: Client) -> None:
    edition, at = make_edition(), clock.now()
    organiser, chair = make_organiser(edition), make_chair(edition)
    accounts.invite(
        email="asked@example.org", name=EVIL, language="de", role=Role.JUROR, edition_id=edition.pk,
        city_id=edition.cities.order_by("colour")[0].pk, by=organiser, at=at,
    )  # fmt: skip
    html = page(sign_in(reader, organiser), "desk_people", edition.slug)
    assert f'id="unchair-{chair.pk}"' in html
    assert "asked@example.org" in html
    assert EVIL not in html


def test_ledger_says_acts_in_words_with_their_hash(reader: Client) -> None:
    jury = make_closed_jury(jurors=1, entries=1)
    html = page(sign_in(reader, jury.organiser), "desk_ledger", jury.edition.slug)
    assert "A round was counted" in html
    assert "A ballot was sealed" in html
    assert len(re.findall(r'<code class="hash">[0-9a-f]{64}</code>', html)) >= 4
    assert 'data-endpoint="/api/v1/ledger/verify"' in html


def people(edition: Edition, number: int) -> None:
    for _number in range(number):
        make_juror(edition)


def sent(edition: Edition, number: int) -> None:
    for _number in range(number):
        make_submitted(edition)


@pytest.mark.parametrize(("name", "fill"), [("desk_people", people), ("desk_edition", sent)])
def test_lists_cost_the_same_for_one_and_three(reader: Client, name: str, fill: Callable[[Edition, int], None]) -> None:
    edition = make_edition()
    sign_in(reader, make_organiser(edition))
    page(reader, name, edition.slug)  # what is asked once per process
    asked: list[int] = []
    for more in (1, 2):
        fill(edition, more)
        with CaptureQueriesContext(connection) as queries:
            page(reader, name, edition.slug)
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("name", ["desk_decide", "desk_publish", "desk_ledger", "desk_rounds"])
def test_pages_of_a_count_cost_the_same_for_one_and_three_entries(reader: Client, name: str) -> None:
    asked: list[int] = []
    for entries in (1, 3):
        jury = make_closed_jury(jurors=3, entries=entries)
        sign_in(reader, jury.organiser)
        with CaptureQueriesContext(connection) as queries:
            page(reader, name, jury.edition.slug)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_round_lets_the_chair_open_a_sealed_ballot_again_and_shows_the_history() -> None:
    jury = make_sealed_jury(jurors=2, unsealed=[1])
    chair = make_chair(jury.edition)
    url = reverse("desk_round", args=[jury.edition.slug, jury.round.pk])
    sealed, waiting = (f"/ballots/{person.pk}/reopen" for person in jury.jurors)
    html = sign_in(Client(), chair).get(url).content.decode()
    assert sealed in html
    assert waiting not in html
    assert sealed not in sign_in(Client(), jury.organiser).get(url).content.decode()
    reopen_ballot(
        round_id=jury.round.pk, juror_id=jury.jurors[0].pk, reason="Two <b>mixed</b> up.", by=chair, at=clock.now()
    )
    html = sign_in(Client(), jury.organiser).get(url).content.decode()
    assert "Two &lt;b&gt;mixed&lt;/b&gt; up." in html
    assert chair.name in html
