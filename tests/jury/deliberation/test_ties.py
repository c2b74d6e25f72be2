"""A tie at the cut that the frozen rules leave to the chair: who breaks it and why, and what waits."""

import json
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from jury.conflicts import actions as conflicts
from jury.conflicts.rules import Reason
from jury.decisions import actions as decisions
from jury.decisions.rules import Kind
from jury.deliberation import meeting_actions as actions
from jury.deliberation import meeting_queries, minutes_pdf
from jury.deliberation.cutting import suggested_cut
from jury.deliberation.minutes_document import Sitting, document
from jury.deliberation.models import TieBreak
from jury.publication.rules import Kind as Published
from jury.publication.snapshot import snapshot
from jury.rounds import actions as round_actions
from jury.rounds import queries as rounds
from musicprize.accounts.access import Role
from musicprize.accounts.models import User
from musicprize.editions import queries as editions
from musicprize.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from musicprize.ledger import queries as ledger
from tests.factories.editions import in_all, make_prizes
from tests.factories.jury import Jury, code_of, make_closed_jury, make_draft
from tests.factories.people import make_chair, make_coordinator, make_member

pytestmark = pytest.mark.django_db

BY_CHAIR = {"cut_tie": "chair"}
WHY = in_all("The bolder of the two.")


def two_alike(juror: int, entry: int, criterion: str) -> int:
    """Entries 1 and 2 have the same marks throughout."""
    return [900, 700, 700, 400][entry]


def make_tied(**options: Any) -> Jury:
    given: dict[str, Any] = {"advance": 2, "method_parameters": BY_CHAIR, **options}
    return make_closed_jury(jurors=3, entries=4, score=two_alike, **given)


def _break(jury: Jury, by: User, *entries: int, reasons: dict[str, str] = WHY) -> TieBreak:
    order = [code_of(jury, entry) for entry in entries]
    return actions.break_tie(round_id=jury.round.pk, order=order, reasons=reasons, by=by, at=jury.at)


def _decide(jury: Jury, *entries: int, kind: Kind = Kind.FINALISTS) -> Any:
    return decisions.decide(
        edition_id=jury.edition.pk, kind=kind, round_id=jury.round.pk, codes=[code_of(jury, one) for one in entries],
        prize_id=None, reasons={}, by=jury.organiser, at=jury.at,
    )  # fmt: skip


def test_chair_breaks_the_tie_and_it_stands_everywhere() -> None:
    jury = make_tied()
    chair = make_chair(jury.edition)
    assert set(suggested_cut(jury.round.pk).contested) == {code_of(jury, 1), code_of(jury, 2)}
    _break(jury, chair, 2, 1)
    cut = suggested_cut(jury.round.pk)
    assert cut.advancing == (code_of(jury, 0), code_of(jury, 2))
    assert (cut.contested, cut.reserve) == ((), (code_of(jury, 1), code_of(jury, 3)))
    table = meeting_queries.table(rounds.by_id(jury.round.pk), person_id=chair.pk, at=jury.at)
    assert (table.waiting, table.broken[0].by, table.broken[0].reasons) == ((), chair.name, WHY)
    assert table.acts[0].verb == "tiebreak.decide"
    act = next(one for one in ledger.acts(jury.edition.pk) if one.verb == "tiebreak.decide")
    told = json.loads(act.document)["facts"]
    assert (told["order"], told["seats"]) == ([code_of(jury, 2), code_of(jury, 1)], 1)
    assert "bolder" not in act.document, "the ledger holds digests only"


def test_minutes_name_the_chair_the_order_and_the_reason() -> None:
    jury = make_tied()
    chair = make_chair(jury.edition)
    _break(jury, chair, 2, 1)
    made = document(jury.round.pk, Sitting(jury.at, "Trier", [], None), chair=chair.pk, at=jury.at)
    assert made["ties"][0]["order"] == [code_of(jury, 2), code_of(jury, 1)]
    named = {str(one.pk): one.name for one in (chair, jury.organiser, *jury.jurors)}
    with translation.override("en"):
        said = json.dumps(minutes_pdf._data(made, "en", named, {}, "", None), ensure_ascii=False)
    assert "The tie that the chair broke" in said
    assert all(part in said for part in (chair.name, WHY["en"], f"{code_of(jury, 2)}, {code_of(jury, 1)}"))


def test_public_explanation_gives_the_reason_and_does_not_name_who_stays() -> None:
    jury = make_tied()
    make_prizes(jury.edition)
    _break(jury, make_chair(jury.edition), 2, 1)
    _decide(jury, 0, 2)
    shown = snapshot(editions.by_slug(jury.edition.slug), Published.FINALISTS)
    assert shown["ties"] == [{"round": jury.round.position, "entries": 2, "reasons": WHY}]
    assert code_of(jury, 1) not in json.dumps(shown)


def test_break_is_for_the_chair_alone() -> None:
    jury = make_tied()
    for person in (jury.organiser, jury.jurors[0]):
        with pytest.raises(NotAllowed):
            _break(jury, person, 1, 2)
    with pytest.raises(NotFound):
        _break(jury, make_coordinator(jury.edition), 1, 2)
    assert not TieBreak.objects.exists()


@pytest.mark.parametrize(
    ("entries", "reasons", "field"),
    [((1, 2), {}, "reasons"), ((1, 2), {"en": "  "}, "reasons"), ((1,), WHY, "order"), ((1, 1), WHY, "order"),
     ((0, 1), WHY, "order"), ((), WHY, "order")],
)  # fmt: skip
def test_break_without_a_reason_or_with_another_order_is_refused(
    entries: tuple[int, ...], reasons: dict[str, str], field: str
) -> None:
    jury = make_tied()
    with pytest.raises(Invalid) as refused:
        _break(jury, make_chair(jury.edition), *entries, reasons=reasons)
    assert set(refused.value.fields) == {field}
    assert not TieBreak.objects.exists()


@pytest.mark.parametrize("rule", ["all_advance", "second_ballot", "draw"])
def test_break_where_the_rules_say_something_else_is_refused(rule: str) -> None:
    jury = make_tied(method_parameters={"cut_tie": rule})
    with pytest.raises(Conflict) as refused:
        _break(jury, make_chair(jury.edition), 1, 2)
    assert refused.value.code == "not_left_to_the_chair"


def test_break_twice_or_without_a_tie_is_refused_and_stays_as_it_was() -> None:
    jury = make_tied()
    chair = make_chair(jury.edition)
    row = _break(jury, chair, 1, 2)
    with pytest.raises(Conflict) as refused:
        _break(jury, chair, 2, 1)
    assert refused.value.code == "tie_not_open"
    with pytest.raises(DatabaseError), transaction.atomic():
        TieBreak.objects.filter(pk=row.pk).update(order=[])
    with pytest.raises(DatabaseError), transaction.atomic():
        TieBreak.objects.filter(pk=row.pk).delete()


def test_chair_who_stood_aside_from_one_of_them_does_not_break() -> None:
    jury = make_tied()
    make_member(Role.CHAIR, jury.edition, user=jury.jurors[0])
    chair = User.objects.get(pk=jury.jurors[0].pk)
    conflicts.declare(
        application_id=jury.entries[2].pk, edition_id=jury.edition.pk, code=code_of(jury, 2), reason=Reason.CONFLICT,
        by=chair, at=jury.at,
    )  # fmt: skip
    with pytest.raises(NotAllowed) as refused:
        _break(jury, chair, 1, 2)
    assert (refused.value.code, code_of(jury, 2) in str(refused.value.message)) == ("stood_aside", True)


@pytest.mark.parametrize("kind", [Kind.FINALISTS, Kind.WINNER])
def test_decide_waits_for_the_chair_and_keeps_to_the_order(kind: Kind) -> None:
    jury = make_tied(advance=2 if kind is Kind.FINALISTS else 1)
    make_prizes(jury.edition)
    if kind is Kind.WINNER:
        round_actions.withdraw_entry(application_id=jury.entries[0].pk, by=jury.organiser, at=jury.at)
    right = (0, 2) if kind is Kind.FINALISTS else (2,)
    with pytest.raises(Conflict) as refused:
        _decide(jury, *right, kind=kind)
    assert refused.value.code == "tie_open"
    _break(jury, make_chair(jury.edition), 2, 1)
    with pytest.raises(Conflict) as refused:
        _decide(jury, *right[:-1], 1, kind=kind)
    assert refused.value.code == "tie_broken"
    made = _decide(jury, *right, kind=kind)
    assert made.document["tie_breaks"][0]["order"] == [code_of(jury, 2), code_of(jury, 1)]


def test_special_prize_does_not_wait() -> None:
    jury = make_tied()
    make_prizes(jury.edition)
    assert "tie_breaks" not in _decide(jury, 3, kind=Kind.SPECIAL).document


def test_next_round_waits_for_the_chair() -> None:
    jury = make_tied()
    later = make_draft(jury.edition, jury.organiser, entries_from_id=jury.round.pk)
    with pytest.raises(Invalid) as refused:
        round_actions.open_round(round_id=later.pk, codes=None, by=jury.organiser, at=jury.at)
    assert [code for code, _ in refused.value.fields["entries_from"]] == ["tie_open"]
    _break(jury, make_chair(jury.edition), 1, 2)
    opened = round_actions.open_round(round_id=later.pk, codes=None, by=jury.organiser, at=jury.at)
    assert set(opened.entries.values_list("code", flat=True)) == {code_of(jury, 0), code_of(jury, 1)}


def test_pages_say_what_waits_then_what_was_decided(client: Client) -> None:
    jury = make_tied()
    chair = make_chair(jury.edition)
    client.force_login(chair)
    before = client.get(reverse("table", args=[jury.round.pk])).content.decode()
    assert before.count('name="order"') == 2
    client.force_login(jury.jurors[0])
    assert 'name="order"' not in client.get(reverse("table", args=[jury.round.pk])).content.decode()
    _break(jury, chair, 2, 1)
    for page in ("table", "board"):
        shown = client.get(reverse(page, args=[jury.round.pk])).content.decode()
        assert chair.name in shown
        assert WHY["en"] in shown
    assert "broke the tie, in this order" in client.get(reverse("table", args=[jury.round.pk])).content.decode()
    client.force_login(jury.organiser)
    desk = client.get(reverse("desk_decide", args=[jury.edition.slug])).content.decode()
    assert f"in this order: {code_of(jury, 2)}, {code_of(jury, 1)}" in desk
