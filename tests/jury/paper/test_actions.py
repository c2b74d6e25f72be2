"""Paper: two people, the same marks, and the juror's receipt as for any other ballot."""

from dataclasses import asdict

import pytest

from jury.conflicts import actions as conflicts
from jury.conflicts.queries import answered
from jury.live import actions as live
from jury.paper import actions, queries
from jury.paper.models import PaperSheet
from jury.rounds import actions as rounds
from jury.rounds.rules import Missing
from jury.scoresheets.models import Ballot, ScoreSheet
from musicprize.accounts.models import User
from musicprize.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from musicprize.ledger import queries as ledger
from musicprize.mail.models import Mail
from tests.factories.jury import Jury, fill, make_draft_jury, make_jury
from tests.factories.people import make_chair, make_organiser
from tests.leaves import leaves

pytestmark = pytest.mark.django_db
MARKS = {"music": 700, "innovation": 850}


@pytest.fixture
def jury() -> Jury:
    return make_jury(jurors=2, entries=2, scale_step=50)


def name(jury: Jury, juror: int = 0) -> str:
    return Ballot.objects.get(round=jury.round, juror=jury.jurors[juror]).pseudonym


def enter(jury: Jury, by: User, entry: int = 0, **marks: int) -> PaperSheet:
    code = jury.entries[entry].code or ""
    given = {**MARKS, **marks}
    return actions.enter(round_id=jury.round.pk, pseudonym=name(jury), code=code, marks=given, by=by, at=jury.at)


def test_enter_counts_once_a_second_person_typed_the_same(jury: Jury) -> None:
    enter(jury, jury.organiser)
    assert jury.sheet(jury.jurors[0], 0).state == "open"
    row = enter(jury, make_chair(jury.edition))
    sheet = jury.sheet(jury.jurors[0], 0)
    assert sheet.state == "complete"
    assert dict(sheet.marks.values_list("criterion__key", "hundredths")) == MARKS
    assert row.confirmed_by_id != row.typed_by_id


def test_enter_twice_by_one_person_only_replaces_the_first_typing(jury: Jury) -> None:
    enter(jury, jury.organiser)
    row = enter(jury, jury.organiser, music=800)
    assert (row.marks["music"], row.confirmed_at) == (800, None)
    assert jury.sheet(jury.jurors[0], 0).state == "open"


def test_enter_something_else_names_the_criterion_and_not_the_mark(jury: Jury) -> None:
    enter(jury, jury.organiser)
    with pytest.raises(Conflict) as refused:
        enter(jury, make_chair(jury.edition), innovation=550)
    assert (refused.value.code, refused.value.extra["criteria"]) == ("paper_differs", ["innovation"])
    assert "8.5" not in str(refused.value)
    assert "850" not in str(refused.value)
    assert jury.sheet(jury.jurors[0], 0).state == "open"


def test_enter_off_the_scale_or_without_a_mark_is_refused(jury: Jury) -> None:
    with pytest.raises(Invalid):
        enter(jury, jury.organiser, music=725)
    code = jury.entries[0].code or ""
    with pytest.raises(Invalid):
        actions.enter(
            round_id=jury.round.pk, pseudonym=name(jury), code=code, marks={"music": 700}, by=jury.organiser, at=jury.at
        )


def test_enter_a_sheet_that_its_juror_has_completed_is_refused(jury: Jury) -> None:
    fill(jury, 0)
    with pytest.raises(Conflict) as refused:
        enter(jury, jury.organiser)
    assert refused.value.code == "sheet_not_open"


def test_enter_by_a_juror_is_refused_and_for_an_unknown_one_not_found(jury: Jury) -> None:
    with pytest.raises(NotAllowed):
        enter(jury, jury.jurors[1])
    code = jury.entries[0].code or ""
    with pytest.raises(NotFound):
        actions.enter(round_id=jury.round.pk, pseudonym="J99", code=code, marks=MARKS, by=jury.organiser, at=jury.at)


def test_seal_a_ballot_of_paper_counts_and_mails_the_receipt_to_the_juror(jury: Jury) -> None:
    second = make_organiser(jury.edition)
    for entry in range(2):
        enter(jury, jury.organiser, entry)
        enter(jury, second, entry)
    assert queries.ballots(jury.organiser, jury.round.pk)[int(name(jury)[1:]) - 1].closable
    actions.seal(round_id=jury.round.pk, pseudonym=name(jury), by=second, at=jury.at)
    ballot = Ballot.objects.get(juror=jury.jurors[0])
    assert (ballot.state, len(ballot.digest)) == ("sealed", 64)
    assert Mail.objects.get(template="ballot_receipt").to == jury.jurors[0].email
    verbs = [act.verb for act in ledger.acts(jury.edition.pk)]
    assert (verbs.count("sheet.paper"), verbs.count("ballot.seal")) == (2, 1)
    assert ledger.verify() == []


def test_seal_takes_the_declaration_of_ties_from_the_paper_unless_its_juror_has_answered() -> None:
    jury = make_draft_jury(jurors=2, entries=1, scale_step=50)
    rounds.open_round(round_id=jury.round.pk, codes=None, by=jury.organiser, at=jury.at)
    conflicts.answer(round_id=jury.round.pk, ties=False, by=jury.jurors[1], at=jury.at)
    for juror in range(2):
        for by in (jury.organiser, make_organiser(jury.edition)):
            code = jury.entries[0].code or ""
            actions.enter(
                round_id=jury.round.pk, pseudonym=name(jury, juror), code=code, marks=MARKS, by=by, at=jury.at
            )
        actions.seal(round_id=jury.round.pk, pseudonym=name(jury, juror), by=jury.organiser, at=jury.at)
        assert answered(jury.round.pk, jury.jurors[juror].pk)
    verbs = [act.verb for act in ledger.acts(jury.edition.pk) if act.verb.startswith("conflict.")]
    assert sorted(verbs) == ["conflict.answer", "conflict.paper"]


def test_seal_a_ballot_that_was_marked_on_a_phone_is_refused(jury: Jury) -> None:
    fill(jury, 0)
    with pytest.raises(Conflict) as refused:
        actions.seal(round_id=jury.round.pk, pseudonym=name(jury), by=jury.organiser, at=jury.at)
    assert refused.value.code == "not_on_paper"


def test_seal_while_only_one_person_has_typed_a_sheet_is_refused_though_its_turn_is_over() -> None:
    jury = make_draft_jury(jurors=2, entries=1, kind="final", live=True, blind=False, scale_step=50)
    facts = {"round_id": jury.round.pk, "by": jury.organiser, "at": jury.at}
    code = jury.entries[0].code or ""
    rounds.open_round(codes=[code], **facts)
    live.call(code=code, **facts)
    live.finish(code=code, missing=Missing.ACCEPT, **facts)
    enter(jury, jury.organiser)
    with pytest.raises(Conflict) as refused:
        actions.seal(pseudonym=name(jury), **facts)
    assert (refused.value.code, refused.value.extra["entries"]) == ("paper_waiting", [code])
    enter(jury, make_chair(jury.edition))
    actions.seal(pseudonym=name(jury), **facts)
    assert Ballot.objects.get(juror=jury.jurors[0]).state == "sealed"


def test_ballots_say_how_far_each_sheet_is_and_never_a_mark(jury: Jury) -> None:
    enter(jury, jury.organiser)
    fill(jury, 1)
    found = {ballot.pseudonym: ballot for ballot in queries.ballots(jury.organiser, jury.round.pk)}
    states = {sheet.code: sheet.state for sheet in found[name(jury)].sheets}
    assert states == {jury.entries[0].code: "once", jury.entries[1].code: "missing"}
    assert {sheet.state for sheet in found[name(jury, 1)].sheets} == {"own"}
    assert not {*MARKS.values()} & set(leaves(asdict(found[name(jury)])))
    assert ScoreSheet.objects.filter(state="complete").count() == 2


def test_ballots_cost_the_same_for_any_size(jury: Jury, django_assert_num_queries: object) -> None:
    many = make_jury(jurors=4, entries=5)
    for one in (jury, many):
        with django_assert_num_queries(4):  # type: ignore[operator]
            queries.ballots(one.organiser, one.round.pk)
