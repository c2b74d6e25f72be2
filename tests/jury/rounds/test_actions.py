"""Setting up, opening and closing rounds."""

import json
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from jury.assignments.draw import draw_seed
from jury.assignments.models import Assignment
from jury.assignments.order import listening_orders
from jury.conflicts import actions as conflicts
from jury.conflicts.rules import Reason
from jury.rounds import actions, queries
from jury.rounds.models import Round
from jury.rounds.rules import Missing
from jury.scoresheets import actions as sheets
from jury.scoresheets import juror as room
from jury.scoresheets import queries as sheet_queries
from jury.scoresheets.models import Ballot, Mark, ScoreSheet
from jury.tally.canonical import from_dict
from musicprize.kernel.canonical import digest
from musicprize.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from musicprize.ledger import queries as ledger
from musicprize.mail.models import Mail
from submissions.applications import actions as applications
from submissions.applications.rules import State as ApplicationState
from tests.factories.jury import (
    code_of,
    fill,
    make_closed_jury,
    make_draft_jury,
    make_entry,
    make_jury,
    make_sealed_jury,
    seal,
)
from tests.factories.people import make_chair, make_coordinator, make_juror, make_user

pytestmark = pytest.mark.django_db


def open_it(jury: Any, codes: list[str] | None = None) -> Round:
    return actions.open_round(round_id=jury.round.pk, codes=codes, by=jury.organiser, at=jury.at)


def close_it(jury: Any, missing: Missing = Missing.REFUSE, by: Any = None) -> Round:
    return actions.close(round_id=jury.round.pk, missing=missing, by=by or jury.organiser, at=jury.at)


def acts(jury: Any, verb: str) -> list[dict[str, Any]]:
    found = [json.loads(act.document) for act in ledger.acts(jury.edition.pk) if act.verb == verb]
    return [document["facts"] for document in found]


def test_open_freezes_rules_under_a_hash_that_can_be_recomputed() -> None:
    jury = make_jury(jurors=4, entries=3)
    frozen = queries.frozen_rules(jury.round.pk)
    assert frozen.sha256 == digest(frozen.document) == acts(jury, "round.open")[0]["rules"]
    assert frozen.document["entries"] == sorted(str(entry.code) for entry in jury.entries)
    assert frozen.document["seed_sha256"] == sha256(jury.round.seed.encode()).hexdigest()
    assert "sealed ballots only" in frozen.document["counted"]
    rule = from_dict(frozen.document["rule"])
    assert [(one.id, one.weight) for one in rule.criteria] == [("music", 2), ("innovation", 1)]
    assert (rule.quorum.planned, rule.quorum.cities) == (4, 3)


def test_open_rule_of_a_jury_from_two_cities_asks_for_two() -> None:
    jury = make_jury(jurors=2)
    assert from_dict(queries.frozen_rules(jury.round.pk).document["rule"]).quorum.cities == 2


def test_open_never_tells_the_seed_before_closing() -> None:
    jury = make_sealed_jury()
    assert queries.by_id(jury.round.pk).seed == ""
    assert jury.round.seed not in "".join(act.document for act in ledger.acts(jury.edition.pk))
    close_it(jury)
    assert queries.by_id(jury.round.pk).seed == jury.round.seed


def test_open_hands_every_juror_every_entry_in_the_order_the_seed_says() -> None:
    jury = make_jury(jurors=4, entries=5)
    names = {ballot.juror_id: ballot.pseudonym for ballot in Ballot.objects.filter(round=jury.round)}
    assert sorted(names.values()) == ["J01", "J02", "J03", "J04"]
    codes = [str(entry.code) for entry in jury.entries]
    expected = listening_orders(sorted(names.values()), codes, draw_seed(jury.round.rules_sha256, jury.round.seed))
    for juror in jury.jurors:
        mine = Assignment.objects.filter(juror=juror).order_by("position").values_list("entry__code", flat=True)
        assert tuple(mine) == expected[names[juror.pk]]
    assert ScoreSheet.objects.count() == 20
    assert acts(jury, "round.open")[0]["orders"] == digest(expected)


def test_open_mails_every_juror_once() -> None:
    jury = make_jury(jurors=3)
    told = Mail.objects.filter(template="round_opened").values_list("to", flat=True)
    assert sorted(told) == sorted(juror.email for juror in jury.jurors)


def test_open_leaves_out_who_is_not_admitted() -> None:
    jury = make_draft_jury(entries=2)
    make_entry(jury.edition, state=ApplicationState.REFUSED)
    open_it(jury)
    assert [entry.code for entry in queries.entries(jury.round.pk)] == [entry.code for entry in jury.entries]


def test_open_with_codes_judges_only_these() -> None:
    jury = make_draft_jury(entries=3)
    open_it(jury, [code_of(jury, 2)])
    assert [entry.code for entry in queries.entries(jury.round.pk)] == [code_of(jury, 2)]


def test_open_with_the_code_of_another_edition_is_refused() -> None:
    jury, other = make_draft_jury(), make_draft_jury()
    with pytest.raises(Invalid) as refusal:
        open_it(jury, [code_of(other, 0)])
    assert refusal.value.fields["entries"][0][0] == "unknown_entry"


def test_open_final_without_finalists_is_refused() -> None:
    jury = make_draft_jury(kind="final")
    with pytest.raises(Invalid) as refusal:
        open_it(jury)
    assert refusal.value.fields["entries"][0][0] == "no_finalists"


def test_open_known_conflict_recuses_at_once() -> None:
    jury = make_draft_jury(blind=False)
    for number, reason in enumerate(Reason):
        conflicts.declare(
            application_id=jury.entries[number].pk, edition_id=jury.edition.pk, code=code_of(jury, number),
            reason=reason, by=jury.jurors[0], at=jury.at,
        )  # fmt: skip
    open_it(jury)
    own = [jury.sheet(jury.jurors[0], number) for number in range(3)]
    assert [sheet.recused_because for sheet in own] == ["conflict", "", ""]
    assert jury.sheet(jury.jurors[1], 0).state == "open"


def test_open_blind_round_keeps_out_who_recognised_the_entry_before() -> None:
    jury = make_draft_jury(blind=True)
    conflicts.declare(
        application_id=jury.entries[0].pk, edition_id=jury.edition.pk, code=code_of(jury, 0),
        reason=Reason.RECOGNISED, by=jury.jurors[0], at=jury.at,
    )  # fmt: skip
    open_it(jury)
    assert jury.sheet(jury.jurors[0], 0).recused_because == "recognised"


@pytest.mark.parametrize(
    ("options", "field"), [({"jurors": 0}, "jurors"), ({"entries": 0}, "entries"), ({"criteria": ()}, "criteria")]
)
def test_open_without_what_is_needed_says_what_is_missing(options: dict[str, Any], field: str) -> None:
    jury = make_draft_jury(**options)
    with pytest.raises(Invalid) as refusal:
        open_it(jury)
    assert refusal.value.code == "not_ready"
    assert list(refusal.value.fields) == [field]
    assert Ballot.objects.count() == 0


def test_open_twice_is_refused() -> None:
    jury = make_jury()
    with pytest.raises(Conflict) as refusal:
        open_it(jury)
    assert refusal.value.code == "wrong_state"


def test_update_open_round_is_refused_but_for_the_planned_end() -> None:
    jury = make_jury()
    version = queries.by_id(jury.round.pk).version
    with pytest.raises(Conflict) as refusal:
        actions.update(
            round_id=jury.round.pk, values={"method": "mean"}, version=version, by=jury.organiser, at=jury.at
        )
    assert refusal.value.code == "round_frozen"
    later = jury.at + timedelta(days=3)
    actions.update(
        round_id=jury.round.pk, values={"planned_close_at": later}, version=version, by=jury.organiser, at=jury.at
    )
    assert queries.by_id(jury.round.pk).planned_close_at == later


def test_update_with_an_old_version_is_refused() -> None:
    jury = make_draft_jury()
    with pytest.raises(Conflict) as refusal:
        actions.update(round_id=jury.round.pk, values={"advance": 5}, version=1, by=jury.organiser, at=jury.at)
    assert (refusal.value.code, refusal.value.extra["version"]) == ("changed_elsewhere", jury.round.version)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"scale_low": 500, "scale_high": 500}, "scale_high"),
        ({"scale_low": 100, "scale_high": 1000, "scale_step": 400}, "scale_step"),
        ({"method": "median"}, "method"),
        ({"method_parameters": {"seed": 1}}, "method_parameters"),
        ({"method_parameters": {"city_parity": "yes"}}, "method_parameters"),
        ({"method_parameters": {"cut_tie": "coin"}}, "method_parameters"),
    ],
)
def test_create_with_rules_that_cannot_be_is_refused(values: dict[str, Any], field: str) -> None:
    jury = make_draft_jury()
    with pytest.raises(Invalid) as refusal:
        actions.create(edition_id=jury.edition.pk, values=values, by=jury.organiser, at=jury.at)
    assert list(refusal.value.fields) == [field]


def test_set_criteria_with_one_key_twice_is_refused() -> None:
    jury = make_draft_jury()
    with pytest.raises(Invalid) as refusal:
        actions.set_criteria(
            round_id=jury.round.pk, criteria=[{"key": "a"}, {"key": "a"}], by=jury.organiser, at=jury.at
        )
    assert refusal.value.fields["key"][0][0] == "key_doubled"


def test_delete_draft_is_gone_and_open_round_stays() -> None:
    draft, opened = make_draft_jury(), make_jury()
    actions.delete(round_id=draft.round.pk, by=draft.organiser, at=draft.at)
    with pytest.raises(NotFound):
        queries.by_id(draft.round.pk)
    with pytest.raises(Conflict):
        actions.delete(round_id=opened.round.pk, by=opened.organiser, at=opened.at)


def test_close_with_ballots_missing_is_refused_with_their_number() -> None:
    jury = make_sealed_jury(jurors=4, unsealed=[1, 3])
    with pytest.raises(Conflict) as refusal:
        close_it(jury)
    assert (refusal.value.code, refusal.value.extra) == ("ballots_missing", {"missing": 2})
    assert queries.by_id(jury.round.pk).state == "open"


def test_close_accepting_missing_ballots_counts_the_sealed_ones_only() -> None:
    jury = make_sealed_jury(jurors=4, unsealed=[1])
    closed = close_it(jury, Missing.ACCEPT)
    rows = closed.tally.inputs
    unsealed = Ballot.objects.get(juror=jury.jurors[1]).pseudonym
    assert {row[5] for row in rows if row[1] == unsealed} == {"not_sealed"}
    assert all(row[4] is None for row in rows if row[1] == unsealed)
    assert all(row[4] is not None and row[5] == "" for row in rows if row[1] != unsealed)
    facts = acts(jury, "round.close")[0]
    assert (facts["not_sealed"], facts["missing"], facts["inputs"]) == (1, "accept", closed.tally.inputs_sha256)
    assert len(facts["ballots"]) == 3


def test_close_by_the_chair_is_allowed() -> None:
    jury = make_sealed_jury()
    assert close_it(jury, by=make_chair(jury.edition)).state == "closed"


def test_close_by_a_juror_is_refused_and_to_strangers_the_round_does_not_exist() -> None:
    jury = make_sealed_jury()
    with pytest.raises(NotAllowed):
        close_it(jury, by=jury.jurors[0])
    for stranger in (make_coordinator(jury.edition), make_user(), make_juror(make_draft_jury().edition)):
        with pytest.raises(NotFound):
            close_it(jury, by=stranger)


def test_close_is_in_a_ledger_that_verifies() -> None:
    jury = make_sealed_jury()
    close_it(jury)
    assert ledger.verify() == []
    assert [act.verb for act in ledger.acts(jury.edition.pk)][-2:] == ["round.close", "round.count"]


def test_close_mails_every_juror_the_hashes_of_which_they_are_witnesses() -> None:
    jury = make_sealed_jury(jurors=3)
    tally = close_it(jury).tally
    letters = Mail.objects.filter(template="round_closed")
    assert sorted(letter.to for letter in letters) == sorted(juror.email for juror in jury.jurors)
    for told in (jury.round.rules_sha256, tally.inputs_sha256, tally.result_sha256, ledger.head().hash):
        assert all(told in letter.body for letter in letters)


def test_open_a_second_round_takes_the_next_position() -> None:
    jury = make_jury()
    second = actions.create(edition_id=jury.edition.pk, values={}, by=jury.organiser, at=jury.at)
    assert second.position == jury.round.position + 1


def test_fill_and_seal_of_a_whole_jury_leaves_every_mark_in_place() -> None:
    jury = make_jury(jurors=2, entries=3)
    for juror in range(2):
        fill(jury, juror)
        seal(jury, juror)
    assert Mark.objects.count() == 2 * 3 * 2


def take_back(jury: Any, number: int) -> None:
    entry = jury.entries[number]
    applications.withdraw(application_id=entry.pk, reference=entry.reference, by=entry.owner, at=jury.at)


def test_withdrawal_by_the_artist_ends_hearing_and_marking_and_does_not_hold_up_the_seal() -> None:
    jury = make_jury(jurors=1, entries=2)
    take_back(jury, 0)
    person, sheet = jury.jurors[0], jury.sheet(jury.jurors[0], 0)
    view = next(one for one in room.ballot(person, jury.round.pk, at=jury.at).sheets if one.id == sheet.pk)
    assert (view.withdrawn, view.works) == (True, ())
    with pytest.raises(Conflict) as refusal:
        sheets.mark(sheet_id=sheet.pk, marks={"music": 500}, note=None, version=1, by=person, at=jury.at)
    assert refusal.value.code == "withdrawn"
    with pytest.raises(Conflict):
        room.sheet_work(person, sheet.pk, 1)
    jury.entries = jury.entries[1:]
    fill(jury, 0)
    assert [one.done for one in sheet_queries.progress(jury.round.pk)] == [2]
    seal(jury, 0)
    tally = close_it(jury).tally
    assert {(row[5], row[4] is None) for row in tally.inputs} == {("withdrawn", True), ("", False)}
    assert "entry.withdraw" in [act.verb for act in ledger.acts(jury.edition.pk)]


def test_withdrawal_after_closing_leaves_the_count_as_it_is() -> None:
    jury = make_closed_jury(entries=2)
    before = sheet_queries.frozen_marks(jury.round.pk)
    jury.at += timedelta(hours=1)
    take_back(jury, 0)
    assert sheet_queries.frozen_marks(jury.round.pk) == before
    assert [entry.withdrawn_at is not None for entry in queries.entries(jury.round.pk)].count(True) == 1


def test_open_mail_writes_names_as_they_are() -> None:
    jury = make_draft_jury(jurors=1, title={"en": "Sound & <light>"})
    type(jury.jurors[0]).objects.update(name="Zoé O'Hara")
    open_it(jury)
    letter = Mail.objects.get(template="round_opened")
    assert letter.subject.endswith("Sound & <light>")
    assert "Zoé O'Hara" in letter.body


def test_close_where_the_frozen_rules_refuse_cannot_be_talked_into_it() -> None:
    jury = make_sealed_jury(unsealed=[0], missing_rule="refuse")
    with pytest.raises(Conflict) as refusal:
        close_it(jury, Missing.ACCEPT)
    assert (refusal.value.code, refusal.value.extra["missing"]) == ("ballots_missing", 1)


def test_close_where_complete_sheets_count_counts_those_of_unsealed_ballots() -> None:
    jury = make_sealed_jury(unsealed=[0], missing_rule="complete")
    first = jury.sheet(jury.jurors[0], 0)
    sheets.reopen(sheet_id=first.pk, version=first.version, by=jury.jurors[0], at=jury.at)
    close_it(jury, Missing.ACCEPT)
    name = Ballot.objects.get(round=jury.round, juror=jury.jurors[0]).pseudonym
    cells = [cell for cell in sheet_queries.frozen_marks(jury.round.pk) if cell.juror_pseudonym == name]
    reasons = {cell.entry_code: cell.reason for cell in cells}
    assert reasons == {code_of(jury, 0): "not_sealed", code_of(jury, 1): "", code_of(jury, 2): ""}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"judges": "both", "kind": "jury"}, "judges"),
        ({"city_least": 3, "city_most": 2}, "city_least"),
        ({"method": "trimmed", "method_parameters": {"trim": 99}}, "method_parameters.trim"),
    ],
)
def test_create_with_settings_that_contradict_each_other_is_refused(values: dict[str, Any], field: str) -> None:
    jury = make_draft_jury()
    with pytest.raises(Invalid) as refusal:
        actions.create(edition_id=jury.edition.pk, values=values, by=jury.organiser, at=jury.at)
    assert list(refusal.value.fields) == [field]


def test_create_with_the_entries_of_a_later_or_foreign_round_is_refused() -> None:
    jury, other = make_draft_jury(), make_draft_jury()
    for wrong in (jury.round.pk, other.round.pk):
        with pytest.raises(Invalid) as refusal:
            actions.update(
                round_id=jury.round.pk, values={"entries_from_id": wrong}, version=jury.round.version,
                by=jury.organiser, at=jury.at,
            )  # fmt: skip
        assert list(refusal.value.fields) == ["entries_from"]


def test_open_freezes_who_judges_who_goes_on_and_what_is_shown() -> None:
    jury = make_jury(jurors=4, reserve=5, city_most=1, marks_shown="own", publication_level="full")
    frozen = queries.frozen_rules(jury.round.pk).document["round"]
    assert (frozen["reserve"], frozen["city_most"], frozen["city_least"]) == (5, 1, None)
    assert (frozen["marks_shown"], frozen["publication"], frozen["judges"]) == ("own", "full", "jurors")
