"""Figures as their reader writes them: 9.04 or 9,04; true minus signs; probabilities without false exactness."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _


def points(rounded: str, *, signed: bool = False) -> str:
    """A figure that is rounded already ("9.04"), in the reader's spelling; a dash where there is none."""
    return written(Decimal(rounded), 2, signed=signed) if rounded else "–"


def decimal(value: float | None, places: int = 2, *, signed: bool = False) -> str:
    """A float rounded for reading; a dash where there is none."""
    return "–" if value is None else written(Decimal(str(round(value, places))), places, signed=signed)


def written(value: Decimal, places: int, *, signed: bool = False) -> str:
    """`places` decimals; with `signed` a plus sign before figures above zero."""
    shown = number_format(abs(value), decimal_pos=places)
    return ("−" if value < 0 else "+" if signed and value > 0 else "") + shown


def mark(hundredths: int | None) -> str:
    """A mark without needless zeros: 750 is 7.5."""
    return "–" if hundredths is None else number_format(f"{hundredths / 100:.2f}".rstrip("0").rstrip("."))


def percent(share: float | None) -> str:
    """A probability in whole per cent; never 0 or 100, since a simulation cannot know that."""
    if share is None:
        return "–"
    if share > 0.99:
        return _("over 99 %%") % {}
    if share < 0.01:
        return _("under 1 %%") % {}
    return _("%(n)s %%") % {"n": round(100 * share)}
