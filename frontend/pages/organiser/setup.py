"""Setting an edition up, in tabs: texts, dates, rules, prizes, consents."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from frontend.pages.organiser import words
from frontend.pages.organiser.frame import edition_for, frame, local
from musicprize.editions import queries as editions
from musicprize.editions.queries import EditionFacts
from musicprize.editions.rules import FINDINGS, SEVERITIES
from musicprize.kernel import clock
from musicprize.kernel.errors import NotFound
from submissions.audio.findings import DEFAULT_SEVERITY

FORMATS = ("wav", "flac", "aiff", "mp3", "m4a", "ogg", "opus")
SIZES = (100, 250, 500, 1000, 2000)
"""Largest files offered, in millions of bytes."""


@login_required
def desk_setup(request: HttpRequest, slug: str, tab: str) -> HttpResponse:
    """One tab of the set-up."""
    edition = edition_for(request.user, slug)
    made = {"texts": _texts, "dates": _dates, "rules": _rules, "prizes": _prizes, "consents": _consents}
    if tab not in made:
        raise NotFound()
    named = {
        "texts": _("Texts"),
        "dates": _("Dates and city"),
        "rules": _("Rules"),
        "prizes": _("Prizes"),
        "consents": _("Consents"),
    }
    tabs = [
        {"label": label, "url": reverse("desk_setup", args=[slug, key]), "current": key == tab}
        for key, label in named.items()
    ]
    context = {
        **frame(request, edition, "desk_setup"),
        "tabs": tabs,
        "tab_title": named[tab],
        "endpoint": f"/api/v1/editions/{slug}",
        **made[tab](edition),
    }
    return render(request, f"pages/organiser/setup_{tab}.html", context)


def _texts(edition: EditionFacts) -> dict[str, Any]:
    return {}


def _dates(edition: EditionFacts) -> dict[str, Any]:
    names = ("opens_at", "closes_at", "screening_until", "finalists_at", "final_at")
    return {
        "dates": {name: local(getattr(edition, name)) for name in names},
        "grace": int(edition.grace.total_seconds() // 60),
        "cities": [{"value": city.code, "label": city.name} for city in edition.cities],
        "open": edition.accepts(clock.now()),
    }


def _rules(edition: EditionFacts) -> dict[str, Any]:
    sizes = sorted({*(size * 1_000_000 for size in SIZES), edition.max_file_bytes})
    formats = [*FORMATS, *(name for name in edition.formats if name not in FORMATS)]
    return {
        "sizes": [{"value": size, "label": _("%(n)s MB") % {"n": round(size / 1_000_000)}} for size in sizes],
        "formats": [{"value": name, "label": name.upper()} for name in formats],
        "limits": [
            {"key": key, "label": label, "low": edition.text_limits[key][0], "high": edition.text_limits[key][1]}
            for key, label in _long_texts().items()
        ],
        "findings": [
            {
                "code": code,
                "label": words.FINDINGS[code],
                "hint": words.FINDING_HINTS[code],
                "usual": _default(code),
                "value": edition.finding_rules.get(code) or _default(code),
            }
            for code in FINDINGS
        ],
        "severities": [{"value": one, "label": words.SEVERITIES[one]} for one in SEVERITIES],
    }


def _long_texts() -> dict[str, str]:
    return {"biography": _("Biography"), "motivation": _("Letter of motivation"), "project": _("Project")}


def _default(code: str) -> str:
    """What the platform does where an edition says nothing."""
    return next((str(severity) for known, severity in DEFAULT_SEVERITY.items() if known == code), "note")


def _prizes(edition: EditionFacts) -> dict[str, Any]:
    kinds = [{"value": "main", "label": _("Main prize")}, {"value": "special", "label": _("Special prize")}]
    return {"prizes": editions.prizes(edition.id), "kinds": kinds}


def _consents(edition: EditionFacts) -> dict[str, Any]:
    return {"consents": editions.consent_texts(edition.id), "open": edition.accepts(clock.now())}
