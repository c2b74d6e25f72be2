"""Standing aside from an entry: in every open round that the reason binds, and handed on once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from jury.conflicts.rules import Reason
from jury.paper import actions as papers
from jury.rounds import actions as rounds
from jury.rounds.rules import Missing
from jury.scoresheets import recusal_actions as recusals
from jury.scoresheets.models import Ballot, ScoreSheet
from musicprize.kernel.errors import Conflict
from musicprize.mail.models import Mail
from tests.factories.jury import Jury, answer, fill, make_draft, make_jury, seal
from tests.factories.people import make_chair

pytestmark = pytest.mark.django_db


def make_second(first: Jury, **fields: object) -> Jury:
    """The same jury in a second open round on the same entries."""
    row = make_draft(first.edition, first.organiser, **fields)  # type: ignore[arg-type]
    second = replace(
        first, round=rounds.open_round(round_id=row.pk, codes=None, by=first.organiser, at=first.at)
    )  # fmt: skip
    answer(second)
    return second


def stand_aside(jury: Jury, reason: Reason = Reason.CONFLICT) -> None:
    """The first juror, from the first entry."""
    recusals.recuse(sheet_id=jury.sheet(jury.jurors[0], 0).pk, reason=reason, by=jury.jurors[0], at=jury.at)


def state(jury: Jury) -> tuple[str, str]:
    sheet = jury.sheet(jury.jurors[0], 0)
    return sheet.state, sheet.recused_because


@pytest.mark.parametrize("begun", [False, True])
def test_recuse_sets_the_sheet_of_another_open_round_aside_and_its_ballot_can_be_sealed(begun: bool) -> None:
    first = make_jury(jurors=2, entries=2)
    second = make_second(first)
    if begun:
        fill(second, 0)
    stand_aside(first)
    assert [state(first), state(second)] == [("recused", "conflict")] * 2
    assert second.sheet(second.jurors[1], 0).state == "open"
    fill(second, 0)
    seal(second, 0)
    assert Ballot.objects.get(round=second.round, juror=second.jurors[0]).state == "sealed"


@pytest.mark.parametrize(("blind", "found"), [(True, ("recused", "recognised")), (False, ("open", ""))])
def test_recuse_because_recognised_reaches_blind_rounds_only(blind: bool, found: tuple[str, str]) -> None:
    first = make_jury(jurors=2, entries=2)
    second = make_second(first, blind=blind)
    stand_aside(first, Reason.RECOGNISED)
    assert state(second) == found


def test_recuse_leaves_sealed_ballots_and_closed_rounds_as_they_are() -> None:
    first = make_jury(jurors=1, entries=2)
    sealed, third = make_second(first), make_second(first)
    fill(sealed, 0)
    seal(sealed, 0)
    rounds.close(round_id=third.round.pk, missing=Missing.ACCEPT, by=first.organiser, at=first.at)
    stand_aside(first)
    assert [state(sealed), state(third)] == [("complete", ""), ("open", "")]


def test_recuse_hands_the_entry_on_in_every_round_that_does_so_by_itself() -> None:
    first = make_jury(jurors=4, entries=4)
    second = make_second(first, per_entry=4, reassign="automatic")
    third = make_second(first, per_entry=2, reassign="automatic")
    juror = third.jurors[0]
    sheet = ScoreSheet.objects.filter(ballot__juror=juror, ballot__round=third.round).select_related("entry").first()
    assert sheet is not None
    application = sheet.entry.application
    recusals.recuse(sheet_id=first.sheet(juror, application).pk, reason=Reason.CONFLICT, by=juror, at=first.at)
    heard = [
        ScoreSheet.objects.filter(ballot__round=one.round, entry__application=application).exclude(state="recused")
        for one in (second, third)
    ]
    assert [rows.count() for rows in heard] == [3, 2]
    assert Mail.objects.filter(template="assignment_added").count() == 1


def test_recuse_again_from_a_sealed_ballot_hands_the_entry_on_only_once() -> None:
    jury = make_jury(jurors=5, entries=5, per_entry=1, reassign="automatic")
    juror = jury.jurors[0]
    sheet = jury.sheets(juror)[0]
    mine = [one for one in jury.entries if ScoreSheet.objects.filter(ballot__juror=juror, entry__application=one)]
    every, jury.entries = jury.entries, mine
    fill(jury, 0)
    jury.entries = every
    seal(jury, 0)
    for minute, reason in enumerate((Reason.CONFLICT, Reason.CONFLICT, Reason.RECOGNISED)):
        recusals.recuse(sheet_id=sheet.pk, reason=reason, by=juror, at=jury.at + timedelta(minutes=minute))
    assert ScoreSheet.objects.filter(entry=sheet.entry_id).count() == 2


def test_recuse_twice_is_refused_in_the_other_round_too() -> None:
    first = make_jury(jurors=2, entries=2)
    second = make_second(first)
    stand_aside(first)
    with pytest.raises(Conflict):
        stand_aside(second)


@pytest.mark.parametrize("begun", [False, True])
def test_recuse_on_paper_reaches_the_other_open_round_and_is_not_a_visit_of_the_juror(begun: bool) -> None:
    first = make_jury(jurors=2, entries=2)
    second = make_second(first)
    if begun:
        fill(second, 0)
    before = Ballot.objects.get(round=first.round, juror=first.jurors[0]).seen_at
    sheet = first.sheet(first.jurors[0], 0)
    paper = {"round_id": first.round.pk, "pseudonym": sheet.ballot.pseudonym, "code": sheet.entry.code, "marks": {}}
    for typist in (first.organiser, make_chair(first.edition)):
        papers.enter(**paper, aside=True, by=typist, at=first.at + timedelta(hours=1))
    assert [state(first), state(second)] == [("recused", "conflict")] * 2
    assert Ballot.objects.get(round=first.round, juror=first.jurors[0]).seen_at == before


def test_come_back_opens_the_sheet_in_every_open_round_but_in_no_sealed_ballot() -> None:
    first = make_jury(jurors=2, entries=2)
    second, sealed = make_second(first), make_second(first)
    fill(second, 0)
    marks = second.sheet(second.jurors[0], 0).marks.count()
    stand_aside(first)
    fill(sealed, 0)
    seal(sealed, 0)
    recusals.come_back(sheet_id=first.sheet(first.jurors[0], 0).pk, by=first.jurors[0], at=first.at)
    assert [state(first), state(second), state(sealed)] == [("open", ""), ("open", ""), ("recused", "conflict")]
    assert second.sheet(second.jurors[0], 0).marks.count() == marks > 0


def test_come_back_leaves_a_sheet_that_was_never_set_aside() -> None:
    """Recognised binds in blind rounds only, so the sheet of the other round was complete all the time."""
    first = make_jury(jurors=2, entries=2)
    second = make_second(first, blind=False)
    fill(second, 0)
    stand_aside(first, Reason.RECOGNISED)
    recusals.come_back(sheet_id=first.sheet(first.jurors[0], 0).pk, by=first.jurors[0], at=first.at)
    assert [state(first), state(second)] == [("open", ""), ("complete", "")]
