"""Ties in words: kinds, whom, who named them, what was noticed."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jury.conflicts.queries import NamedTie
from musicprize.kernel.errors import Sentence

TIES: dict[str, Sentence] = {
    "teacher": gettext_lazy("Teacher of the other"),
    "pupil": gettext_lazy("Pupil of the other"),
    "ensemble": gettext_lazy("Same ensemble or band"),
    "label": gettext_lazy("Same label or publisher"),
    "booking": gettext_lazy("Booked or commissioned"),
    "family": gettext_lazy("Family or partner"),
    "employer": gettext_lazy("Same employer, or one employs the other"),
    "laureate": gettext_lazy("Prize given or received earlier"),
    "other": gettext_lazy("Another tie"),
}
WHOM: dict[str, Sentence] = {
    "person": gettext_lazy("A person"),
    "ensemble": gettext_lazy("An ensemble or band"),
    "label": gettext_lazy("A label or publisher"),
    "institution": gettext_lazy("A school, house or broadcaster"),
}
SOURCES: dict[str, Sentence] = {
    "juror": gettext_lazy("the juror"),
    "artist": gettext_lazy("the artist"),
    "coordinator": gettext_lazy("a coordinator"),
    "organiser": gettext_lazy("an organiser"),
}
HINTS: dict[str, Sentence] = {
    "name": gettext_lazy("The juror’s name stands in the application"),
    "register": gettext_lazy("A name from the juror’s register stands in the application"),
    "mentioned": gettext_lazy("The artist’s texts mention it"),
    "mail_domain": gettext_lazy("Both write from the same mail domain"),
}


def options(named: Mapping[str, Sentence]) -> list[dict[str, Any]]:
    """For a select or for choices."""
    return [{"value": value, "label": label} for value, label in named.items()]


def named(found: Iterable[NamedTie]) -> list[dict[str, Any]]:
    """Named ties as pages/_name_tie.html takes them."""
    return [
        {"id": one.id, "juror": one.juror_name, "tie": TIES.get(one.tie, ""), "words": one.words,
         "period": period(one.from_year, one.to_year)}
        for one in found
    ]  # fmt: skip


def period(from_year: int | None, to_year: int | None) -> str:
    """2015–2019, since 2015, until 2019, or nothing."""
    if from_year and to_year:
        return f"{from_year}–{to_year}"
    if from_year:
        return _("since %(year)s") % {"year": from_year}
    return _("until %(year)s") % {"year": to_year} if to_year else ""
