"""Taking a row for writing. On PostgreSQL a row lock; on SQLite the IMMEDIATE transaction is the lock.

Lock order, everywhere: Edition → Application → Work → Upload; Round → Assignment → ScoreSheet; ledger head last.
"""

from typing import TypeVar

from django.db import models, transaction

from musicprize.kernel.errors import NotFound

M = TypeVar("M", bound=models.Model)


def locked(rows: models.QuerySet[M]) -> M:
    """The one row of `rows`, locked until the transaction ends. NotFound if there is none.

    `of=("self",)` so that joined tables are not locked out of order.
    """
    _inside_a_transaction()
    row = rows.select_for_update(of=("self",)).first()
    if row is None:
        raise NotFound()
    return row


def shared(rows: models.QuerySet[M]) -> M:
    """The one row, which others may read-lock too but nobody may change meanwhile (FOR SHARE on PostgreSQL).

    Every write of a mark takes the round this way; sealing and closing take it with `locked`. Without, a chair
    published a sum of 30 while the table held 119.
    """
    _inside_a_transaction()
    connection = transaction.get_connection(rows.db)
    if connection.vendor == "postgresql":
        row = rows.first()
        if row is not None:
            table = connection.ops.quote_name(rows.model._meta.db_table)
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT 1 FROM {table} WHERE id = %s FOR SHARE", [row.pk])
            row.refresh_from_db()
    else:
        row = rows.first()
    if row is None:
        raise NotFound()
    return row


def _inside_a_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a lock outside a transaction protects nothing")
