"""Rows that must never change: the database itself refuses, and the SQL of both databases says the same."""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction

from musicprize.kernel import triggers

WHEN = ("INSERT", "UPDATE", "DELETE")


@pytest.fixture
def table(transactional_db: None) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE guarded (id integer PRIMARY KEY, sealed integer NOT NULL)")
        cursor.execute("INSERT INTO guarded VALUES (1, 0), (2, 1)")
    yield "guarded"
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE guarded")
        for name in ("append_only_update", "append_only_delete", "sealed_update"):
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP FUNCTION IF EXISTS guarded_{name}()")


def _apply(step: triggers.Guard, *, undo: bool = False) -> None:
    with connection.schema_editor() as editor:
        (step.database_backwards if undo else step.database_forwards)("musicprize", editor, None, None)


def _run(sql: str) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.rowcount


def test_append_only_refuses_change_and_delete_but_not_insert(table: str) -> None:
    _apply(triggers.append_only(table))
    assert _run("INSERT INTO guarded VALUES (3, 0)") == 1
    for sql in ("UPDATE guarded SET sealed = 1 WHERE id = 1", "DELETE FROM guarded WHERE id = 1"):
        with pytest.raises(DatabaseError, match="guarded is append-only"):
            _run(sql)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, sealed FROM guarded ORDER BY id")
        assert cursor.fetchall() == [(1, 0), (2, 1), (3, 0)]


def test_append_only_undone_lets_change_again(table: str) -> None:
    operation = triggers.append_only(table)
    _apply(operation)
    _apply(operation, undo=True)
    assert _run("UPDATE guarded SET sealed = 1 WHERE id = 1") == 1
    _apply(operation)  # and it can be put back: nothing of it was left over
    with pytest.raises(DatabaseError):
        _run("DELETE FROM guarded WHERE id = 1")


def test_guard_refuses_only_where_its_condition_holds(table: str) -> None:
    guard = triggers.Guard(table, "sealed", ("UPDATE",), "it is sealed", "OLD.sealed = 1")
    _apply(guard)
    assert _run("UPDATE guarded SET sealed = 1 WHERE id = 1") == 1
    for key in (1, 2):
        with pytest.raises(DatabaseError, match="it is sealed"):
            _run(f"UPDATE guarded SET sealed = 0 WHERE id = {key}")
    assert _run("DELETE FROM guarded WHERE id = 2") == 1


def test_lifted_guard_is_the_other_way_round(table: str) -> None:
    guard = triggers.Guard(table, "sealed", ("UPDATE",), "it is sealed", "OLD.sealed = 1")
    lifted = triggers.Guard(table, "sealed", ("UPDATE",), "it is sealed", "OLD.sealed = 1", lifted=True)
    _apply(guard)
    _apply(lifted)
    assert _run("UPDATE guarded SET sealed = 0 WHERE id = 2") == 1
    _apply(lifted, undo=True)
    assert _run("UPDATE guarded SET sealed = 1 WHERE id = 2") == 1
    with pytest.raises(DatabaseError, match="it is sealed"):
        _run("UPDATE guarded SET sealed = 0 WHERE id = 2")


@pytest.mark.parametrize("event", WHEN)
@pytest.mark.parametrize("condition", ["", "OLD.sealed = 1"])
def test_sql_of_both_databases_says_the_same(event: str, condition: str) -> None:
    postgresql = triggers._create("postgresql", "t", "frozen", event, "t is frozen", condition)
    sqlite = triggers._create("sqlite", "t", "frozen", event, "t is frozen", condition)
    assert (len(postgresql), len(sqlite)) == (2, 1)
    function, trigger = postgresql
    name = f"t_frozen_{event.lower()}"
    for sql in (trigger, sqlite[0]):
        assert sql.startswith(f"CREATE TRIGGER {name} BEFORE {event} ON t ")
    assert f"EXECUTE FUNCTION {name}()" in trigger
    assert f"IF {condition or 'TRUE'} THEN RAISE EXCEPTION 't is frozen'" in function
    assert f"RETURN {'OLD' if event == 'DELETE' else 'NEW'};" in function
    assert f"RAISE(ABORT, 't is frozen') WHERE {condition or '1'};" in sqlite[0]
