"""The call in all its phases, and the list of places for readers without scripts."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend.templatetags.prize import day, moment
from jury.publication import queries as publication
from jury.rounds import queries as rounds
from jury.rounds.queries import RoundFacts
from musicprize.editions import access as editions_access
from musicprize.editions import queries as editions
from musicprize.editions.queries import EditionFacts
from musicprize.editions.rules import Phase
from musicprize.kernel import clock
from submissions.applications import queries as applications
from submissions.eligibility import gazetteer
from submissions.eligibility import queries as eligibility
from submissions.eligibility.rules import DEFAULT_RADIUS_KM

LAST_HOURS = timedelta(hours=24)
MOST_PLACES = 50


def call(request: HttpRequest) -> HttpResponse:
    """The edition that matters now; a plain word when there is none."""
    at = clock.now()
    edition = editions.current(at)
    if edition is None:
        return render(request, "pages/public/no_call.html")
    return _call(request, edition, at)


def call_of(request: HttpRequest, slug: str) -> HttpResponse:
    """Another edition than the current one. NotFound for one that is not public, except to its organisers."""
    edition = editions.by_slug(slug)
    editions_access.check_can_see(request.user, edition_id=edition.id, published=edition.published)
    return _call(request, edition, clock.now())


def _call(request: HttpRequest, edition: EditionFacts, at: datetime) -> HttpResponse:
    phase = edition.phase(at)
    shown = next((one for one in publication.published(at) if one.edition_id == edition.id), None)
    context = {
        "edition": edition,
        "phase": phase,
        "now": at,
        "is_open": phase is Phase.OPEN,
        "last_day": phase is Phase.OPEN and edition.closes_at - at <= LAST_HOURS,
        "left": time_left(edition.closes_at - at) if phase is Phase.OPEN else "",
        "published": shown,
        "prizes": editions.prizes(edition.id),
        "rounds": [_round(one) for one in rounds.of_edition(edition.id) if one.criteria],
        "own": applications.own_id(request.user, edition.id),
        "steps": _steps(edition, at),
        "figures": _figures(edition),
    }
    return render(request, "pages/public/call.html", context)


def _figures(edition: EditionFacts) -> dict[str, Any]:
    """Numbers of the rules in the units that people speak of."""
    return {
        "minutes": edition.max_seconds // 60,
        "oldest": edition.closes_at.year - edition.work_max_age_years,
        "grace": int(edition.grace.total_seconds() // 60),
    }


def _round(facts: RoundFacts) -> dict[str, Any]:
    """A round's criteria with their share of the whole in per cent."""
    total = sum(one.weight for one in facts.criteria)
    criteria = [
        {"facts": one, "share": round(100 * one.weight / total) if total else 0, "description": one.descriptions}
        for one in facts.criteria
    ]
    return {"facts": facts, "criteria": criteria}


def _steps(edition: EditionFacts, at: datetime) -> list[dict[str, Any]]:
    """The way of the edition with where it stands now."""
    ends = (
        (edition.opens_at, _("The call opens"), moment(edition.opens_at)),
        (edition.closes_at, _("The call closes"), moment(edition.closes_at)),
        (edition.screening_until, _("Coordinators check every application"), day(edition.screening_until)),
        (edition.finalists_at, _("The jury names the finalists"), day(edition.finalists_at)),
        (edition.final_at, _("Final concert"), moment(edition.final_at)),
    )
    coming = next((number for number, (end, _label, _note) in enumerate(ends) if at < end), len(ends))
    states = ["done" if n < coming else "now" if n == coming else "later" for n in range(len(ends))]
    return [
        {"label": label, "note": note, "state": state} for (_end, label, note), state in zip(ends, states, strict=True)
    ]


def time_left(left: timedelta) -> str:
    """The countdown's first text, as the script goes on writing it."""
    minutes = max(0, int(left.total_seconds() // 60))
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        one = ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
        other = ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
    else:
        one = ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}
        other = ngettext("%(n)s minute", "%(n)s minutes", rest) % {"n": rest}
    return _("%(one)s and %(other)s left") % {"one": one, "other": other}


def places(request: HttpRequest) -> HttpResponse:
    """The place checker as a plain page: a search form, and its answers as a list."""
    edition = editions.current(clock.now())
    asked = request.GET.get("q", "").strip()
    cities = edition.cities if edition else tuple(editions.cities())
    radius = edition.radius_km if edition else DEFAULT_RADIUS_KM
    found = eligibility.find_places(asked, cities=cities, radius_km=radius, limit=MOST_PLACES) if asked else []
    context = {
        "asked": asked,
        "found": found,
        "edition": edition,
        "radius": radius,
        "number": len(gazetteer.all_places()),
        "full": len(found) == MOST_PLACES,
    }
    return render(request, "pages/public/places.html", context)
