"""A round played at random against a small model: score, show the text, complete, reopen, stand aside, return, seal,
open again by the chair, close. The same file runs on SQLite and, by `python -m tests.services`, on PostgreSQL."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from jury.conflicts.rules import Reason
from jury.rounds import actions as rounds
from jury.rounds.rules import Missing
from jury.scoresheets import actions, juror, queries
from jury.scoresheets import recusal_actions as recusals
from jury.scoresheets.models import Ballot
from jury.scoresheets.reopening_actions import reopen_ballot
from musicprize.kernel.errors import Refusal
from musicprize.ledger import queries as ledger
from tests.factories.jury import Jury, code_of, make_jury
from tests.factories.people import make_chair

JURORS = ENTRIES = 2
KEYS = ("music", "innovation")
who = st.integers(0, JURORS - 1)
what = st.integers(0, ENTRIES - 1)


class Model:
    """What must come out, in the plainest words."""

    def __init__(self) -> None:
        self.marks: dict[tuple[int, int], dict[str, int]] = {(j, e): {} for j in range(JURORS) for e in range(ENTRIES)}
        self.state = dict.fromkeys(self.marks, "open")
        self.late: set[tuple[int, int]] = set()
        self.first: dict[tuple[int, int], dict[str, int]] = {}
        self.sealed: set[int] = set()
        self.broken = 0
        self.closed = False

    def writable(self, j: int) -> bool:
        return not self.closed and j not in self.sealed

    def can_complete(self, cell: tuple[int, int]) -> bool:
        return self.state[cell] == "open" and len(self.marks[cell]) == len(KEYS)

    def can_seal(self, j: int) -> bool:
        return self.writable(j) and all(self.state[j, e] != "open" for e in range(ENTRIES))

    def counts(self, cell: tuple[int, int]) -> bool:
        return cell[0] in self.sealed and self.state[cell] == "complete" and cell not in self.late

    def counted(self, cell: tuple[int, int], marking: str) -> dict[str, int]:
        return self.first.get(cell, self.marks[cell]) if marking == "first" else self.marks[cell]


class Play(RuleBasedStateMachine):
    """Every verb is tried in every state; the platform must do what the model says may be done, and nothing else."""

    jury: Jury
    marking: str = "once"

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        rule = {"blind": self.marking == "once", "marking": self.marking}
        self.jury, self.model = make_jury(jurors=JURORS, entries=ENTRIES, **rule), Model()
        self.chair = make_chair(self.jury.edition)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)

    def attempt(self, allowed: bool, doing: Callable[[], Any]) -> bool:
        """Do it in a savepoint; it goes through exactly when it may."""
        try:
            with transaction.atomic():
                doing()
        except Refusal:
            assert not allowed
            return False
        assert allowed
        return True

    def own(self, j: int, e: int) -> dict[str, Any]:
        return {"sheet_id": self.jury.sheet(self.jury.jurors[j], e).pk, "by": self.jury.jurors[j], "at": self.jury.at}

    @rule(j=who, e=what, key=st.sampled_from(KEYS), points=st.none() | st.integers(1, 11))
    def mark(self, j: int, e: int, key: str, points: int | None) -> None:
        given = None if points is None else 100 * points
        may = self.model.writable(j) and self.model.state[j, e] == "open" and points != 11
        version = self.jury.sheet(self.jury.jurors[j], e).version
        if self.attempt(may, lambda: actions.mark(marks={key: given}, note=None, version=version, **self.own(j, e))):
            self.model.marks[j, e].pop(key, None)
            if given is not None:
                self.model.marks[j, e][key] = given

    @rule(j=who, e=what)
    def mark_all_and_complete(self, j: int, e: int) -> None:
        for key in KEYS:
            self.mark(j, e, key, 1 + (j + e) % 10)
        self.complete(j, e)

    @rule(j=who, e=what)
    def complete(self, j: int, e: int) -> None:
        may = self.model.writable(j) and self.model.can_complete((j, e))
        version = self.jury.sheet(self.jury.jurors[j], e).version
        if self.attempt(may, lambda: actions.complete(version=version, **self.own(j, e))):
            self.model.state[j, e] = "complete"

    @rule(j=who, e=what)
    def show(self, j: int, e: int) -> None:
        may = (
            self.marking != "once" and self.model.writable(j) and self.model.can_complete((j, e))
            and (j, e) not in self.model.first
        )  # fmt: skip
        version = self.jury.sheet(self.jury.jurors[j], e).version
        if self.attempt(may, lambda: actions.show(version=version, **self.own(j, e))):
            self.model.first[j, e] = dict(self.model.marks[j, e])

    @rule(j=who, e=what)
    def reopen(self, j: int, e: int) -> None:
        may = self.model.writable(j) and self.model.state[j, e] == "complete"
        version = self.jury.sheet(self.jury.jurors[j], e).version
        if self.attempt(may, lambda: actions.reopen(version=version, **self.own(j, e))):
            self.model.state[j, e] = "open"

    @rule(j=who, e=what, reason=st.sampled_from(Reason))
    def recuse(self, j: int, e: int, reason: Reason) -> None:
        may = not self.model.closed and self.model.state[j, e] != "recused"
        if self.attempt(may, lambda: recusals.recuse(reason=reason, **self.own(j, e))):
            if j in self.model.sealed:
                if reason is Reason.CONFLICT or self.marking == "once":
                    self.model.late.add((j, e))
            else:
                self.model.state[j, e] = "recused"

    @rule(j=who, e=what)
    def come_back(self, j: int, e: int) -> None:
        may = self.model.writable(j) and self.model.state[j, e] == "recused"
        if self.attempt(may, lambda: recusals.come_back(**self.own(j, e))):
            self.model.state[j, e] = "open"
            self.model.late.discard((j, e))

    @rule(j=who)
    def finish_and_seal(self, j: int) -> None:
        for e in range(ENTRIES):
            if self.model.state[j, e] == "open":
                self.mark_all_and_complete(j, e)
        self.seal(j)

    @rule(j=who)
    def seal(self, j: int) -> None:
        doing = {"round_id": self.jury.round.pk, "by": self.jury.jurors[j], "at": self.jury.at}
        if self.attempt(self.model.can_seal(j), lambda: actions.seal(**doing)):
            self.model.sealed.add(j)

    @rule(j=who, by_chair=st.booleans())
    def open_again(self, j: int, by_chair: bool) -> None:
        may = by_chair and not self.model.closed and j in self.model.sealed
        by = self.chair if by_chair else self.jury.organiser
        doing = {"round_id": self.jury.round.pk, "juror_id": self.jury.jurors[j].pk, "reason": "A slip."}
        # A moment later each time: a seal is told from the one before by its time.
        self.jury.at += timedelta(seconds=1)
        if self.attempt(may, lambda: reopen_ballot(by=by, at=self.jury.at, **doing)):
            self.model.sealed.remove(j)
            self.model.broken += 1

    @precondition(lambda self: self.model.sealed)
    @rule(missing=st.sampled_from(Missing))
    def close(self, missing: Missing) -> None:
        may = not self.model.closed and (missing is Missing.ACCEPT or len(self.model.sealed) == JURORS)
        doing = {"round_id": self.jury.round.pk, "by": self.jury.organiser, "at": self.jury.at}
        if self.attempt(may, lambda: rounds.close(missing=missing, **doing)):
            self.model.closed = True

    @invariant()
    def ballots_are_as_the_model_says(self) -> None:
        for j, person in enumerate(self.jury.jurors):
            shown = juror.ballot(person, self.jury.round.pk, at=self.jury.at)
            assert (shown.state == "sealed") == (j in self.model.sealed)
            sheets = {sheet.entry.code: sheet for sheet in shown.sheets}
            for e in range(ENTRIES):
                sheet = sheets[code_of(self.jury, e)]
                assert (sheet.state, sheet.marks) == (self.model.state[j, e], self.model.marks[j, e])
                if self.model.state[j, e] != "recused":
                    assert (sheet.first or {}) == self.model.first.get((j, e), {})
        history = queries.reopenings(self.jury.round.pk)
        assert len(history) == len({one.digest for one in history}) == self.model.broken

    @invariant()
    def count_is_as_the_model_says(self) -> None:
        if not self.model.closed:
            return
        names = dict(Ballot.objects.filter(round=self.jury.round).values_list("pseudonym", "juror_id"))
        people = [person.pk for person in self.jury.jurors]
        codes = [code_of(self.jury, e) for e in range(ENTRIES)]
        for cell in queries.frozen_marks(self.jury.round.pk):
            j, e = people.index(names[cell.juror_pseudonym]), codes.index(cell.entry_code)
            given = self.model.counted((j, e), self.marking)
            expected = given[cell.criterion_key] if self.model.counts((j, e)) else None
            assert cell.hundredths == expected
            assert (cell.reason == "") == self.model.counts((j, e))
        assert ledger.verify() == []


@pytest.mark.django_db
@pytest.mark.timeout(300)
@pytest.mark.parametrize("marking", ["once", "first", "second"])
def test_any_run_of_verbs_ends_as_the_model_says(marking: str) -> None:
    kind = type("Play", (Play,), {"marking": marking})
    settled = settings(max_examples=6, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))
    run_state_machine_as_test(kind, settings=settled)
