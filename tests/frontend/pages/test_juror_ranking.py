"""A juror's own ranking where a ballot is long."""

import pytest
from django.test import Client
from django.urls import reverse

from submissions.applications import actions as applications
from tests.factories.jury import fill, make_closed_jury, make_jury

pytestmark = pytest.mark.django_db


def test_ranking_of_600_entries_writes_the_marks_of_the_scale_once() -> None:
    """26,000 options made it slow to open: the script fills the selects of the rows that come near to the eye."""
    jury = make_jury(entries=12, jurors=1)
    fill(jury, 0)
    client = Client()
    client.force_login(jury.jurors[0], backend="django.contrib.auth.backends.ModelBackend")
    html = client.get(reverse("jury_ranking", args=[jury.round.pk])).content.decode()
    assert html.count("<option") == 11 + 12 * 2 * 2


def test_withdrawn_entry_is_not_open_in_the_room_and_named_apart_from_the_ranking() -> None:
    jury = make_jury(entries=3, jurors=1)
    gone = jury.entries[0]
    applications.withdraw(application_id=gone.pk, reference=gone.reference, by=gone.owner, at=jury.at)
    jury.entries = jury.entries[1:]
    fill(jury, 0)
    client = Client()
    client.force_login(jury.jurors[0], backend="django.contrib.auth.backends.ModelBackend")
    html = client.get(reverse("jury_ranking", args=[jury.round.pk])).content.decode()
    assert f'<tr data-code="{gone.code}"' not in html
    assert f"The artists have withdrawn these entries: {gone.code}" in html
    assert "2 of 2 scored" in client.get(reverse("jury_room", args=[jury.round.pk])).content.decode()


@pytest.mark.parametrize(
    ("rule", "said"), [("sealed", "not closed before do not count"), ("complete", "your sheets that were done count")]
)
def test_ranking_of_a_closed_round_says_what_its_frozen_rules_do_with_an_unsealed_ballot(rule: str, said: str) -> None:
    jury = make_closed_jury(jurors=2, entries=1, unsealed=[0], missing_rule=rule)
    client = Client()
    client.force_login(jury.jurors[0], backend="django.contrib.auth.backends.ModelBackend")
    html = client.get(reverse("jury_ranking", args=[jury.round.pk])).content.decode()
    assert [said in html, html.count("The round is closed.")] == [True, 1]
