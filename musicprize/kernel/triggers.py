"""SQL triggers that the database itself keeps: rows that must never change, on PostgreSQL and SQLite alike."""

from typing import Any

from django.db import migrations


def append_only(table: str) -> migrations.RunPython:
    """A migration step after which UPDATE and DELETE on `table` fail with "<table> is append-only"."""
    return guard(table, name="append_only", when=("UPDATE", "DELETE"), message=f"{table} is append-only")


def guard(table: str, *, name: str, when: tuple[str, ...], message: str, condition: str = "") -> migrations.RunPython:
    """Refuse the statements in `when` on `table`; `condition` is SQL over OLD and NEW valid in both dialects, and
    may hold subqueries. In a DELETE trigger NEW is absent, in an INSERT trigger OLD: say one that fits all of `when`.
    """

    def apply(apps: Any, schema_editor: Any) -> None:
        for event in when:
            for statement in _create(schema_editor.connection.vendor, table, name, event, message, condition):
                schema_editor.execute(statement)

    def undo(apps: Any, schema_editor: Any) -> None:
        for event in when:
            trigger = f"{table}_{name}_{event.lower()}"
            if schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {trigger} ON {table}")
                schema_editor.execute(f"DROP FUNCTION IF EXISTS {trigger}()")
            else:
                schema_editor.execute(f"DROP TRIGGER IF EXISTS {trigger}")

    return migrations.RunPython(apply, undo)


def _create(vendor: str, table: str, name: str, event: str, message: str, condition: str) -> list[str]:
    trigger = f"{table}_{name}_{event.lower()}"
    if vendor == "postgresql":
        row = "OLD" if event == "DELETE" else "NEW"
        refuse = f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation';"
        body = f"BEGIN IF {condition or 'TRUE'} THEN {refuse} END IF; RETURN {row}; END"
        return [
            f"CREATE FUNCTION {trigger}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$",
            f"CREATE TRIGGER {trigger} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {trigger}()",
        ]
    refuse = f"SELECT RAISE(ABORT, '{message}') WHERE {condition or '1'};"
    return [f"CREATE TRIGGER {trigger} BEFORE {event} ON {table} BEGIN {refuse} END"]
