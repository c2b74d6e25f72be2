"""When what is kept about people has lasted long enough. Pure arithmetic."""

from calendar import monthrange
from datetime import datetime


def months_after(at: datetime, months: int) -> datetime:
    """The same day and time `months` calendar months later; the month's last day where it has no such day."""
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    return at.replace(year=year, month=month + 1, day=min(at.day, monthrange(year, month + 1)[1]))
