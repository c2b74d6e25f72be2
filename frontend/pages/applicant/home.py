"""Beginning an application, and its home: the list of tasks, or what became of it."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from frontend.pages.applicant import words
from musicprize.editions import queries as editions
from musicprize.editions.rules import Phase
from musicprize.kernel import clock
from musicprize.kernel.errors import Sentence
from submissions.applications import queries
from submissions.applications.completeness import Status, Task
from submissions.applications.queries import ApplicationPage


@login_required
def apply(request: HttpRequest) -> HttpResponse:
    """One's applications, and beginning one. Who has only the current one is taken to it."""
    at = clock.now()
    edition = editions.current(at)
    mine = queries.my_applications(request.user)
    going = next((one for one in mine if edition and one.edition_id == edition.id and one.state != "withdrawn"), None)
    if going and len(mine) == 1:
        return redirect("application", going.id)
    listed = [
        {"facts": one, "url": reverse("application", args=[one.id]), "label": words.STATES[one.state]} for one in mine
    ]
    context = {
        "edition": edition,
        "going": going,
        "phase": edition.phase(at) if edition else Phase.HIDDEN,
        "now": at,
        "applications": listed,
    }
    return render(request, "pages/applicant/apply.html", context)


@login_required
def application(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """The task list; after sending, what was sent and what happens next."""
    at = clock.now()
    page = queries.application_page(application_id, by=request.user, at=at)
    mine = page.application
    done = sum(1 for task in page.tasks if task.status == "done")
    context: dict[str, Any] = {
        "page": page,
        "application": mine,
        "edition": page.edition,
        "now": at,
        "state": words.STATES[mine.state],
        "closed": mine.state == "draft" and not mine.open_sections,
        "not_open_yet": at < page.edition.opens_at,
        "reopened": bool(mine.open_sections) and mine.state == "submitted",
        "asked": next((one for one in page.decisions if one.verdict == "ask"), None),
        "verdict": next((one for one in page.decisions if one.verdict == "refuse"), None),
        "receipt": page.receipts[0] if page.receipts else None,
        "tasks": tasks(page),
        "done": done,
        "percent": round(100 * done / max(1, len(page.tasks))),
        "grace_minutes": int(page.edition.grace.total_seconds() // 60),
    }
    return render(request, "pages/applicant/application.html", context)


def tasks(page: ApplicationPage) -> list[dict[str, Any]]:
    """The sections as the task list shows them; the last item is checking and sending."""
    mine = page.application
    listed = [_task(page, number) for number in range(len(page.tasks))]
    left = sum(1 for task in page.tasks if task.problems)
    if left:
        hint, state, status = words.left(left), "blocked", _("Cannot start yet")
    else:
        hint, state, status = _("Read everything once more, then send it."), "todo", _("To do")
    url = reverse("application_check", args=[mine.id])
    last = {"key": "check", "label": _("Check and send"), "url": url, "hint": hint, "state": state, "status": status}
    return [*listed, last] if mine.open_sections else listed


def _task(page: ApplicationPage, number: int) -> dict[str, Any]:
    task, mine = page.tasks[number], page.application
    wrong = [str(problem.message) for problem in task.problems if not problem.missing]
    optional = "" if task.required else _("This part is optional.")
    asked = _("We asked about this part.") if task.key in mine.reopened_sections and mine.open_sections else ""
    hint = asked or (wrong[0] if wrong else str(task.notes[0]) if task.notes else optional)
    return {
        "key": task.key,
        "label": task.title,
        "url": reverse("application_section", args=[mine.id, task.key]),
        "hint": hint,
        "state": "asked" if asked else task.status.value,
        "status": _("Please change") if asked else _status(task, sent=mine.state != "draft"),
    }


def _status(task: Task, *, sent: bool) -> Sentence:
    """What stands beside a section; one that was left out on purpose is nothing to do any more once all is sent."""
    left_out = sent and task.status == Status.TODO and not task.required
    return _("Not given") if left_out else words.STATUSES[task.status]
