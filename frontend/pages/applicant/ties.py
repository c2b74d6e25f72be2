"""The artist names jurors with whom there is a tie. The jurors never see it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.pages import tie_words
from jury.conflicts import queries as conflicts
from jury.conflicts.rules import Source
from jury.panel import queries as panel
from musicprize.kernel import clock
from submissions.applications import queries


@login_required
def ties(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """What the artist named, and naming another one. NotFound for everybody else."""
    page = queries.application_page(application_id, by=request.user, at=clock.now())
    context = {
        "application": page.application,
        "edition": page.edition,
        "endpoint": f"/api/v1/applications/{application_id}/ties",
        "jurors": [{"value": one.user_id, "label": one.name} for one in panel.jurors(page.edition.id)],
        "kinds": tie_words.options(tie_words.TIES),
        "named": tie_words.named(conflicts.named_on(application_id, Source.ARTIST)),
    }
    return render(request, "pages/applicant/ties.html", context)
