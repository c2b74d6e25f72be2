"""Reading everything once more, sending it, and the confirmation."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from frontend.pages.applicant import words
from frontend.pages.applicant.answers import answers
from frontend.templatetags.prize import day
from musicprize.editions.queries import EditionFacts
from musicprize.kernel import clock
from submissions.applications import queries
from submissions.applications.completeness import title_of
from submissions.applications.queries import ApplicationPage


@login_required
def check(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """All answers with links to change them, what is missing, and the button that sends."""
    at = clock.now()
    page = queries.application_page(application_id, by=request.user, at=at)
    mine = page.application
    context = {
        "page": page,
        "application": mine,
        "edition": page.edition,
        "now": at,
        "parts": [{"task": task, "rows": answers(page, task.key)} for task in page.tasks],
        "problems": problems(page),
        "notes": [note for task in page.tasks for note in task.notes],
        "may_send": "submit" in mine.may or "confirm" in mine.may,
        "confirming": "confirm" in mine.may,
        "grace": mine.sending_closes > page.edition.closes_at and not mine.open_sections,
        "waiting": [work for work in page.works if work.audio and _unheard(work.recording)],
    }
    return render(request, "pages/applicant/check.html", context)


def _unheard(recording: Any) -> bool:
    return recording is None or recording.state in ("queued", "running", "parked")


def problems(page: ApplicationPage) -> list[dict[str, Any]]:
    """What stands in the way of sending, each with the place where it is put right."""
    mine = page.application
    return [
        {
            "part": task.title,
            "message": problem.message,
            "url": reverse("application_section", args=[mine.id, task.key]) + "?from=check",
        }
        for task in page.tasks
        for problem in task.problems
    ]


@login_required
def sent(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """The confirmation: reference, receipt, the SHA-256 of every file, what happens when. Not sent: the task list."""
    at = clock.now()
    page = queries.application_page(application_id, by=request.user, at=at)
    mine = page.application
    if mine.state != "submitted" or not page.receipts:
        return redirect("application", application_id)
    context = {
        "page": page,
        "application": mine,
        "edition": page.edition,
        "now": at,
        "receipt": page.receipts[0],
        "earlier": page.receipts[1:],
        "files": [{**file, "part": part_of(file["what"])} for file in page.receipts[0].document["files"]],
        "steps": steps(page.edition),
        "may_take_back": "take_back" in mine.may,
    }
    return render(request, "pages/applicant/sent.html", context)


def part_of(what: str) -> str:
    """What a file of the receipt belongs to, in words."""
    return str({"portrait": title_of("portrait"), "rider": words.FIELDS["rider_file"]}.get(what) or title_of(what))


def steps(edition: EditionFacts) -> list[dict[str, Any]]:
    """What happens after sending, and when."""
    return [
        {"label": _("Your application is here"), "state": "done", "note": _("Now")},
        {"label": _("A coordinator reads it"), "state": "later", "note": _until(edition.screening_until)},
        {"label": _("The jury listens"), "state": "later", "note": _until(edition.finalists_at)},
        {"label": _("The finalists play"), "state": "later", "note": day(edition.final_at)},
    ]


def _until(at: Any) -> str:
    return _("until %(day)s") % {"day": day(at)}
