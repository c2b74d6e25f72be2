"""The time. Actions take `at=`; only the edges (API, tasks, commands) ask here.

Not the database's `now()`: in PostgreSQL that is the start of the transaction, and a deadline would be judged by it.
"""

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """This instant, in UTC, aware."""
    return timezone.now()
