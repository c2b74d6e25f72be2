"""Who sits on the jury, and under what name they are counted."""

from uuid import UUID

import pytest

from jury.panel import queries
from jury.panel.pseudonyms import pseudonyms
from musicprize.accounts.models import Role, RoleGrant
from musicprize.kernel import clock
from tests.factories.editions import make_edition
from tests.factories.people import make_chair, make_coordinator, make_juror, make_member, make_organiser


@pytest.mark.django_db
def test_jurors_are_those_in_force_with_their_city_and_who_chairs() -> None:
    edition = make_edition()
    cities = list(edition.cities.order_by("colour"))
    second, first = make_juror(edition, cities[1]), make_chair(edition, cities[0])
    gone = make_juror(edition, cities[2])
    RoleGrant.objects.filter(user=gone).update(revoked_at=clock.now())
    make_coordinator(edition)
    make_member(Role.CHAIR, edition, user=make_organiser(edition))
    make_juror(make_edition())
    found = queries.jurors(edition.pk)
    assert [(one.user_id, one.city_code, one.chairs) for one in found] == [
        (first.pk, cities[0].code, True), (second.pk, cities[1].code, False),
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("size", [1, 3])
def test_jurors_take_the_same_number_of_queries(size: int, django_assert_num_queries: object) -> None:
    edition = make_edition()
    for _number in range(size):
        make_juror(edition)
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert len(queries.jurors(edition.pk)) == size


def test_pseudonyms_depend_on_the_seed_not_on_the_order_given() -> None:
    people = [UUID(int=number) for number in range(12)]
    names = pseudonyms(people, "seed")
    assert sorted(names.values()) == [f"J{number:02}" for number in range(1, 13)]
    assert pseudonyms(people[::-1], "seed") == names
    assert pseudonyms(people, "another") != names
