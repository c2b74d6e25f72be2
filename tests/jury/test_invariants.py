"""What must hold does after a whole round, and each kind of tampering (with triggers lifted) is named."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from jury.decisions.models import Tally
from jury.publication.models import Bundle
from jury.scoresheets.models import Ballot, Mark
from musicprize.kernel import invariants
from musicprize.ledger import queries as ledger
from tests.factories.jury import make_closed_jury, make_sealed_jury

pytestmark = pytest.mark.django_db


@contextmanager
def unguarded() -> Iterator[None]:
    """As somebody with the rights of the database's owner could do it: without triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
            yield


def _found() -> list[tuple[str, str]]:
    return list(invariants.problems())


def test_all_holds_after_a_counted_round() -> None:
    make_closed_jury(jurors=4, entries=4)
    assert _found() == []
    said = io.StringIO()
    call_command("check_invariants", stdout=said)
    assert said.getvalue().startswith("all holds: ballots, counts, keys, ledger, publications")


def test_a_mark_that_was_changed_after_the_close_is_named_twice() -> None:
    """By the seal of its ballot, and by the count that no longer follows from the sheets."""
    jury = make_closed_jury(jurors=3, entries=2)
    ballot = jury.round.ballots.get(juror=jury.jurors[0])
    with unguarded():
        Mark.objects.filter(sheet__ballot=ballot).update(hundredths=1000)
    assert [name for name, _ in _found()] == ["ballots", "counts"]
    assert ballot.pseudonym in dict(_found())["ballots"]


def test_a_mark_beyond_the_scale_is_named() -> None:
    jury = make_sealed_jury(jurors=2, entries=1)
    with unguarded():
        Mark.objects.filter(sheet__ballot__juror=jury.jurors[0]).update(hundredths=5000)
    assert any("beyond the scale" in problem for _name, problem in _found())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"inputs": []}, "its inputs were changed"),
        ({"result_sha256": "0" * 64}, "its result was changed"),
    ],
)
def test_a_count_that_was_changed_is_named(changes: dict[str, Any], said: str) -> None:
    make_closed_jury(jurors=3, entries=2)
    with unguarded():
        Tally.objects.update(**changes)
    assert any(said in problem for name, problem in _found() if name == "counts")


def test_rules_that_were_changed_after_the_opening_are_named() -> None:
    jury = make_closed_jury(jurors=3, entries=2)
    document = {**jury.round.rules_document, "jurors": 99}
    with unguarded():
        type(jury.round).objects.filter(pk=jury.round.pk).update(rules_document=document)
    assert any("frozen rules were changed" in problem for _name, problem in _found())


def test_a_bundle_that_was_exchanged_is_named() -> None:
    make_closed_jury(jurors=3, entries=2)
    row = Bundle.objects.get()
    with unguarded():
        Bundle.objects.filter(pk=row.pk).update(archive=bytes(row.archive)[:-1] + b"x")
    assert any(name == "publications" and "bytes were changed" in problem for name, problem in _found())


def test_an_act_that_was_changed_is_named_and_the_command_says_one() -> None:
    make_closed_jury(jurors=2, entries=1)
    last = ledger.head().seq
    with unguarded(), connection.cursor() as cursor:
        cursor.execute("UPDATE musicprize_ledgerentry SET document = document || ' ' WHERE seq = %s", [last])
    told = io.StringIO()
    with pytest.raises(CommandError, match="do not hold") as refused:
        call_command("check_invariants", stderr=told)
    assert refused.value.returncode == 1
    assert f"ledger: entry {last}: its text was changed" in told.getvalue()


def test_only_named_checks_run_and_unknown_ones_are_refused() -> None:
    said = io.StringIO()
    call_command("check_invariants", "ledger", stdout=said)
    assert said.getvalue().strip() == "all holds: ledger"
    with pytest.raises(CommandError, match="no check named nothing"):
        call_command("check_invariants", "nothing")


def test_unsealed_ballots_are_nobodys_business() -> None:
    jury = make_sealed_jury(jurors=2, entries=1, unsealed=(1,))
    assert Ballot.objects.filter(round=jury.round, state="open").count() == 1
    assert _found() == []
