"""Races on threads against PostgreSQL: of two that cannot both be, one is told so, and nothing is counted that changed.

On SQLite the IMMEDIATE transaction makes writers take turns; row locks are what is tested here.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from jury.conflicts.rules import Reason
from jury.rounds import actions as rounds
from jury.rounds.rules import Missing
from jury.scoresheets import actions, juror, queries
from jury.scoresheets import recusal_actions as recusals
from jury.scoresheets.leaf import ballot_digest, ballot_document
from jury.scoresheets.models import Ballot, FirstMark, Mark, Reopening, ScoreSheet
from jury.scoresheets.reopening_actions import reopen_ballot
from musicprize.accounts.models import User
from musicprize.kernel import clock, invariants
from musicprize.kernel.errors import Refusal
from musicprize.ledger import queries as ledger
from musicprize.mail.models import Mail
from submissions.applications import actions as applications
from submissions.applications.models import Application
from tests.factories.jury import Jury, fill, make_draft_jury, make_jury, make_sealed_jury
from tests.factories.people import make_chair

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]

TURNS = 12
"""How often each race of two is run: whichever wins, what must hold holds."""


@pytest.fixture(autouse=True)
def _on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.fail("row locks are PostgreSQL's: run this by `python -m tests.services pytest -m services`")


@pytest.fixture(autouse=True)
def _all_holds(transactional_db: None) -> Iterator[None]:
    """After every race, what must hold across all rooms does."""
    yield
    assert list(invariants.problems()) == []


def at_once(*doings: Callable[[], Any]) -> list[str]:
    """Do all at the same moment, each on a connection of its own; "done", or the code of the refusal."""
    start = Barrier(len(doings))

    def run(doing: Callable[[], Any]) -> str:
        try:
            start.wait(timeout=20)
            doing()
        except Refusal as refusal:
            return refusal.code
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(len(doings)) as pool:
        return list(pool.map(run, doings))


def marker(jury: Jury, hundredths: int, *, number: int = 0, version: int = 1) -> Callable[[], Any]:
    """A save of one sheet of the first juror, by a device of its own."""
    sheet = jury.sheet(jury.jurors[0], number)
    person = User.objects.get(pk=jury.jurors[0].pk)
    return lambda: actions.mark(
        sheet_id=sheet.pk, marks={"music": hundredths}, note=None, version=version, by=person, at=clock.now()
    )


def sealer(jury: Jury, number: int = 0) -> Callable[[], Any]:
    person = User.objects.get(pk=jury.jurors[number].pk)
    return lambda: actions.seal(round_id=jury.round.pk, by=person, at=clock.now())


def closer(jury: Jury, missing: Missing) -> Callable[[], Any]:
    person = User.objects.get(pk=jury.organiser.pk)
    return lambda: rounds.close(round_id=jury.round.pk, missing=missing, by=person, at=clock.now())


def test_mark_eight_at_once_one_is_taken_and_seven_are_told() -> None:
    jury = make_jury(jurors=1, entries=1)
    outcome = at_once(*(marker(jury, 100 * number) for number in range(1, 9)))
    assert sorted(outcome) == ["changed_elsewhere"] * 7 + ["done"]
    assert Mark.objects.get().hundredths == 100 * (outcome.index("done") + 1)
    assert jury.sheet(jury.jurors[0], 0).version == 2


def test_mark_of_eight_sheets_at_once_all_are_taken() -> None:
    jury = make_jury(jurors=1, entries=8)
    assert at_once(*(marker(jury, 500, number=number) for number in range(8))) == ["done"] * 8
    assert Mark.objects.count() == 8


def reopener(jury: Jury) -> Callable[[], Any]:
    """Reopen a complete sheet and change a mark, in two requests."""
    sheet = jury.sheet(jury.jurors[0], 0)
    person = User.objects.get(pk=jury.jurors[0].pk)

    def change() -> None:
        saved = actions.reopen(sheet_id=sheet.pk, version=sheet.version, by=person, at=clock.now())
        actions.mark(
            sheet_id=sheet.pk, marks={"music": 100}, note=None, version=saved.version, by=person, at=clock.now()
        )

    return change


def test_mark_against_seal_what_was_sealed_is_what_is_there() -> None:
    for _turn in range(TURNS):
        jury = make_jury(jurors=1, entries=2)
        fill(jury, 0)
        changed, sealed = at_once(reopener(jury), sealer(jury))
        assert (changed, sealed) in {("ballot_sealed", "done"), ("done", "incomplete")}
        if sealed == "done":
            assert_digest_fits(jury)
        else:
            assert Ballot.objects.get(juror=jury.jurors[0]).state == "open"


def assert_digest_fits(jury: Jury) -> None:
    """The digest in the ledger is that of the marks that stand in the tables now."""
    ballot = Ballot.objects.get(juror=jury.jurors[0])
    receipt = juror.ballot(jury.jurors[0], jury.round.pk, at=clock.now()).receipt
    assert receipt is not None
    document = ballot_document(
        round_id=jury.round.pk, rules_sha256=receipt.rules, pseudonym=receipt.pseudonym, sealed_at=receipt.sealed_at,
        marks=receipt.marks, recused=receipt.recused,
    )  # fmt: skip
    assert ballot_digest(ballot.salt, document) == ballot.digest


def test_seal_against_close_counts_the_ballot_or_says_closed() -> None:
    for _turn in range(TURNS):
        seal_against_close()


def seal_against_close() -> None:
    jury = make_sealed_jury(jurors=3, entries=2, unsealed=[0])
    sealed, closed = at_once(sealer(jury), closer(jury, Missing.ACCEPT))
    assert closed == "done"
    assert sealed in {"done", "round_closed"}
    pseudonym = Ballot.objects.get(juror=jury.jurors[0]).pseudonym
    cells = queries.frozen_marks(jury.round.pk)
    reasons = {cell.reason for cell in cells if cell.juror_pseudonym == pseudonym}
    assert reasons == ({""} if sealed == "done" else {"not_sealed"})
    jury.round.refresh_from_db()
    assert [cell.plain() for cell in cells] == jury.round.tally.inputs


def test_mark_against_close_the_count_is_of_what_stands_there() -> None:
    for _turn in range(TURNS):
        mark_against_close()


def mark_against_close() -> None:
    jury = make_sealed_jury(jurors=3, entries=2, unsealed=[0])
    changed, closed = at_once(reopener(jury), closer(jury, Missing.ACCEPT))
    assert closed == "done"
    assert changed in {"done", "round_closed"}
    jury.round.refresh_from_db()
    assert [cell.plain() for cell in queries.frozen_marks(jury.round.pk)] == jury.round.tally.inputs


def opener_again(jury: Jury) -> Callable[[], Any]:
    """The chair opens the first juror's sealed ballot again."""
    chair = make_chair(jury.edition)
    return lambda: reopen_ballot(
        round_id=jury.round.pk, juror_id=jury.jurors[0].pk, reason="A slip.", by=chair, at=clock.now()
    )


def test_reopen_against_close_the_ballot_counts_or_is_open_never_both() -> None:
    for _turn in range(TURNS):
        reopen_against_close()
    assert ledger.verify() == []


def reopen_against_close() -> None:
    jury = make_sealed_jury(jurors=3, entries=2)
    opened, closed = at_once(opener_again(jury), closer(jury, Missing.ACCEPT))
    assert (opened, closed) in {("done", "done"), ("round_closed", "done")}
    ballot = Ballot.objects.get(juror=jury.jurors[0])
    assert ballot.state == ("open" if opened == "done" else "sealed")
    cells = [cell for cell in queries.frozen_marks(jury.round.pk) if cell.juror_pseudonym == ballot.pseudonym]
    assert {cell.reason for cell in cells} == ({"not_sealed"} if opened == "done" else {""})
    jury.round.refresh_from_db()
    assert [cell.plain() for cell in queries.frozen_marks(jury.round.pk)] == jury.round.tally.inputs


def test_reopen_by_double_click_is_written_once_and_told_once() -> None:
    jury = make_sealed_jury(jurors=2)
    again = opener_again(jury)
    assert sorted(at_once(again, again, again)) == ["done", "wrong_state", "wrong_state"]
    assert Reopening.objects.count() == Mail.objects.filter(template="ballot_reopened").count() == 1


def test_show_against_mark_the_first_marks_are_those_of_one_moment() -> None:
    for _turn in range(TURNS):
        show_against_mark()


def show_against_mark() -> None:
    jury = make_jury(jurors=1, entries=1, blind=False, marking="first")
    person = User.objects.get(pk=jury.jurors[0].pk)
    sheet = jury.sheet(person, 0)
    given = {"music": 300, "innovation": 300}
    saved = actions.mark(sheet_id=sheet.pk, marks=given, note=None, version=1, by=person, at=clock.now())

    def show() -> Any:
        return actions.show(sheet_id=sheet.pk, version=saved.version, by=person, at=clock.now())

    shown, marked = at_once(show, marker(jury, 900, version=saved.version))
    assert sorted([shown, marked]) == ["changed_elsewhere", "done"]
    kept = set(FirstMark.objects.filter(sheet=sheet).values_list("hundredths", flat=True))
    assert kept == ({300} if shown == "done" else set())


def test_recuse_against_withdrawal_by_the_artist_neither_waits_for_ever() -> None:
    for _turn in range(TURNS):
        jury = make_jury(jurors=2, entries=1)
        entry, sheets = jury.entries[0], [jury.sheet(person, 0) for person in jury.jurors]

        def withdraw(entry: Application = entry) -> Any:
            return applications.withdraw(
                application_id=entry.pk, reference=entry.reference, by=entry.owner, at=clock.now()
            )

        def recuse(number: int, jury: Jury = jury, sheets: list[ScoreSheet] = sheets) -> Any:
            return recusals.recuse(
                sheet_id=sheets[number].pk, reason=Reason.CONFLICT, by=jury.jurors[number], at=clock.now()
            )

        assert at_once(withdraw, partial(recuse, 0), partial(recuse, 1)) == ["done"] * 3
    assert ledger.verify() == []


def test_close_twice_at_once_counts_once() -> None:
    jury = make_sealed_jury(jurors=3)
    outcome = at_once(*(closer(jury, Missing.REFUSE) for _ in range(4)))
    assert sorted(outcome) == ["done", "wrong_state", "wrong_state", "wrong_state"]


def test_seal_of_a_whole_jury_at_once_leaves_a_sound_ledger() -> None:
    jury = make_jury(jurors=8, entries=2)
    for number in range(8):
        fill(jury, number)
    assert at_once(*(sealer(jury, number) for number in range(8))) == ["done"] * 8
    assert ledger.verify() == []
    assert sum(act.verb == "ballot.seal" for act in ledger.acts(jury.edition.pk)) == 8


def test_seal_by_double_click_seals_once_and_mails_once() -> None:
    jury = make_jury(jurors=1)
    fill(jury, 0)
    assert sorted(at_once(*(sealer(jury) for _ in range(4)))) == ["done"] + ["wrong_state"] * 3


def test_open_by_two_organisers_at_once_opens_once() -> None:
    jury = make_draft_jury(jurors=3)

    def opener() -> Any:
        return rounds.open_round(round_id=jury.round.pk, codes=None, by=jury.organiser, at=clock.now())

    assert sorted(at_once(opener, opener, opener)) == ["done", "wrong_state", "wrong_state"]
    assert Ballot.objects.count() == 3
