"""Filters of the desk's pages."""

from collections.abc import Mapping
from typing import Any

from django import template

register = template.Library()


@register.filter
def at(values: Mapping[str, Any] | None, key: str) -> Any:
    """values[key], or "" where there is none: for keys that are themselves variables."""
    return (values or {}).get(key, "")


@register.filter
def points(hundredths: int) -> str:
    """Hundredths of a point as points: 850 is 8.5."""
    return f"{hundredths / 100:g}"
