"""The desk's first page: the editions that one organises; and a new one."""

from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from frontend.pages.organiser import words
from frontend.pages.organiser.frame import language_list
from musicprize.accounts.access import check_organiser, is_chair, is_organiser
from musicprize.editions import queries as editions
from musicprize.kernel import clock
from musicprize.kernel.errors import NotAllowed

PLAN_DAYS = {"opens_at": 30, "closes_at": 120, "screening_until": 141, "finalists_at": 171, "final_at": 255}
"""Proposed dates of a new edition, in days from today."""


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """Editions that the reader organises or chairs."""
    at, person = clock.now(), request.user
    known = editions.editions(published_only=False)
    mine = [one for one in known if is_organiser(person, one.id) or is_chair(person, one.id)]
    if not mine and not is_organiser(person):
        raise NotAllowed()
    rows = [
        {
            "edition": one,
            "url": reverse("desk_edition" if is_organiser(person, one.id) else "desk_rounds", args=[one.slug]),
            "phase": words.PHASES[one.phase(at)],
            "tone": {"hidden": "draft", "over": "closed"}.get(one.phase(at), "running"),
        }
        for one in mine
    ]
    return render(request, "pages/organiser/desk.html", {"rows": rows, "may_create": is_organiser(person)})


@login_required
def desk_new(request: HttpRequest) -> HttpResponse:
    """A new edition: what it cannot be without. The rest has defaults and is set afterwards."""
    check_organiser(request.user)
    at = clock.now()
    year = timezone.localtime(at).year + 1
    taken = {one.slug for one in editions.editions(published_only=False)}
    context = {
        "year": year,
        "slug": str(year) if str(year) not in taken else "",
        "cities": [{"value": city.code, "label": city.name} for city in editions.cities()],
        "dates": {name: _evening(at, days) for name, days in PLAN_DAYS.items()},
        "languages": language_list(),
    }
    return render(request, "pages/organiser/new.html", context)


def _evening(at: datetime, days: int) -> str:
    """So many days later at 18:00 in Europe/Luxembourg, as a datetime-local input writes it."""
    return f"{(timezone.localtime(at) + timedelta(days=days)).date()}T18:00"
