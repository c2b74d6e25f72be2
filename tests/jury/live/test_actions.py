"""The night of the final: one entry at a time, marks within its turn only, and missing ones never zero."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from jury.conflicts.rules import Reason
from jury.live import actions, queries
from jury.live.models import Turn
from jury.rounds import actions as rounds
from jury.rounds.rules import Missing
from jury.scoresheets import actions as sheets
from jury.scoresheets import queries as sheet_queries
from jury.scoresheets import recusal_actions as recusals
from musicprize.accounts.models import User
from musicprize.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from musicprize.ledger import queries as ledger
from tests.factories.jury import Jury, answer, make_draft_jury, make_jury
from tests.factories.people import make_chair, make_user
from tests.leaves import leaves

pytestmark = pytest.mark.django_db


def make_live_jury(*, jurors: int = 3, entries: int = 3, **fields: Any) -> Jury:
    """A final that is marked live, open."""
    jury = make_draft_jury(jurors=jurors, entries=entries, kind="final", live=True, blind=False, **fields)
    codes = [entry.code or "" for entry in jury.entries]
    jury.round = rounds.open_round(round_id=jury.round.pk, codes=codes, by=jury.organiser, at=jury.at)
    answer(jury)
    return jury


def code(jury: Jury, entry: int) -> str:
    return jury.entries[entry].code or ""


def call(jury: Jury, entry: int, by: User | None = None) -> Turn:
    return actions.call(round_id=jury.round.pk, code=code(jury, entry), by=by or jury.organiser, at=jury.at)


def finish(jury: Jury, entry: int, missing: Missing = Missing.REFUSE) -> Turn:
    return actions.finish(
        round_id=jury.round.pk, code=code(jury, entry), missing=missing, by=jury.organiser, at=jury.at
    )


def give(jury: Jury, juror: int, entry: int, hundredths: int = 700) -> None:
    """Mark and complete one sheet."""
    person, sheet = jury.jurors[juror], jury.sheet(jury.jurors[juror], entry)
    marks = dict.fromkeys(jury.round.criteria.values_list("key", flat=True), hundredths)
    saved = sheets.mark(sheet_id=sheet.pk, marks=marks, note=None, version=sheet.version, by=person, at=jury.at)
    sheets.complete(sheet_id=sheet.pk, version=saved.version, by=person, at=jury.at)


def test_open_a_live_round_lines_every_entry_up_and_freezes_that_it_is_live() -> None:
    jury = make_live_jury()
    assert [turn.state for turn in Turn.objects.all()] == ["waiting"] * 3
    assert (jury.round.rules_document or {})["round"]["live"] is True


def test_live_is_for_a_final_only() -> None:
    with pytest.raises(Invalid) as refused:
        make_draft_jury(kind="jury", live=True)
    assert "live" in refused.value.fields


def test_mark_before_its_turn_and_after_it_is_refused() -> None:
    jury = make_live_jury(jurors=1)
    with pytest.raises(Conflict) as refused:
        give(jury, 0, 0)
    assert refused.value.code == "not_called"
    call(jury, 0)
    give(jury, 0, 0)
    finish(jury, 0)
    sheet = jury.sheet(jury.jurors[0], 0)
    with pytest.raises(Conflict) as refused:
        sheets.reopen(sheet_id=sheet.pk, version=sheet.version, by=jury.jurors[0], at=jury.at)
    assert refused.value.code == "turn_over"


def test_call_a_second_entry_while_one_is_being_marked_is_refused_by_action_and_database() -> None:
    jury = make_live_jury()
    call(jury, 0)
    with pytest.raises(Conflict) as refused:
        call(jury, 1)
    assert (refused.value.code, refused.value.extra["entry"]) == ("turn_running", code(jury, 0))
    with pytest.raises(IntegrityError), transaction.atomic():
        Turn.objects.filter(entry__code=code(jury, 1)).update(state="called", called_at=jury.at)


def test_finish_waits_for_all_marks_unless_told_to_go_on_without() -> None:
    jury = make_live_jury(jurors=3)
    call(jury, 0)
    give(jury, 0, 0)
    with pytest.raises(Conflict) as refused:
        finish(jury, 0)
    assert (refused.value.code, refused.value.extra["missing"]) == ("marks_missing", 2)
    finish(jury, 0, Missing.ACCEPT)
    assert queries.running(jury.organiser, jury.round.pk).lines[0].sheets_in == 1


def test_a_turn_that_ended_can_be_called_again_with_the_marks_it_had() -> None:
    jury = make_live_jury(jurors=2)
    call(jury, 0)
    give(jury, 0, 0)
    finish(jury, 0, Missing.ACCEPT)
    call(jury, 0)
    give(jury, 1, 0)
    assert finish(jury, 0).done_at == jury.at


def test_a_mark_that_was_not_given_in_its_turn_is_missing_with_that_reason_and_never_zero() -> None:
    jury = make_live_jury(jurors=2, entries=2)
    for entry in range(2):
        call(jury, entry)
        give(jury, 0, entry)
        if entry == 0:
            give(jury, 1, entry)
        finish(jury, entry, Missing.ACCEPT)
    for juror in jury.jurors:
        sheets.seal(round_id=jury.round.pk, by=juror, at=jury.at)
    rounds.close(round_id=jury.round.pk, missing=Missing.REFUSE, by=jury.organiser, at=jury.at + timedelta(minutes=1))
    cells = sheet_queries.frozen_marks(jury.round.pk)
    missing = {(cell.entry_code, cell.hundredths, cell.reason) for cell in cells if cell.hundredths is None}
    assert missing == {(code(jury, 1), None, "not_marked")}


def test_seal_before_the_last_turn_has_ended_is_refused() -> None:
    jury = make_live_jury(jurors=1, entries=2)
    call(jury, 0)
    give(jury, 0, 0)
    finish(jury, 0)
    with pytest.raises(Invalid) as refused:
        sheets.seal(round_id=jury.round.pk, by=jury.jurors[0], at=jury.at)
    assert refused.value.extra["missing"] == [code(jury, 1)]


def test_standing_aside_is_possible_on_the_night_and_before_the_turn() -> None:
    jury = make_live_jury(jurors=2)
    recusals.recuse(sheet_id=jury.sheet(jury.jurors[0], 0).pk, reason=Reason.CONFLICT, by=jury.jurors[0], at=jury.at)
    call(jury, 0)
    give(jury, 1, 0)
    finish(jury, 0)


def test_order_sets_the_running_order_and_takes_every_entry_once() -> None:
    jury = make_live_jury()
    wanted = [code(jury, 2), code(jury, 0), code(jury, 1)]
    actions.order(round_id=jury.round.pk, codes=wanted, by=jury.organiser, at=jury.at)
    assert [line.code for line in queries.running(jury.organiser, jury.round.pk).lines] == wanted
    for wrong in (wanted[:2], [*wanted, wanted[0]], [*wanted[:2], "QP27-XXXX"]):
        with pytest.raises(Invalid):
            actions.order(round_id=jury.round.pk, codes=wrong, by=jury.organiser, at=jury.at)


def test_call_is_for_organisers_and_the_chair() -> None:
    jury = make_live_jury()
    with pytest.raises(NotAllowed):
        call(jury, 0, by=jury.jurors[0])
    with pytest.raises(NotFound):
        call(jury, 0, by=make_user())
    assert call(jury, 0, by=make_chair(jury.edition)).state == "called"


def test_call_in_a_round_that_is_not_live_is_not_found() -> None:
    jury = make_jury()
    with pytest.raises(NotFound):
        call(jury, 0)


def test_turns_are_in_the_ledger_and_say_nothing_of_marks() -> None:
    jury = make_live_jury(jurors=1)
    call(jury, 0)
    give(jury, 0, 0, hundredths=900)
    finish(jury, 0)
    acts = [act for act in ledger.acts(jury.edition.pk) if act.verb.startswith("turn.")]
    assert [act.verb for act in acts] == ["turn.call", "turn.finish"]
    assert all(900 not in leaves(json.loads(act.document)) for act in acts)
    assert ledger.verify() == []


def test_my_turn_tells_the_juror_the_entry_and_nothing_of_the_others() -> None:
    jury = make_live_jury(jurors=2)
    assert queries.my_turn(jury.jurors[0], jury.round.pk).code is None
    call(jury, 0)
    before = queries.my_turn(jury.jurors[0], jury.round.pk)
    give(jury, 1, 0)
    assert queries.my_turn(jury.jurors[0], jury.round.pk) == before
    assert (before.code, before.sheet) == (code(jury, 0), jury.sheet(jury.jurors[0], 0).pk)


def test_my_turn_without_a_ballot_is_not_found() -> None:
    jury = make_live_jury()
    for person in (jury.organiser, make_user()):
        with pytest.raises(NotFound):
            queries.my_turn(person, jury.round.pk)
