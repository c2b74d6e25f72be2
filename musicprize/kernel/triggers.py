"""SQL triggers that the database itself keeps: rows that must never change, on PostgreSQL and SQLite alike."""

from typing import Any

from django.db.migrations.operations.base import Operation


class Guard(Operation):
    """A migration step after which the database refuses the statements in `when` on `table`; the step can be undone.

    `condition` is SQL over OLD and NEW valid in both dialects, and may hold subqueries. In a DELETE trigger NEW is
    absent, in an INSERT trigger OLD: say one that fits all of `when`. With `lifted` the step takes such a guard away.
    Not RunPython, which makes all models of that moment anew for each step: a new database took twice as long.
    """

    reversible = True
    reduces_to_sql = True

    def __init__(
        self, table: str, name: str, when: tuple[str, ...], message: str, condition: str = "", lifted: bool = False
    ) -> None:
        self.table, self.name, self.when = table, name, when
        self.message, self.condition, self.lifted = message, condition, lifted

    def state_forwards(self, app_label: str, state: Any) -> None:
        """No model changes."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._turn(schema_editor, place=not self.lifted)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self._turn(schema_editor, place=self.lifted)

    def describe(self) -> str:
        return f"{'Lift' if self.lifted else 'Place'} the guard {self.name} on {self.table}"

    def _turn(self, schema_editor: Any, *, place: bool) -> None:
        vendor = schema_editor.connection.vendor
        for event in self.when:
            placed = _create(vendor, self.table, self.name, event, self.message, self.condition)
            for statement in placed if place else _drop(vendor, self.table, self.name, event):
                schema_editor.execute(statement)


def append_only(table: str) -> Guard:
    """A migration step after which UPDATE and DELETE on `table` fail with "<table> is append-only"."""
    return Guard(table, "append_only", ("UPDATE", "DELETE"), f"{table} is append-only")


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


def _drop(vendor: str, table: str, name: str, event: str) -> list[str]:
    trigger = f"{table}_{name}_{event.lower()}"
    if vendor == "postgresql":
        return [f"DROP TRIGGER IF EXISTS {trigger} ON {table}", f"DROP FUNCTION IF EXISTS {trigger}()"]
    return [f"DROP TRIGGER IF EXISTS {trigger}"]
