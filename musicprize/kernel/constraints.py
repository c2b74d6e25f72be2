"""Check and unique constraints that are said often, so that every table says them alike."""

from enum import StrEnum

from django.db.models import CheckConstraint, Q, TextChoices


def one_of(field: str, choices: type[TextChoices] | type[StrEnum], *, name: str) -> CheckConstraint:
    """`field` holds one of `choices`."""
    return CheckConstraint(condition=Q(**{f"{field}__in": [str(choice.value) for choice in choices]}), name=name)


def between(field: str, low: int, high: int, *, name: str) -> CheckConstraint:
    """low ≤ field ≤ high."""
    return CheckConstraint(condition=Q(**{f"{field}__gte": low, f"{field}__lte": high}), name=name)
