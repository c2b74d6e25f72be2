"""The demo loads through the actions, twice without doubling, and leaves something to do for every role."""

import pytest

from frontend.demo.loading import load
from jury.publication import queries as publication
from jury.rounds.models import Round
from musicprize.accounts.models import User
from musicprize.editions.models import Edition
from musicprize.kernel import clock
from musicprize.ledger import queries as ledger
from submissions.applications.models import Application

pytestmark = pytest.mark.django_db


@pytest.mark.timeout(300)
def test_load_twice_leaves_one_demo_with_work_for_everybody() -> None:
    first = load(now=clock.now(), say=lambda line: None, limit=4)
    applications = Application.objects.count()
    assert load(now=clock.now(), say=lambda line: None, limit=4) == first
    assert Application.objects.count() == applications == 6 + 4
    assert Edition.objects.count() == 2
    assert User.objects.filter(email__in=[one.email for one in first]).count() == len(first) == 6
    states = set(Application.objects.filter(edition__slug="2027").values_list("state", flat=True))
    assert states == {"admitted", "submitted", "draft"}
    artist = User.objects.get(email=next(one.email for one in first if one.role == "artist"))
    assert Application.objects.get(owner=artist).state == "draft", "the artist has something to finish"
    assert Round.objects.get(edition__slug="2027").state == "open"
    result = publication.public_result("2026", at=clock.now())
    assert len(result.audible) == 6, "every finalist can be heard"
    assert ledger.verify() == []
