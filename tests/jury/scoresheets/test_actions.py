"""Marking, completing, standing aside, sealing."""

import json
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from jury.conflicts.models import Declaration
from jury.conflicts.rules import Reason
from jury.rounds import actions as rounds
from jury.rounds.rules import Missing
from jury.scoresheets import actions, juror, queries
from jury.scoresheets import recusal_actions as recusals
from jury.scoresheets.models import Ballot, Listening, Mark, ScoreSheet
from musicprize.accounts.models import Role, RoleGrant
from musicprize.kernel.canonical import canonical
from musicprize.kernel.errors import Conflict, Invalid, NotFound
from musicprize.ledger import queries as ledger
from musicprize.mail.models import Mail
from submissions.works.models import Work
from tests.factories.editions import in_all
from tests.factories.jury import code_of, fill, make_closed_jury, make_jury, make_sealed_jury, seal
from tests.factories.people import make_juror, make_user

pytestmark = pytest.mark.django_db


def mark(jury: Any, number: int = 0, juror: int = 0, **changes: Any) -> Any:
    sheet = jury.sheet(jury.jurors[juror], number)
    given = {"marks": {"music": 700}, "note": None, "version": sheet.version, "by": jury.jurors[juror], **changes}
    return actions.mark(sheet_id=sheet.pk, at=jury.at, **given)


def stand_aside(jury: Any, number: int = 0, juror: int = 0, reason: Reason = Reason.CONFLICT) -> Any:
    sheet = jury.sheet(jury.jurors[juror], number)
    return recusals.recuse(sheet_id=sheet.pk, reason=reason, by=jury.jurors[juror], at=jury.at)


def test_mark_saves_marks_and_note_and_counts_the_version() -> None:
    jury = make_jury()
    saved = mark(jury, marks={"music": 700, "innovation": 1000}, note="a fine end")
    assert (saved.version, saved.marks, saved.note) == (2, {"music": 700, "innovation": 1000}, "a fine end")
    again = mark(jury, marks={"music": None})
    assert (again.marks, again.note) == ({"innovation": 1000}, "a fine end")


def test_mark_with_an_old_version_answers_with_what_is_there() -> None:
    jury = make_jury()
    mark(jury, note="from the telephone")
    with pytest.raises(Conflict) as refusal:
        mark(jury, version=1, marks={"music": 100})
    assert refusal.value.code == "changed_elsewhere"
    assert refusal.value.extra["version"] == 2
    assert refusal.value.extra["current"]["marks"] == {"music": 700}
    assert refusal.value.extra["current"]["note"] == "from the telephone"
    assert Mark.objects.get().hundredths == 700


@pytest.mark.parametrize("hundredths", [0, 99, 101, 750, 1001, 1100])
def test_mark_off_the_scale_is_refused(hundredths: int) -> None:
    jury = make_jury()
    with pytest.raises(Invalid) as refusal:
        mark(jury, marks={"music": hundredths})
    assert refusal.value.fields["marks.music"][0][0] == "off_scale"


@pytest.mark.parametrize("hundredths", [100, 500, 1000])
def test_mark_on_the_scale_is_taken(hundredths: int) -> None:
    assert mark(make_jury(), marks={"music": hundredths}).marks == {"music": hundredths}


def test_mark_of_a_criterion_of_another_round_is_refused() -> None:
    jury = make_jury()
    with pytest.raises(Invalid) as refusal:
        mark(jury, marks={"beauty": 500})
    assert refusal.value.fields["marks.beauty"][0][0] == "unknown_criterion"


def test_mark_by_somebody_else_is_not_there() -> None:
    jury = make_jury()
    others = (jury.jurors[1], jury.organiser, make_user(), make_juror(make_jury().edition))
    for other in others:
        with pytest.raises(NotFound):
            mark(jury, by=other)


def test_mark_by_a_juror_whose_role_has_ended_is_not_there() -> None:
    jury = make_jury()
    RoleGrant.objects.filter(user=jury.jurors[0], role=Role.JUROR).update(revoked_at=jury.at)
    with pytest.raises(NotFound):
        mark(jury)


def test_complete_without_all_marks_says_which_are_missing() -> None:
    jury = make_jury()
    saved = mark(jury)
    sheet = jury.sheet(jury.jurors[0], 0)
    with pytest.raises(Invalid) as refusal:
        actions.complete(sheet_id=sheet.pk, version=saved.version, by=jury.jurors[0], at=jury.at)
    assert (refusal.value.code, list(refusal.value.fields)) == ("incomplete", ["marks.innovation"])


def test_complete_then_mark_is_refused_until_reopened() -> None:
    jury = make_jury(entries=1)
    fill(jury, 0)
    sheet = jury.sheet(jury.jurors[0], 0)
    with pytest.raises(Conflict) as refusal:
        mark(jury)
    assert refusal.value.code == "sheet_not_open"
    actions.reopen(sheet_id=sheet.pk, version=sheet.version, by=jury.jurors[0], at=jury.at)
    assert mark(jury, marks={"music": 300}).marks["music"] == 300


def test_recuse_keeps_the_marks_but_counts_none() -> None:
    jury = make_jury(jurors=2, entries=2)
    fill(jury, 0)
    fill(jury, 1)
    stand_aside(jury, 0)
    seal(jury, 0)
    seal(jury, 1)
    rounds.close(round_id=jury.round.pk, missing=Missing.REFUSE, by=jury.organiser, at=jury.at)
    pseudonym = Ballot.objects.get(juror=jury.jurors[0]).pseudonym
    cells = [c for c in queries.frozen_marks(jury.round.pk) if c.juror_pseudonym == pseudonym]
    assert {(c.entry_code == code_of(jury, 0), c.hundredths is None, c.reason) for c in cells} == {
        (True, True, "conflict"), (False, False, ""),
    }  # fmt: skip
    assert Mark.objects.filter(sheet=jury.sheet(jury.jurors[0], 0)).count() == 2


def test_recuse_then_return_opens_the_sheet_with_its_marks() -> None:
    jury = make_jury()
    mark(jury)
    stand_aside(jury)
    sheet = jury.sheet(jury.jurors[0], 0)
    assert (sheet.state, sheet.recused_because) == ("recused", "conflict")
    back = recusals.come_back(sheet_id=sheet.pk, by=jury.jurors[0], at=jury.at + timedelta(minutes=1))
    assert (back.state, back.marks) == ("open", {"music": 700})
    assert not Declaration.objects.filter(withdrawn_at__isnull=True).exists()
    verbs = [act.verb for act in ledger.acts(jury.edition.pk)]
    assert verbs[-2:] == ["conflict.declare", "conflict.withdraw"]


def test_recuse_twice_is_refused() -> None:
    jury = make_jury()
    stand_aside(jury)
    with pytest.raises(Conflict):
        stand_aside(jury)


def test_recuse_after_sealing_keeps_the_sheet_and_leaves_it_out_of_the_count() -> None:
    jury = make_sealed_jury(jurors=2, entries=2)
    before = Ballot.objects.get(juror=jury.jurors[0])
    stand_aside(jury, 0)
    sheet = jury.sheet(jury.jurors[0], 0)
    assert (sheet.state, sheet.recused_because) == ("complete", "")
    shown = juror.ballot(jury.jurors[0], jury.round.pk, at=jury.at).sheets
    assert {view.excluded_because for view in shown if view.id == sheet.pk} == {"conflict"}
    rounds.close(round_id=jury.round.pk, missing=Missing.REFUSE, by=jury.organiser, at=jury.at)
    cells = {(c.juror_pseudonym, c.entry_code): (c.hundredths, c.reason) for c in queries.frozen_marks(jury.round.pk)}
    assert cells[before.pseudonym, code_of(jury, 0)] == (None, "conflict")
    assert cells[before.pseudonym, code_of(jury, 1)][0] is not None
    assert Ballot.objects.get(pk=before.pk).digest == before.digest


def test_frozen_marks_do_not_change_with_a_conflict_declared_after_closing() -> None:
    jury = make_closed_jury()
    before = queries.frozen_marks(jury.round.pk)
    Declaration.objects.create(
        juror=jury.jurors[0], application=jury.entries[0], kind="conflict", declared_at=jury.at + timedelta(days=1)
    )
    assert queries.frozen_marks(jury.round.pk) == before
    assert all(cell.hundredths is not None for cell in before)


def test_frozen_marks_of_an_open_round_are_not_to_be_had() -> None:
    jury = make_sealed_jury()
    with pytest.raises(ValueError, match="frozen when a round closes"):
        queries.frozen_marks(jury.round.pk)


@pytest.mark.parametrize("size", [1, 3])
def test_frozen_marks_take_the_same_number_of_queries(size: int, django_assert_num_queries: Any) -> None:
    jury = make_closed_jury(jurors=size, entries=size)
    with django_assert_num_queries(5):
        assert len(queries.frozen_marks(jury.round.pk)) == size * size * 2


def test_seal_incomplete_ballot_names_what_is_missing() -> None:
    jury = make_jury(entries=2)
    mark(jury, 1, marks={"music": 500, "innovation": 500})
    sheet = jury.sheet(jury.jurors[0], 1)
    actions.complete(sheet_id=sheet.pk, version=sheet.version, by=jury.jurors[0], at=jury.at)
    with pytest.raises(Invalid) as refusal:
        seal(jury, 0)
    assert (refusal.value.code, refusal.value.extra["missing"]) == ("incomplete", [code_of(jury, 0)])


def test_seal_gives_a_receipt_from_which_the_digest_can_be_made_again() -> None:
    jury = make_jury(entries=2)
    stand_aside(jury, 1, reason=Reason.RECOGNISED)
    fill(jury, 0)
    seal(jury, 0)
    receipt = juror.ballot(jury.jurors[0], jury.round.pk, at=jury.at).receipt
    assert receipt is not None
    document = {
        "format": 1, "round": str(jury.round.pk), "rules": jury.round.rules_sha256, "pseudonym": receipt.pseudonym,
        "sealed_at": jury.at.isoformat(timespec="microseconds"),
        "marks": {code_of(jury, 0): {"music": 800, "innovation": 800}}, "recused": {code_of(jury, 1): "recognised"},
    }  # fmt: skip
    spelled = json.dumps(document, sort_keys=True, separators=(",", ":")).encode()
    assert spelled == canonical(document)
    assert receipt.digest == sha256(receipt.salt.encode() + b"\n" + spelled).hexdigest()
    sealed = [json.loads(act.document) for act in ledger.acts(jury.edition.pk) if act.verb == "ballot.seal"]
    assert sealed[0]["facts"]["digest"] == receipt.digest
    assert ledger.head().hash == receipt.ledger_head


def test_seal_mails_marks_digest_and_head_but_no_salt_and_keeps_no_copy() -> None:
    jury = make_sealed_jury(jurors=1, entries=1)
    ballot = Ballot.objects.get()
    letter = Mail.objects.get(template="ballot_receipt")
    assert (letter.to, ballot.digest in letter.body, ballot.ledger_head in letter.body) == (
        jury.jurors[0].email, True, True,
    )  # fmt: skip
    assert ballot.salt not in letter.body
    assert f"{code_of(jury, 0)}   {in_all('music')['en']} 8 · {in_all('innovation')['en']} 8" in letter.body
    assert letter.secret


def test_seal_twice_is_refused() -> None:
    jury = make_sealed_jury(jurors=1)
    with pytest.raises(Conflict):
        seal(jury, 0)
    assert Mail.objects.filter(template="ballot_receipt").count() == 1


def test_after_sealing_nothing_can_be_written_but_a_conflict() -> None:
    jury = make_sealed_jury(jurors=2, unsealed=[1])
    sheet = jury.sheet(jury.jurors[0], 0)
    one = {"sheet_id": sheet.pk, "by": jury.jurors[0], "at": jury.at}
    for write in (
        lambda: mark(jury),
        lambda: actions.complete(version=sheet.version, **one),
        lambda: actions.reopen(version=sheet.version, **one),
        lambda: recusals.come_back(**one),
    ):
        with pytest.raises(Conflict) as refusal:
            write()
        assert refusal.value.code == "ballot_sealed"


def test_after_closing_nothing_can_be_written() -> None:
    jury = make_sealed_jury(jurors=2, unsealed=[1])
    rounds.close(round_id=jury.round.pk, missing=Missing.ACCEPT, by=jury.organiser, at=jury.at)
    for write in (lambda: mark(jury, juror=1), lambda: stand_aside(jury, juror=1), lambda: seal(jury, 1)):
        with pytest.raises(Conflict) as refusal:
            write()
        assert refusal.value.code == "round_closed"


SQL = {
    "another mark": "UPDATE jury_mark SET hundredths = 100 WHERE sheet_id = %(sheet)s",
    "no mark": "DELETE FROM jury_mark WHERE sheet_id = %(sheet)s",
    "recused": "UPDATE jury_scoresheet SET state = 'recused', recused_because = 'conflict', completed_at = NULL "
    "WHERE id = %(sheet)s",
    "no sheet": "DELETE FROM jury_scoresheet WHERE id = %(sheet)s",
    "reopened ballot": "UPDATE jury_ballot SET state = 'open' WHERE id = %(ballot)s",
    "another digest": "UPDATE jury_ballot SET digest = 'x' WHERE id = %(ballot)s",
    "another criterion": "UPDATE jury_criterion SET weight = 9 WHERE round_id = %(round)s",
    "no criterion": "DELETE FROM jury_criterion WHERE round_id = %(round)s",
    "another method": "UPDATE jury_round SET method = 'mean' WHERE id = %(round)s",
    "another rule": "UPDATE jury_round SET rules_document = '{}' WHERE id = %(round)s",
    "draft again": "UPDATE jury_round SET state = 'draft' WHERE id = %(round)s",
    "another seed": "UPDATE jury_round SET seed = 'x' WHERE id = %(round)s",
    "no round": "DELETE FROM jury_round WHERE id = %(round)s",
    "another entry": "UPDATE jury_roundentry SET code = 'x' WHERE round_id = %(round)s",
    "no entry": "DELETE FROM jury_roundentry WHERE round_id = %(round)s",
}


def run(sql: str, jury: Any) -> int:
    """Rows that the statement touched; keys in the database's own spelling."""
    sheet = jury.sheet(jury.jurors[0], 0)
    own = sheet._meta.pk.get_db_prep_value
    keys = {"sheet": sheet.pk, "ballot": sheet.ballot_id, "round": jury.round.pk}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, {name: own(key, connection) for name, key in keys.items()})
        return int(cursor.rowcount)


@pytest.mark.parametrize("sql", SQL.values(), ids=SQL)
def test_sql_against_a_sealed_ballot_or_an_open_round_is_refused_by_the_database(sql: str) -> None:
    jury = make_sealed_jury(jurors=1, entries=1)
    with pytest.raises(IntegrityError):
        run(sql, jury)
    assert Mark.objects.filter(sheet__ballot__round=jury.round).count() == 2


@pytest.mark.parametrize("name", ["another mark", "no mark"])
def test_sql_against_an_unsealed_ballot_of_an_open_round_goes_through(name: str) -> None:
    jury = make_jury(jurors=1, entries=1)
    fill(jury, 0)
    assert run(SQL[name], jury) == 2


@pytest.mark.parametrize("name", ["another mark", "no mark", "recused", "no sheet"])
def test_sql_against_an_unsealed_ballot_of_a_closed_round_is_refused(name: str) -> None:
    jury = make_sealed_jury(jurors=2, entries=1, unsealed=[0])
    rounds.close(round_id=jury.round.pk, missing=Missing.ACCEPT, by=jury.organiser, at=jury.at)
    with pytest.raises(IntegrityError):
        run(SQL[name], jury)


def test_sql_mark_added_to_a_sealed_ballot_is_refused() -> None:
    jury = make_jury(jurors=1, entries=1)
    stand_aside(jury)
    free = Mark(sheet=jury.sheet(jury.jurors[0], 0), criterion=jury.round.criteria.first(), hundredths=100)
    with transaction.atomic():
        Mark.objects.bulk_create([free])
        transaction.set_rollback(True)
    seal(jury, 0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.bulk_create([free])


def test_sql_ballot_added_to_a_closed_round_is_refused() -> None:
    jury = make_sealed_jury(jurors=1, entries=1)
    stuffed = Ballot(round=jury.round, juror=make_user(), city=jury.edition.host_city, pseudonym="J99", salt="s")
    with transaction.atomic():
        stuffed.save(force_insert=True)
        transaction.set_rollback(True)
    rounds.close(round_id=jury.round.pk, missing=Missing.REFUSE, by=jury.organiser, at=jury.at)
    with pytest.raises(IntegrityError), transaction.atomic():
        stuffed.save(force_insert=True)


def test_sql_note_of_a_sealed_sheet_can_be_blanked_for_erasure() -> None:
    make_sealed_jury(jurors=1, entries=1)
    assert ScoreSheet.objects.update(note="") == 1


def listen(jury: Any, *heard: tuple[int, int], duration_ms: int | None = 60_000, position_ms: int = 0) -> Listening:
    return actions.listen(
        sheet_id=jury.sheet(jury.jurors[0], 0).pk, work_id=Work.objects.get(application=jury.entries[0]).pk,
        duration_ms=duration_ms, heard=heard, position_ms=position_ms, by=jury.jurors[0], at=jury.at,
    )  # fmt: skip


def test_listen_merges_stretches_and_counts_each_moment_once() -> None:
    jury = make_jury()
    listen(jury, (0, 5_000), (20_000, 25_000))
    row = listen(jury, (4_000, 9_000), (20_000, 25_000), position_ms=9_000)
    assert (row.heard, row.heard_ms, row.position_ms) == ([[0, 9_000], [20_000, 25_000]], 14_000, 9_000)
    assert Listening.objects.count() == 1


def test_listen_beyond_the_end_is_cut_to_the_length() -> None:
    row = listen(make_jury(), (50_000, 90_000), position_ms=90_000)
    assert (row.heard, row.position_ms) == ([[50_000, 60_000]], 60_000)


def test_listen_after_standing_aside_is_refused() -> None:
    jury = make_jury()
    stand_aside(jury)
    with pytest.raises(Conflict) as refusal:
        listen(jury, (0, 1_000))
    assert refusal.value.code == "recused"


def test_listen_is_allowed_after_sealing() -> None:
    assert listen(make_sealed_jury(jurors=1), (0, 1_000)).heard_ms == 1_000
