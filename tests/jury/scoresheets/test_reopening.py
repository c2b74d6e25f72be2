"""Opening a sealed ballot again: by the chair, with a reason, and with traces."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from rest_framework.test import APIClient

from jury.rounds import actions as rounds
from jury.rounds.rules import Missing
from jury.scoresheets import actions, juror, queries
from jury.scoresheets.models import Ballot, Mark, Reopening
from jury.scoresheets.reopening_actions import reopen_ballot
from musicprize.accounts.models import User
from musicprize.kernel.errors import Conflict, NotAllowed, NotFound
from musicprize.ledger import queries as ledger
from musicprize.mail.models import Mail
from tests.factories.jury import Jury, make_sealed_jury, seal
from tests.factories.people import make_chair, make_user

pytestmark = pytest.mark.django_db
REASON = "Two entries were mixed up."


def reopen(jury: Jury, by: User | None = None, number: int = 0, later: int = 1) -> Reopening:
    return reopen_ballot(
        round_id=jury.round.pk, juror_id=jury.jurors[number].pk, reason=REASON, by=by or make_chair(jury.edition),
        at=jury.at + timedelta(minutes=later),
    )  # fmt: skip


def correct(jury: Jury, hundredths: int) -> None:
    """The juror changes a mark of the first entry and says again that the sheet is done."""
    person = jury.jurors[0]
    sheet = jury.sheet(person, 0)
    at = jury.at + timedelta(minutes=2)
    one = {"sheet_id": sheet.pk, "by": person, "at": at}
    opened = actions.reopen(version=sheet.version, **one)
    saved = actions.mark(marks={"music": hundredths}, note=None, version=opened.version, **one)
    actions.complete(version=saved.version, **one)


def test_reopen_lets_the_juror_correct_and_seal_again_with_a_new_digest_and_receipt() -> None:
    jury = make_sealed_jury(jurors=2, entries=2)
    before = Ballot.objects.get(juror=jury.jurors[0])
    row = reopen(jury)
    assert (row.digest, row.sealed_at, row.ledger_head) == (before.digest, before.sealed_at, before.ledger_head)
    shown = juror.ballot(jury.jurors[0], jury.round.pk, at=jury.at)
    assert (shown.state, shown.receipt, {sheet.state for sheet in shown.sheets}) == ("open", None, {"complete"})
    correct(jury, 300)
    actions.seal(round_id=jury.round.pk, by=jury.jurors[0], at=jury.at + timedelta(minutes=3))
    after = juror.ballot(jury.jurors[0], jury.round.pk, at=jury.at).receipt
    assert after is not None
    assert after.digest != before.digest
    assert after.ledger_head != before.ledger_head
    assert Mail.objects.filter(template="ballot_receipt", to=jury.jurors[0].email).count() == 2
    rounds.close(round_id=jury.round.pk, missing=Missing.REFUSE, by=jury.organiser, at=jury.at + timedelta(minutes=4))
    assert 300 in {cell.hundredths for cell in queries.frozen_marks(jury.round.pk)}


def test_reopen_sealed_again_at_the_same_moment_still_gives_another_digest_after_a_change() -> None:
    jury = make_sealed_jury(jurors=1, entries=1)
    first = Ballot.objects.get().digest
    reopen(jury)
    correct(jury, 300)
    seal(jury, 0)  # dated as the first seal was
    assert Ballot.objects.get().digest != first


def test_reopen_is_in_the_ledger_with_the_broken_digest_and_no_word_of_the_reason() -> None:
    jury = make_sealed_jury(jurors=1)
    row = reopen(jury)
    [act] = [act for act in ledger.acts(jury.edition.pk) if act.verb == "ballot.reopen"]
    facts = json.loads(act.document)["facts"]
    assert facts["digest"] == row.digest
    assert len(facts["reason"]) == 64
    assert REASON not in act.document
    assert ledger.verify() == []


def test_reopen_tells_the_juror_by_mail_with_the_reason() -> None:
    jury = make_sealed_jury(jurors=2)
    reopen(jury)
    letter = Mail.objects.get(template="ballot_reopened")
    assert (letter.to, REASON in letter.body) == (jury.jurors[0].email, True)


def test_reopen_history_names_who_why_when_and_whether_it_was_sealed_again() -> None:
    jury = make_sealed_jury(jurors=1, entries=1)
    chair = make_chair(jury.edition)
    reopen(jury, chair)
    assert [one.sealed_again_at for one in queries.reopenings(jury.round.pk)] == [None]
    seal_at = jury.at + timedelta(minutes=5)
    actions.seal(round_id=jury.round.pk, by=jury.jurors[0], at=seal_at)
    reopen(jury, chair, later=6)
    first, second = queries.reopenings(jury.round.pk)
    assert (first.juror, first.reason, first.reopened_by) == (jury.jurors[0].name, REASON, chair.name)
    assert (first.sealed_at, first.sealed_again_at) == (jury.at, seal_at)
    assert (second.sealed_at, second.sealed_again_at) == (seal_at, None)


def test_reopen_by_anybody_but_the_chair_is_refused() -> None:
    jury = make_sealed_jury(jurors=2)
    for person in (jury.organiser, jury.jurors[0], jury.jurors[1]):
        with pytest.raises(NotAllowed):
            reopen(jury, person)
    for person in (make_user(), make_chair(make_sealed_jury(jurors=1).edition)):
        with pytest.raises(NotFound):
            reopen(jury, person)
    assert not Reopening.objects.exists()


def test_reopen_unsealed_ballot_or_closed_round_is_refused() -> None:
    jury = make_sealed_jury(jurors=2, unsealed=[0])
    with pytest.raises(Conflict) as refusal:
        reopen(jury)
    assert refusal.value.code == "wrong_state"
    rounds.close(round_id=jury.round.pk, missing=Missing.ACCEPT, by=jury.organiser, at=jury.at)
    with pytest.raises(Conflict) as refusal:
        reopen(jury, number=1)
    assert refusal.value.code == "round_closed"


def test_reopen_through_the_api_needs_a_reason() -> None:
    jury = make_sealed_jury(jurors=1)
    client = APIClient()
    client.force_authenticate(make_chair(jury.edition))
    url = f"/api/v1/rounds/{jury.round.pk}/ballots/{jury.jurors[0].pk}/reopen"
    assert list(client.post(url, {"reason": " "}).json()["errors"]) == ["reason"]
    assert client.post(url, {"reason": REASON}).status_code == 204
    [row] = client.get(f"/api/v1/rounds/{jury.round.pk}/reopenings").json()["results"]
    assert (row["reason"], row["sealed_again_at"]) == (REASON, None)


# -- what the database refuses ----------------------------------------------------------------------------------------


def run(sql: str, jury: Jury) -> int:
    """Rows that the statement touched."""
    ballot = Ballot.objects.get(juror=jury.jurors[0], round=jury.round)
    key = ballot._meta.pk.get_db_prep_value(ballot.pk, connection)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, {"ballot": key})
        return int(cursor.rowcount)


OUT = "UPDATE jury_ballot SET state = 'open', digest = '', sealed_at = NULL, ledger_head = '' WHERE id = %(ballot)s"


def history(jury: Jury, **changes: Any) -> Reopening:
    ballot = Ballot.objects.get(juror=jury.jurors[0], round=jury.round)
    given = {
        "ballot": ballot, "digest": ballot.digest, "sealed_at": ballot.sealed_at or jury.at, "ledger_head": "h",
        "reason": REASON, "reopened_at": jury.at, "reopened_by": jury.organiser, **changes,
    }  # fmt: skip
    with transaction.atomic():
        return Reopening.objects.create(**given)


@pytest.fixture
def jury() -> Jury:
    return make_sealed_jury(jurors=2, entries=1, unsealed=[1])


def test_sql_out_of_the_seal_without_a_row_of_the_history_is_refused(jury: Jury) -> None:
    with pytest.raises(IntegrityError):
        run(OUT, jury)


def test_sql_out_of_the_seal_with_the_row_of_an_earlier_seal_is_refused(jury: Jury) -> None:
    reopen(jury)
    correct(jury, 300)
    actions.seal(round_id=jury.round.pk, by=jury.jurors[0], at=jury.at + timedelta(minutes=3))
    with pytest.raises(IntegrityError):
        run(OUT, jury)


@pytest.mark.parametrize(
    "sql",
    [
        OUT.replace("SET", "SET pseudonym = 'J77',"),
        OUT.replace("SET", "SET salt = 'x',"),
        "UPDATE jury_ballot SET digest = 'x' WHERE id = %(ballot)s",
        "UPDATE jury_ballot SET state = 'open' WHERE id = %(ballot)s",
    ],
    ids=["another pseudonym", "another salt", "another digest", "half open"],
)
def test_sql_with_the_row_of_the_history_only_the_seal_may_go(sql: str, jury: Jury) -> None:
    history(jury)
    with pytest.raises(IntegrityError):
        run(sql, jury)
    assert run(OUT, jury) == 1


def test_sql_history_of_another_digest_or_an_open_ballot_cannot_be_written(jury: Jury) -> None:
    with pytest.raises(IntegrityError):
        history(jury, digest="0" * 64)
    with pytest.raises(IntegrityError):
        history(jury, ballot=Ballot.objects.get(juror=jury.jurors[1], round=jury.round), digest="")
    assert Reopening.objects.count() == 0


def test_sql_history_cannot_change_or_go(jury: Jury) -> None:
    reopen(jury)
    for sql in (
        "UPDATE jury_reopening SET reason = 'another' WHERE ballot_id = %(ballot)s",
        "DELETE FROM jury_reopening WHERE ballot_id = %(ballot)s",
    ):
        with pytest.raises(IntegrityError):
            run(sql, jury)


def test_sql_history_of_a_closed_round_cannot_be_written(jury: Jury) -> None:
    rounds.close(round_id=jury.round.pk, missing=Missing.ACCEPT, by=jury.organiser, at=jury.at)
    with pytest.raises(IntegrityError):
        history(jury)
    with pytest.raises(IntegrityError):
        run(OUT, jury)


def test_sql_after_reopening_marks_change_again_and_after_sealing_they_do_not(jury: Jury) -> None:
    reopen(jury)
    assert Mark.objects.filter(sheet__ballot__juror=jury.jurors[0]).update(hundredths=400) == 2
    actions.seal(round_id=jury.round.pk, by=jury.jurors[0], at=jury.at + timedelta(minutes=3))
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.filter(sheet__ballot__juror=jury.jurors[0]).update(hundredths=500)
