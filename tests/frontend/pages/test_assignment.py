"""Pages around who hears what and who is tied to whom."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jury.conflicts import naming_actions
from jury.conflicts.rules import Tie
from jury.rounds import actions as rounds
from tests.factories.jury import Jury, code_of, make_draft_jury, make_jury
from tests.factories.people import make_coordinator

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client) -> Client:
    client.cookies["django_language"] = "en"
    return client


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def assignment(client: Client, jury: Jury) -> str:
    client.force_login(jury.organiser)
    return page(client, "desk_assignment", jury.edition.slug, jury.round.pk)


def test_proposal_shows_loads_coverage_and_what_k_is_worth(reader: Client) -> None:
    jury = make_draft_jury(jurors=8, entries=8, per_entry=4)
    html = assignment(reader, jury)
    assert "Every rule is kept" in html
    assert "0.63 to 0.8" in html
    assert jury.jurors[0].name in html


def test_proposal_says_which_rule_bent(reader: Client) -> None:
    html = assignment(reader, make_draft_jury(jurors=8, entries=8, per_entry=2))
    assert "8 entries are not heard by every city." in html


def test_proposal_of_a_draft_that_cannot_open_says_why(reader: Client) -> None:
    assert "Add at least one criterion" in assignment(reader, make_draft_jury(criteria=()))


def test_matrix_shows_who_hears_what_and_offers_somebody_where_one_stood_aside(reader: Client) -> None:
    jury = make_jury(jurors=4, entries=4, per_entry=3)
    first = jury.round.ballots.first().sheets.select_related("ballot", "entry").first()
    naming_actions.name(
        application_id=first.entry.application_id, juror_id=first.ballot.juror_id, tie=Tie.LABEL, from_year=None,
        to_year=None, words="Known.", by=jury.organiser, at=jury.at,
    )  # fmt: skip
    html = assignment(reader, jury)
    assert "conflict of interest" in html
    assert html.count("Find somebody for") == 1


def test_matrix_costs_the_same_for_one_and_three(reader: Client) -> None:
    asked = []
    for size in (1, 3):
        jury = make_jury(jurors=size, entries=size)
        assignment(reader, jury)
        with CaptureQueriesContext(connection) as found:
            assignment(reader, jury)
        asked.append(len(found))
    assert asked[0] == asked[1]


def test_ties_are_for_organisers_and_show_what_looks_like_one(reader: Client) -> None:
    jury = make_draft_jury(jurors=1, entries=1)
    type(jury.entries[0]).objects.filter(pk=jury.entries[0].pk).update(contact_name=jury.jurors[0].name)
    reader.force_login(jury.organiser)
    html = page(reader, "desk_ties", jury.edition.slug)
    assert "The juror’s name stands in the application" in html
    reader.force_login(jury.jurors[0])
    assert reader.get(reverse("desk_ties", args=[jury.edition.slug])).status_code == 403


def test_artist_names_a_juror_and_the_juror_sees_nothing_of_it(reader: Client) -> None:
    jury = make_jury(jurors=2, entries=2)
    entry = jury.entries[0]
    reader.force_login(entry.owner)
    assert jury.jurors[0].name in page(reader, "application_ties", entry.pk)
    answer = reader.post(
        f"/api/v1/applications/{entry.pk}/ties", {"juror": str(jury.jurors[0].pk), "tie": "teacher"},
        content_type="application/json",
    )  # fmt: skip
    assert answer.status_code == 201
    reader.force_login(jury.jurors[0])
    room = page(reader, "jury_room", jury.round.pk) + page(reader, "jury_ties", jury.round.pk)
    assert code_of(jury, 0) not in room
    assert entry.artist_name not in room


def test_coordinator_names_a_tie_on_the_screening_page(reader: Client) -> None:
    jury = make_jury(jurors=1, entries=1)
    entry = jury.entries[0]
    reader.force_login(make_coordinator(jury.edition, entry.city))
    assert "Ties with jurors" in page(reader, "screening_one", jury.edition.slug, entry.pk)


def test_room_leads_to_the_declaration_until_it_is_answered(reader: Client) -> None:
    jury = make_draft_jury(jurors=1, entries=1)
    jury.round = rounds.open_round(round_id=jury.round.pk, codes=None, by=jury.organiser, at=jury.at)
    reader.force_login(jury.jurors[0])
    answer = reader.get(reverse("jury_room", args=[jury.round.pk]))
    assert answer.headers["Location"] == reverse("jury_ties", args=[jury.round.pk])
    assert "I have no ties" in page(reader, "jury_ties", jury.round.pk)


def test_declaration_of_a_round_with_names_lists_its_entries(reader: Client) -> None:
    jury = make_jury(jurors=1, entries=2, blind=False)
    reader.force_login(jury.jurors[0])
    html = page(reader, "jury_ties", jury.round.pk)
    assert f"I am tied to {jury.entries[0].artist_name}" in html


def test_copy_takes_settings_and_criteria(reader: Client) -> None:
    jury = make_jury(jurors=1, entries=1, reserve=5, method="mean")
    reader.force_login(jury.organiser)
    made = reader.post(f"/api/v1/rounds/{jury.round.pk}/copy").json()
    assert (made["state"], made["reserve"], made["method"]) == ("draft", 5, "mean")
    assert [one["key"] for one in made["criteria"]] == ["music", "innovation"]


def test_draft_offers_every_setting_in_words(reader: Client) -> None:
    jury = make_draft_jury()
    reader.force_login(jury.organiser)
    html = page(reader, "desk_round", jury.edition.slug, jury.round.pk)
    for sentence in (
        "Mean without the highest and the lowest", "Jurors an entry", "Who judges", "At most so many of each city",
        "It can be closed; only sealed ballots count", "All marks, with names", "Points for the first places",
    ):  # fmt: skip
        assert sentence in html
