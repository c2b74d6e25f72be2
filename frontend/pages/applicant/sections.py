"""One topic of the application on a page of its own: its form while it may be written, else what stands in it."""

import json
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.pages.applicant import cards, words
from frontend.pages.applicant.answers import answers
from frontend.pages.applicant.home import tasks
from musicprize.editions import queries as editions
from musicprize.kernel import clock
from musicprize.kernel.errors import NotFound
from submissions.applications import downloads, queries
from submissions.applications.completeness import Task
from submissions.applications.queries import ApplicationPage
from submissions.applications.rules import BASES, FIELDS
from submissions.eligibility import queries as eligibility
from submissions.works.queries import WorkDocument


@login_required
def section(request: HttpRequest, application_id: UUID, section: str) -> HttpResponse:
    """The page of one section; NotFound for a section that the edition does not have."""
    at = clock.now()
    page = queries.application_page(application_id, by=request.user, at=at)
    task = next((one for one in page.tasks if one.key == section), None)
    if task is None:
        raise NotFound()
    checking = request.GET.get("from") == "check"
    writable = section in page.application.open_sections
    context: dict[str, Any] = {
        "page": page,
        "application": page.application,
        "edition": page.edition,
        "fields": page.application.fields,
        "limits": page.edition.text_limits,
        "now": at,
        "task": task,
        "section": section,
        "writable": writable,
        "checking": checking,
        "asked": next((one for one in page.decisions if one.verdict == "ask"), None),
        "asked_here": writable and section in page.application.reopened_sections,
        "next": next_page(page, section, checking=checking),
        "back": reverse("application_check" if checking else "application", args=[application_id]),
        "endpoint": f"/api/v1/applications/{application_id}",
        "versions": json.dumps(page.application.versions),
        "rows": answers(page, section, links=False),
        "parts": [{**one, "current": one["key"] == section} for one in tasks(page)],
        "position": [one.key for one in page.tasks].index(section) + 1,
    }
    context |= problems(task, shown=checking) if writable else {"wrong": {}}
    kind = "work" if section.startswith("work-") else section
    context |= EXTRAS[kind](page, section, request)
    return render(request, f"pages/applicant/{kind}.html", context)


def next_page(page: ApplicationPage, section: str, *, checking: bool) -> str:
    """Where "save and go on" leads: the next part that may be written, or back to the check."""
    keys = [task.key for task in page.tasks]
    later = [key for key in keys[keys.index(section) + 1 :] if key in page.application.open_sections]
    if checking or not later:
        return reverse("application_check", args=[page.application.id])
    return reverse("application_section", args=[page.application.id, later[0]])


def problems(task: Task, *, shown: bool) -> dict[str, Any]:
    """Problems at their fields. What is only missing is not held against somebody who has just begun: it is told
    when they come from the check."""
    told = [one for one in task.problems if shown or not one.missing]
    errors = [{"message": one.message, "target": TARGETS.get(one.field, one.field)} for one in told]
    return {"wrong": {one.field: one.message for one in told}, "errors": errors}


TARGETS = {"place_name": "place_id-search", "audio": "recording", "start_cue_ms": "cue", "members": "members"}
"""Fields whose input has another id."""


TEXTS = {
    "biography": gettext_lazy("Who you are and what links you to the region."),
    "motivation": gettext_lazy("Why you apply, and what the prize would make possible."),
    "project": gettext_lazy("What we would hear and see on the night of the final."),
}


def _about(page: ApplicationPage, section: str, request: HttpRequest) -> dict[str, Any]:
    people = [{"name": one.name, "role": one.role, "email": one.email} for one in page.application.members]
    return {
        "languages": [{"value": code, "label": name} for code, name in words.LANGUAGES.items()],
        "members_version": page.application.versions.get("members", 0),
        "members": people or [{"name": "", "role": "", "email": ""}],
    }


def _eligibility(page: ApplicationPage, section: str, request: HttpRequest) -> dict[str, Any]:
    fields, edition = page.application.fields, page.edition
    listed = fields["place_id"]
    place = eligibility.place(listed, cities=edition.cities, radius_km=edition.radius_km) if listed else None
    cities = [{"value": city.code, "label": city.name} for city in edition.cities]
    return {
        "bases": [{"value": key, "label": words.BASES[key]} for key in BASES],
        "cities": [{"value": "", "label": _("No city in particular")}, *cities],
        "place": place,
        "longest_link": FIELDS["region_link"].longest,
        "distances": page.eligibility.distances,
    }


def _texts(page: ApplicationPage, section: str, request: HttpRequest) -> dict[str, Any]:
    wrong = problems(next(t for t in page.tasks if t.key == section), shown=request.GET.get("from") == "check")["wrong"]
    asked = []
    for name, told in TEXTS.items():
        least, most = page.edition.text_limits[name]
        length = _("Between %(least)s and %(most)s characters.") % {"least": least, "most": most}
        value = page.application.fields[name]
        hint = f"{told} {length}"
        label = words.FIELDS[name]
        asked.append(
            {"name": name, "label": label, "hint": hint, "value": value, "error": wrong.get(name), "most": most}
        )
    return {"asked_texts": asked}


def _rider(page: ApplicationPage, section: str, request: HttpRequest) -> dict[str, Any]:
    file = page.application.rider_file
    return {
        "card": cards.file_card(page.application.id, "rider"),
        "accept": cards.file_accept("rider"),
        "link": downloads.link(page.application.id, "rider", by=request.user).url if file else "",
    }


def _portrait(page: ApplicationPage, section: str, request: HttpRequest) -> dict[str, Any]:
    return {
        "card": cards.file_card(page.application.id, "portrait"),
        "accept": cards.file_accept("portrait"),
        "picture": downloads.portrait_url(page.application.id, by=request.user),
    }


def _work(page: ApplicationPage, section: str, request: HttpRequest) -> dict[str, Any]:
    work = work_of(page, section)
    edition, held = page.edition, cards.audio_card(work.id)
    kept = work.audio if work.audio and str(work.audio.upload_id) != held.upload_id else None
    return {
        "work": work,
        "fields": work.fields,
        "endpoint": f"/api/v1/works/{work.id}",
        "versions": json.dumps(work.versions),
        "card": held,
        "kept": kept,
        "accept": cards.audio_accept(edition.formats, films=edition.video_accepted),
        "formats": cards.audio_formats(
            edition.formats, max_bytes=edition.max_file_bytes,
            min_seconds=edition.min_seconds, max_seconds=edition.max_seconds,
        ),
        "playable": bool(work.recording and work.recording.playable),
        "seconds": (work.recording.duration_ms or 0) / 1000 if work.recording else 0,
        "oldest": edition.closes_at.year - edition.work_max_age_years,
        "languages": [{"value": "", "label": _("Not given")}, *LANGUAGE_OPTIONS],
    }  # fmt: skip


def _consents(page: ApplicationPage, section: str, request: HttpRequest) -> dict[str, Any]:
    given = page.application.consents
    texts = editions.consent_texts(page.edition.id)
    wordings = [{"facts": text, "given": given.get(text.purpose, False)} for text in texts]
    changeable = [one for one, text in zip(wordings, texts, strict=True) if not text.required]
    return {
        "wordings": wordings,
        "changeable": changeable if page.application.state not in ("withdrawn", "refused") else [],
    }


def work_of(page: ApplicationPage, section: str) -> WorkDocument:
    """The work of a section's key "work-2"; NotFound where there is none."""
    number = section.removeprefix("work-")
    found = next((one for one in page.works if str(one.position) == number), None)
    if found is None:
        raise NotFound()
    return found


LANGUAGE_OPTIONS = [
    *({"value": code, "label": name} for code, name in words.LANGUAGES.items()),
    *({"value": code, "label": name} for code, name in (("it", "Italiano"), ("es", "Español"), ("pt", "Português"))),
    *({"value": code, "label": name} for code, name in (("nl", "Nederlands"), ("la", "Latina"), ("pl", "Polski"))),
]
EXTRAS = {
    "about": _about,
    "eligibility": _eligibility,
    "texts": _texts,
    "rider": _rider,
    "portrait": _portrait,
    "work": _work,
    "consents": _consents,
}
