"""Who would go on: the first places, ties at the cut by the frozen rule, the withdrawn left out."""

from datetime import timedelta

import pytest

from jury.deliberation.cutting import suggested_cut
from jury.rounds import actions as rounds
from musicprize.kernel.errors import Conflict
from tests.factories.jury import code_of, make_closed_jury, make_jury

pytestmark = pytest.mark.django_db


def by_entry(juror: int, entry: int, criterion: str) -> int:
    """Entry 0 is best, each further one a point worse."""
    return 900 - 100 * entry


def two_alike(juror: int, entry: int, criterion: str) -> int:
    """Entries 1 and 2 have the same marks throughout."""
    return [900, 700, 700, 400][entry]


def test_suggest_round_closed_takes_the_first_places() -> None:
    jury = make_closed_jury(jurors=3, entries=4, score=by_entry, advance=2)
    found = suggested_cut(jury.round.pk)
    assert found.advancing == (code_of(jury, 0), code_of(jury, 1))
    assert found.reserve == (code_of(jury, 2), code_of(jury, 3))


def test_suggest_tie_at_the_cut_lets_all_advance_by_default() -> None:
    jury = make_closed_jury(jurors=3, entries=4, score=two_alike, advance=2)
    assert set(suggested_cut(jury.round.pk).advancing) == {code_of(jury, number) for number in (0, 1, 2)}


def test_suggest_tie_with_second_ballot_leaves_the_seat_open() -> None:
    parameters = {"cut_tie": "second_ballot"}
    jury = make_closed_jury(jurors=3, entries=4, score=two_alike, advance=2, method_parameters=parameters)
    found = suggested_cut(jury.round.pk)
    assert found.advancing == (code_of(jury, 0),)
    assert set(found.contested) == {code_of(jury, 1), code_of(jury, 2)}
    assert found.open_seats == 1


def test_suggest_tie_with_draw_is_the_same_each_time() -> None:
    jury = make_closed_jury(jurors=3, entries=4, score=two_alike, advance=2, method_parameters={"cut_tie": "draw"})
    found = suggested_cut(jury.round.pk)
    assert len(found.advancing) == 2
    assert set(found.drawn) == {code_of(jury, 1), code_of(jury, 2)}
    assert suggested_cut(jury.round.pk) == found


def test_suggest_entry_withdrawn_since_makes_room_for_the_next() -> None:
    jury = make_closed_jury(jurors=3, entries=4, score=by_entry, advance=2)
    later = jury.at + timedelta(hours=1)
    rounds.withdraw_entry(application_id=jury.entries[0].pk, by=jury.organiser, at=later)
    assert suggested_cut(jury.round.pk).advancing == (code_of(jury, 1), code_of(jury, 2))


def test_suggest_round_open_is_refused() -> None:
    with pytest.raises(Conflict) as refused:
        suggested_cut(make_jury().round.pk)
    assert refused.value.code == "round_not_counted"


def test_cut_keeps_to_the_bounds_of_cities_and_the_length_of_the_reserve() -> None:
    jury = make_closed_jury(
        jurors=4, entries=8, advance=4, city_most=1, reserve=1, score=lambda juror, entry, key: 1000 - 100 * entry
    )
    found = suggested_cut(jury.round.pk)
    homes = {str(entry.code): entry.city_id for entry in jury.entries}
    assert len({homes[code] for code in found.advancing}) == len(found.advancing) == 4
    assert len(found.reserve) == 1
