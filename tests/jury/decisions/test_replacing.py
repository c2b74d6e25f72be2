"""A finalist drops out and several share the next place: the frozen rule says who moves up, never their codes."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from jury.assignments.draw import draw_seed
from jury.decisions import actions, queries
from jury.decisions.models import Decision
from jury.decisions.rules import Kind
from jury.deliberation import meeting_actions
from jury.rounds import actions as rounds
from jury.rounds import queries as round_queries
from jury.tally.cut import draw
from musicprize.kernel.errors import Conflict
from musicprize.mail.models import Mail
from tests.factories.editions import in_all
from tests.factories.jury import Jury, code_of, make_closed_jury
from tests.factories.people import make_chair

pytestmark = pytest.mark.django_db

FIFTH_SHARED = (1000, 900, 800, 700, 500, 500, 300)
SIXTH_SHARED = (1000, 900, 800, 700, 600, 500, 500)


def make_jury(rule: str, points: tuple[int, ...] = FIFTH_SHARED, **options: Any) -> Jury:
    return make_closed_jury(
        jurors=3, entries=len(points), advance=4, method_parameters={"cut_tie": rule},
        score=lambda _juror, entry, _key: points[entry], **options,
    )  # fmt: skip


def _decide(jury: Jury, *entries: int) -> None:
    actions.decide(
        edition_id=jury.edition.pk, kind=Kind.FINALISTS, round_id=jury.round.pk,
        codes=[code_of(jury, one) for one in entries], prize_id=None, reasons={}, by=jury.organiser, at=jury.at,
    )  # fmt: skip


def _withdraw(jury: Jury, *entries: int) -> None:
    for one in entries:
        rounds.withdraw_entry(application_id=jury.entries[one].pk, by=jury.organiser, at=jury.at)


def _replace(jury: Jury, entry: int) -> Decision:
    return actions.replace_finalist(
        edition_id=jury.edition.pk, code=code_of(jury, entry), reasons=in_all("Withdrawn."), by=jury.organiser,
        at=jury.at,
    )  # fmt: skip


def _finalists(jury: Jury) -> list[int]:
    codes = [code_of(jury, one) for one in range(len(jury.entries))]
    return [codes.index(code) for code in queries.finalists(jury.edition.pk)]


def _desk(jury: Jury) -> str:
    client = Client()
    client.force_login(jury.organiser)
    return client.get(reverse("desk_decide", args=[jury.edition.slug])).content.decode()


def test_replace_where_all_advance_lets_all_who_share_the_place_move_up() -> None:
    jury = make_jury("all_advance")
    _decide(jury, 0, 1, 2, 3)
    _withdraw(jury, 0)
    assert f"move up: {code_of(jury, 4)}, {code_of(jury, 5)}." in _desk(jury)
    row = _replace(jury, 0)
    assert _finalists(jury) == [4, 5, 1, 2, 3]
    assert row.document["replaced"] == {"out": code_of(jury, 0), "in": code_of(jury, 4), "also": [code_of(jury, 5)]}
    mail = Mail.objects.filter(template="finalist_replaced").first()
    assert mail is not None
    assert mail.subject.startswith(f"{code_of(jury, 4)}, {code_of(jury, 5)}")


def test_replace_two_where_all_advance_gives_each_a_seat_and_nobody_beyond() -> None:
    jury = make_jury("all_advance")
    _decide(jury, 0, 1, 2, 3)
    _withdraw(jury, 0, 1)
    _replace(jury, 0)
    _replace(jury, 1)
    assert _finalists(jury) == [4, 5, 2, 3]


@pytest.mark.parametrize(("points", "decided"), [(FIFTH_SHARED, (0, 1, 2, 3)), (SIXTH_SHARED, (0, 1, 2, 3, 4))])
def test_replace_where_the_jury_votes_again_takes_nobody_by_code(
    points: tuple[int, ...], decided: tuple[int, ...]
) -> None:
    """The place is shared at the cut, or further down on the reserve list."""
    jury = make_jury("second_ballot", points)
    _decide(jury, *decided)
    _withdraw(jury, 0)
    shared = [code_of(jury, entry) for entry in decided[-1:] for entry in (entry + 1, entry + 2)]
    with pytest.raises(Conflict) as refused:
        _replace(jury, 0)
    assert (refused.value.code, refused.value.extra["entries"]) == ("tie_open", shared)
    assert "the chair" not in str(refused.value.message)
    desk = _desk(jury)
    assert f"{', '.join(shared)} share the next place" in desk
    assert 'id="replace"' not in desk


def test_replace_where_only_one_of_those_who_share_the_place_is_left_takes_that_one() -> None:
    jury = make_jury("second_ballot")
    _decide(jury, 0, 1, 2, 3, 5)
    _withdraw(jury, 0)
    _replace(jury, 0)
    assert _finalists(jury) == [4, 1, 2, 3, 5]


def test_replace_two_where_both_who_share_the_place_go_on_is_not_open() -> None:
    jury = make_jury("second_ballot")
    _decide(jury, 0, 1, 2, 3)
    _withdraw(jury, 0, 1)
    _replace(jury, 0)
    _replace(jury, 1)
    assert _finalists(jury) == [4, 5, 2, 3]


@pytest.mark.parametrize(("points", "decided"), [(FIFTH_SHARED, (0, 1, 2, 3)), (SIXTH_SHARED, (0, 1, 2, 3, 4))])
def test_replace_where_the_seed_draws_takes_the_drawn_one(points: tuple[int, ...], decided: tuple[int, ...]) -> None:
    jury = make_jury("draw", points)
    _decide(jury, *decided)
    _withdraw(jury, 0)
    facts = round_queries.by_id(jury.round.pk)
    shared = [code_of(jury, decided[-1] + 1), code_of(jury, decided[-1] + 2)]
    first = draw(shared, bytes.fromhex(draw_seed(facts.rules_sha256, facts.seed)))[0]
    assert _replace(jury, 0).document["replaced"]["in"] == first


def test_replace_waits_for_the_chair_and_follows_the_order() -> None:
    jury = make_jury("chair")
    _decide(jury, 0, 1, 2, 3)
    _withdraw(jury, 0)
    with pytest.raises(Conflict) as refused:
        _replace(jury, 0)
    assert refused.value.code == "tie_open"
    meeting_actions.break_tie(
        round_id=jury.round.pk, order=[code_of(jury, 5), code_of(jury, 4)], reasons=in_all("Bolder."),
        by=make_chair(jury.edition), at=jury.at,
    )  # fmt: skip
    _replace(jury, 0)
    assert _finalists(jury) == [5, 1, 2, 3]
