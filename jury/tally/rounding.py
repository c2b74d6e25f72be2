"""Rounding, for display and where a rule itself asks for it; never before comparing."""

from __future__ import annotations

from fractions import Fraction


def half_up(value: Fraction, places: int = 2) -> Fraction:
    """Round to `places` decimals, halves upwards (towards +∞)."""
    unit = 10**places
    return Fraction((value * unit * 2 + 1).__floor__() // 2, unit)


def decimal(value: Fraction, places: int = 2) -> str:
    """Decimal notation with a point, rounded half up: Fraction(79, 10) → "7.90"."""
    scaled = int(half_up(value, places) * 10**places)
    sign, digits = ("-", -scaled) if scaled < 0 else ("", scaled)
    whole, rest = divmod(digits, 10**places)
    return f"{sign}{whole}.{rest:0{places}d}" if places else f"{sign}{whole}"
