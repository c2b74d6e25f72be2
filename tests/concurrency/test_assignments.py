"""Races over who hears what, who sits where and who breaks a tie: of two that cannot both be, one is told so."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from jury.assignments.models import Assignment
from jury.deliberation import meeting_actions as meeting
from jury.deliberation.models import TieBreak
from jury.panel import replacing_actions as panel
from jury.scoresheets import actions
from jury.scoresheets import handing_actions as handing
from jury.scoresheets.models import Ballot, Mark, ScoreSheet
from musicprize.accounts.models import User
from musicprize.kernel import clock, invariants
from musicprize.ledger import queries as ledger
from tests.concurrency.test_jury import TURNS, at_once
from tests.factories.editions import in_all
from tests.factories.jury import Jury, code_of, fill, make_closed_jury, make_jury
from tests.factories.people import make_chair, make_juror

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _all_holds(transactional_db: None) -> Iterator[None]:
    """On PostgreSQL alone, and after every race what must hold across all rooms does."""
    if connection.vendor != "postgresql":
        pytest.fail("row locks are PostgreSQL's: run this by `python -m tests.services pytest -m services`")
    yield
    assert list(invariants.problems()) == []
    assert ledger.verify() == []


def adder(jury: Jury, juror: User, code: str) -> Callable[[], Any]:
    return lambda: handing.add(
        round_id=jury.round.pk, juror_id=juror.pk, code=code, by=jury.organiser, at=clock.now()
    )  # fmt: skip


def remover(jury: Jury, juror: User, code: str) -> Callable[[], Any]:
    return lambda: handing.remove(
        round_id=jury.round.pk, juror_id=juror.pk, code=code, by=jury.organiser, at=clock.now()
    )  # fmt: skip


def replacer(jury: Jury, comes: UUID) -> Callable[[], Any]:
    return lambda: panel.replace(
        round_id=jury.round.pk, leaves=jury.jurors[0].pk, comes=comes, reason="Ill.", by=jury.organiser, at=clock.now()
    )


def test_add_by_two_organisers_at_once_is_one_sheet_last_in_the_order() -> None:
    for _ in range(TURNS):
        jury = make_jury(jurors=4, entries=6, per_entry=3)
        juror = jury.jurors[0]
        mine = {sheet.entry.code for sheet in jury.sheets(juror)}
        code = next(str(entry.code) for entry in jury.entries if entry.code not in mine)
        add = adder(jury, juror, code)
        assert sorted(at_once(add, add, add)) == ["done", "hears_already", "hears_already"]
        rows = Assignment.objects.filter(juror=juror, entry__round=jury.round)
        assert sorted(rows.values_list("position", flat=True)) == list(range(1, len(mine) + 2))
        assert ScoreSheet.objects.filter(ballot__juror=juror, entry__code=code).count() == 1


def test_remove_against_mark_never_loses_a_mark_that_was_taken() -> None:
    for _ in range(TURNS):
        jury = make_jury(jurors=4, entries=6, per_entry=3)
        juror = jury.jurors[0]
        sheet = jury.sheets(juror)[0]

        def mark(sheet: ScoreSheet = sheet, juror: User = juror) -> Any:
            given = {"music": 700, "innovation": 800}
            return actions.mark(sheet_id=sheet.pk, marks=given, note=None, version=1, by=juror, at=clock.now())

        marked, removed = at_once(mark, remover(jury, juror, sheet.entry.code))
        assert (marked, removed) in {("done", "begun"), ("not_found", "done")}
        assert Mark.objects.filter(sheet_id=sheet.pk).count() == (2 if marked == "done" else 0)


def test_replace_twice_at_once_hands_the_seat_over_once() -> None:
    for _ in range(TURNS):
        jury = make_jury(jurors=3, entries=2)
        city = Ballot.objects.get(round=jury.round, juror=jury.jurors[0]).city
        new = [make_juror(jury.edition, city) for _ in range(2)]
        assert sorted(at_once(*(replacer(jury, one.pk) for one in new))) == ["done", "not_found"]
        assert Ballot.objects.filter(round=jury.round).count() == 3


def test_replace_against_seal_the_vote_stands_or_the_seat_is_another_ones() -> None:
    for _ in range(TURNS):
        jury = make_jury(jurors=3, entries=2)
        fill(jury, 0)
        city = Ballot.objects.get(round=jury.round, juror=jury.jurors[0]).city
        new = make_juror(jury.edition, city)

        def seal(jury: Jury = jury) -> Any:
            return actions.seal(round_id=jury.round.pk, by=jury.jurors[0], at=clock.now())

        outcome = tuple(at_once(seal, replacer(jury, new.pk)))
        assert outcome in {("done", "ballot_sealed"), ("not_found", "done")}
        sealed = Ballot.objects.filter(round=jury.round, juror=jury.jurors[0], state="sealed").exists()
        assert sealed == (outcome[0] == "done")


def test_break_of_a_tie_twice_at_once_is_one_order() -> None:
    for _ in range(TURNS):
        jury = make_closed_jury(
            jurors=3, entries=2, advance=1, score=lambda *_: 700, method_parameters={"cut_tie": "chair"}
        )
        chair = make_chair(jury.edition)
        orders = [[code_of(jury, 0), code_of(jury, 1)], [code_of(jury, 1), code_of(jury, 0)]]

        def decide(order: list[str], jury: Jury = jury, chair: User = chair) -> Any:
            return meeting.break_tie(
                round_id=jury.round.pk, order=order, reasons=in_all("Bolder."), by=chair, at=clock.now()
            )

        outcome = at_once(lambda: decide(orders[0]), lambda: decide(orders[1]))  # noqa: B023 - both end in this turn
        assert sorted(outcome) == ["done", "tie_not_open"]
        assert TieBreak.objects.get(round=jury.round).order == orders[outcome.index("done")]
