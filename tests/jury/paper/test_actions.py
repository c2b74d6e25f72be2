"""Paper: two people, the same marks, and the juror's receipt as for any other ballot."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta

import pytest
from rest_framework.test import APIClient

from jury.conflicts import actions as conflicts
from jury.conflicts.models import Declaration
from jury.conflicts.queries import answered
from jury.live import actions as live
from jury.paper import actions, queries
from jury.paper.models import PaperSheet
from jury.rounds import actions as rounds
from jury.rounds.rules import Missing
from jury.scoresheets import actions as sheets
from jury.scoresheets.models import Ballot, ScoreSheet
from musicprize.accounts.models import User
from musicprize.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from musicprize.ledger import queries as ledger
from musicprize.mail.models import Mail
from submissions.applications import actions as applications
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


def stand_aside(jury: Jury, by: User, entry: int = 0, **marks: int) -> PaperSheet:
    code = jury.entries[entry].code or ""
    return actions.enter(
        round_id=jury.round.pk, pseudonym=name(jury), code=code, marks=marks, aside=True, by=by, at=jury.at
    )


def paper_states(jury: Jury) -> list[str]:
    """Of the first juror's sheets, by entry."""
    found = next(one for one in queries.ballots(jury.organiser, jury.round.pk) if one.pseudonym == name(jury))
    states = {sheet.code: sheet.state for sheet in found.sheets}
    return [states[entry.code or ""] for entry in jury.entries]


def closable(jury: Jury) -> bool:
    return next(one for one in queries.ballots(jury.organiser, jury.round.pk) if one.pseudonym == name(jury)).closable


def test_enter_that_the_juror_stands_aside_counts_once_two_people_typed_it(jury: Jury) -> None:
    stand_aside(jury, jury.organiser)
    assert (jury.sheet(jury.jurors[0], 0).state, paper_states(jury)[0]) == ("open", "once")
    chair = make_chair(jury.edition)
    with pytest.raises(Conflict) as refused:
        enter(jury, chair)
    assert refused.value.code == "paper_differs"
    stand_aside(jury, chair)
    sheet = jury.sheet(jury.jurors[0], 0)
    assert (sheet.state, sheet.recused_because) == ("recused", "conflict")
    declared = Declaration.objects.get()
    assert (declared.juror_id, declared.source) == (jury.jurors[0].pk, "juror")
    acts = {act.verb: json.loads(act.document) for act in ledger.acts(jury.edition.pk)}
    assert acts["conflict.declare"]["by"] == str(chair.pk)
    assert acts["sheet.paper"]["facts"]["aside"] is True
    enter(jury, jury.organiser, 1)
    enter(jury, chair, 1)
    assert closable(jury)
    actions.seal(round_id=jury.round.pk, pseudonym=name(jury), by=chair, at=jury.at)
    assert ledger.verify() == []


def test_enter_that_the_juror_stands_aside_with_a_mark_is_refused(jury: Jury) -> None:
    with pytest.raises(Invalid) as refused:
        stand_aside(jury, jury.organiser, music=700)
    assert "aside" in refused.value.fields


def test_enter_that_the_juror_stands_aside_gives_the_entry_to_somebody_else_where_that_is_automatic() -> None:
    jury = make_jury(jurors=3, entries=3, scale_step=50, per_entry=1, reassign="automatic")
    sheet = ScoreSheet.objects.select_related("entry", "ballot").order_by("entry__code").first()
    assert sheet is not None
    for by in (jury.organiser, make_organiser(jury.edition)):
        actions.enter(
            round_id=jury.round.pk, pseudonym=sheet.ballot.pseudonym, code=sheet.entry.code, marks={}, aside=True,
            by=by, at=jury.at,
        )  # fmt: skip
    others = ScoreSheet.objects.filter(entry=sheet.entry).exclude(ballot=sheet.ballot)
    assert list(others.values_list("state", flat=True)) == ["open"]


@pytest.mark.parametrize("typed", [enter, stand_aside])
def test_enter_for_an_entry_that_the_juror_does_not_hear_says_so(
    jury: Jury, typed: Callable[[Jury, User], PaperSheet]
) -> None:
    jury.sheet(jury.jurors[0], 0).delete()
    with pytest.raises(Invalid) as refused:
        typed(jury, jury.organiser)
    assert "entry" in refused.value.fields


def test_a_sheet_that_its_juror_opened_again_counts_no_more_until_two_people_type_it_anew(jury: Jury) -> None:
    second, juror = make_organiser(jury.edition), jury.jurors[0]
    for entry in range(2):
        enter(jury, jury.organiser, entry)
        enter(jury, second, entry)
    sheet = jury.sheet(juror, 0)
    saved = sheets.reopen(sheet_id=sheet.pk, version=sheet.version, by=juror, at=jury.at)
    assert (paper_states(jury), closable(jury)) == (["missing", "counted"], False)
    with pytest.raises(Conflict) as refused:
        actions.seal(round_id=jury.round.pk, pseudonym=name(jury), by=second, at=jury.at)
    assert (refused.value.code, refused.value.extra["entries"]) == ("paper_waiting", [jury.entries[0].code])
    later = jury.at + timedelta(minutes=1)
    sheets.complete(sheet_id=sheet.pk, version=saved.version, by=juror, at=later)
    assert paper_states(jury)[0] == "own"
    with pytest.raises(Conflict) as refused:
        actions.seal(round_id=jury.round.pk, pseudonym=name(jury), by=second, at=later)
    assert refused.value.code == "not_on_paper"
    sheets.reopen(sheet_id=sheet.pk, version=saved.version + 1, by=juror, at=later)
    row = enter(jury, second, music=900)
    assert (row.confirmed_at, row.typed_by_id, paper_states(jury)[0]) == (None, second.pk, "once")
    enter(jury, jury.organiser, music=900)
    assert paper_states(jury)[0] == "counted"
    actions.seal(round_id=jury.round.pk, pseudonym=name(jury), by=second, at=later)


def test_a_withdrawn_entry_does_not_keep_a_ballot_from_being_closed(jury: Jury) -> None:
    second, gone = make_organiser(jury.edition), jury.entries[1]
    enter(jury, jury.organiser)
    enter(jury, second)
    assert not closable(jury)
    applications.withdraw(application_id=gone.pk, reference=gone.reference, by=gone.owner, at=jury.at)
    assert (paper_states(jury), closable(jury)) == (["counted", "withdrawn"], True)
    actions.seal(round_id=jury.round.pk, pseudonym=name(jury), by=second, at=jury.at)


def test_enter_through_the_api_takes_an_empty_mark_for_none_and_a_sheet_that_stands_aside(jury: Jury) -> None:
    client = APIClient()
    client.force_authenticate(jury.organiser)
    given = {"juror": name(jury), "entry": jury.entries[0].code, "marks": {"music": None, "innovation": None}}
    refused = client.post(f"/api/v1/rounds/{jury.round.pk}/paper", {**given, "aside": False}, format="json")
    assert (refused.status_code, set(refused.json()["errors"])) == (400, {"marks.music", "marks.innovation"})
    taken = client.post(f"/api/v1/rounds/{jury.round.pk}/paper", {**given, "aside": True}, format="json")
    assert taken.status_code == 200
    assert PaperSheet.objects.get().marks == {}
