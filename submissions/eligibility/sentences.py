"""Findings about eligibility as sentences, for artists and coordinators."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from musicprize.kernel.errors import Sentence
from submissions.eligibility.rules import Code, Distance, Reason

SENTENCES: dict[Code, Sentence] = {
    Code.WITHIN_RADIUS: _("The place is %(km)s km from %(city)s, within the %(limit)s km of the rules."),
    Code.OUTSIDE_RADIUS: _(
        "The place is %(km)s km from %(city)s, outside the %(limit)s km of the rules. "
        "You may still explain your link to the region: a coordinator decides."
    ),
    Code.NEAR_THE_LIMIT: _(
        "The place is %(km)s km from %(city)s, so close to the limit of %(limit)s km that a coordinator decides."
    ),
    Code.PLACE_NOT_LISTED: _("The place is not in our list: a coordinator decides."),
    Code.PLACE_MISSING: _("No place has been chosen yet."),
    Code.BASIS_MISSING: _("It has not been said yet what links the artist to the region."),
    Code.WORK_RECENT: _("Work %(work)s is from %(year)s: young enough."),
    Code.WORK_IN_PROGRESS: _("Work %(work)s is in progress."),
    Code.WORK_TOO_OLD: _("Work %(work)s is from %(year)s; the rules ask for works from %(oldest_year)s or later."),
    Code.WORK_YEAR_MISSING: _("The year of work %(work)s is missing."),
    Code.WORK_YEAR_AFTER_CLOSING: _("Work %(work)s is dated %(year)s, after the closing date."),
    Code.WORKS_MISSING: _("%(count)s of the works are still missing."),
}


def sentence_of(reason: Reason, *, city_names: Mapping[str, str]) -> str:
    """One finding in the active language. `city_names`: code → name."""
    figures: dict[str, str | int] = {
        **reason.facts(),
        "city": city_names.get(reason.city, reason.city),
        "km": kilometres(reason.metres or 0),
        "limit": (reason.limit_m or 0) // 1000,
    }
    return str(SENTENCES[reason.code]) % figures


def place_sentence(name: str, nearest: Distance, *, radius_km: int, city_names: Mapping[str, str]) -> str:
    """The answer of the place checker: "Konz is 8.0 km from Trier: you may apply."."""
    figures = {
        "place": name,
        "km": kilometres(nearest.metres),
        "city": city_names.get(nearest.city, nearest.city),
        "limit": radius_km,
    }
    if nearest.metres <= radius_km * 1000:
        return str(_("%(place)s is %(km)s km from %(city)s: you may apply.")) % figures
    outside = _(
        "%(place)s is %(km)s km from %(city)s, the nearest of the four cities, and the rules allow %(limit)s km. "
        "You may apply if you were born, live, work or study somewhere nearer."
    )
    return str(outside) % figures


def kilometres(metres: int) -> str:
    """Kilometres to one decimal, with the decimal sign of the active language."""
    from django.utils.formats import number_format

    return str(number_format(metres / 1000, decimal_pos=1))
