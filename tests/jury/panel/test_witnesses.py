"""Witnesses: named by organisers, outside the jury, once each."""

import json

import pytest
from django.test import Client

from jury.panel import actions, queries
from musicprize.kernel import clock
from musicprize.kernel.errors import Conflict, Invalid, NotAllowed
from musicprize.ledger import queries as ledger
from tests.factories.jury import Jury, make_draft_jury
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def jury() -> Jury:
    return make_draft_jury(jurors=2, entries=1)


def _name(jury: Jury, email: str = "paper@example.org", city: str = "", by: object = None) -> None:
    code = city or jury.edition.cities.order_by("colour")[0].code
    actions.name_witness(
        edition_id=jury.edition.pk, city=code, email=email, language="de",
        by=by or jury.organiser, at=clock.now(),  # type: ignore[arg-type]
    )  # fmt: skip


def test_name_witness_is_in_the_ledger_without_the_address(jury: Jury) -> None:
    _name(jury)
    (found,) = queries.witnesses(jury.edition.pk)
    assert found.email == "paper@example.org"
    act = ledger.acts(jury.edition.pk)[-1]
    assert act.verb == "witness.name"
    assert json.loads(act.document)["facts"] == {"city": found.city}
    assert "paper" not in act.document


def test_name_witness_twice_is_refused(jury: Jury) -> None:
    _name(jury)
    with pytest.raises(Conflict):
        _name(jury, "PAPER@example.org")


def test_name_witness_from_the_jury_or_for_no_city_is_refused(jury: Jury) -> None:
    with pytest.raises(Invalid) as refused:
        _name(jury, jury.jurors[0].email.upper(), city="nowhere")
    assert set(refused.value.fields) == {"email", "city"}


def test_name_witness_by_anybody_else_is_refused(jury: Jury) -> None:
    with pytest.raises(NotAllowed):
        _name(jury, by=make_user())


def test_dismiss_witness_takes_the_address_away(jury: Jury) -> None:
    _name(jury)
    (found,) = queries.witnesses(jury.edition.pk)
    actions.dismiss_witness(witness_id=found.id, by=jury.organiser, at=clock.now())
    assert queries.witnesses(jury.edition.pk) == ()


@pytest.mark.parametrize("count", [1, 3])
def test_people_page_shows_witnesses_in_as_many_queries(
    jury: Jury, client: Client, count: int, django_assert_max_num_queries: object
) -> None:
    for number in range(count):
        _name(jury, f"paper{number}@example.org")
    client.force_login(jury.organiser)
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        shown = client.get(f"/desk/{jury.edition.slug}/people/").content.decode()
    assert shown.count("@example.org</strong>") >= count
    assert "/api/v1/witnesses/" in shown
