"""The page of a round's frozen rules: for those who judge by them, in words, and not before there are any."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.jury import make_draft, make_jury

pytestmark = pytest.mark.django_db


def test_a_juror_reads_every_rule_and_its_hash() -> None:
    jury = make_jury()
    client = Client()
    client.force_login(jury.jurors[0])
    page = client.get(reverse("jury_rules", args=[jury.round.pk])).content.decode()
    jury.round.refresh_from_db()
    assert jury.round.rules_sha256 in page
    for said in ("Adjusted for the severity of jurors", "Everybody hears everything", "All who share the place go on"):
        assert said in page
    for criterion in jury.round.criteria.all():
        assert criterion.title["en"] in page


def test_a_draft_has_no_frozen_rules_for_anybody() -> None:
    jury = make_jury()
    draft = make_draft(jury.edition, jury.organiser)
    client = Client()
    for person in (jury.jurors[0], jury.organiser):
        client.force_login(person)
        assert client.get(reverse("jury_rules", args=[draft.pk])).status_code == 404
