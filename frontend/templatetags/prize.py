"""How the prize's own things are written on pages: moments with weekday and zone, money, cities, languages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django import template
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from musicprize.kernel.texts import in_language, language_of

register = template.Library()

CITY_KEYS: Final = {"lux": "luxembourg", "met": "metz", "sbr": "saarbruecken", "tri": "trier"}


@register.filter
def city_key(code: str | None) -> str:
    """A city's code as the style sheets know it."""
    return CITY_KEYS.get(code or "", "")


@register.filter
def moment(at: datetime | None) -> str:
    """Weekday, date, time and zone: "Sunday 31 January 2027, 23:59 (CET)". Nobody should have to guess a deadline."""
    if at is None:
        return ""
    return date_format(timezone.localtime(at), pgettext("date format", "l j F Y, H:i (T)"), use_l10n=False)


@register.filter
def day(at: datetime | None) -> str:
    """Weekday and date without the time."""
    return date_format(timezone.localtime(at), pgettext("date format", "l j F Y"), use_l10n=False) if at else ""


@register.filter
def euros(cents: int) -> str:
    """An amount with thousands apart, and cents only where there are any."""
    amount = number_format(cents / 100, decimal_pos=2 if cents % 100 else 0, force_grouping=True)
    return _("%(amount)s euro") % {"amount": amount}


@register.filter("bytes")
def bytes_said(size: int) -> str:
    """A limit in decimal GB or MB, rounded down: nobody is promised more than there is."""
    unit, factor = ("GB", 1_000_000_000) if size >= 1_000_000_000 else ("MB", 1_000_000)
    tenths = size * 10 // factor
    return f"{number_format(tenths / 10, decimal_pos=1 if tenths % 10 and tenths < 100 else 0)}\u00a0{unit}"


@register.filter
def seconds(milliseconds: int) -> str:
    """Milliseconds as seconds for a script, with a point in every language: 12.34."""
    return f"{milliseconds / 1000}"


@register.filter
def clock(milliseconds: int | None) -> str:
    """Minutes and seconds: 83,500 ms is 1:23."""
    seconds = (milliseconds or 0) // 1000
    return f"{seconds // 60}:{seconds % 60:02}"


@register.filter
def said(texts: Mapping[str, str]) -> str:
    """A text in the reader's language, by the stated fallback."""
    return in_language(texts)


@register.filter
def lang(texts: Mapping[str, str]) -> str:
    """In which language `said` speaks, for the lang attribute."""
    return language_of(texts)
