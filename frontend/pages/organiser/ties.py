"""Ties between jurors and entries: what looks like one, to be weighed, and what is in force. For organisers only."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.pages import tie_words
from frontend.pages.organiser.frame import edition_for, frame
from jury.conflicts import queries
from submissions.applications import ties as applications

SHOWN = 50
"""Hints on the page at once; those that are weighed make room for the next."""


@login_required
def desk_ties(request: HttpRequest, slug: str) -> HttpResponse:
    """Hints and the register of what binds."""
    edition = edition_for(request.user, slug)
    hints = queries.open_hints(edition.id)
    ties = queries.in_force(edition.id)
    titles = applications.titles(one.application_id for one in ties)
    context = {
        **frame(request, edition, "desk_ties"),
        "hints": [{"facts": one, "told": tie_words.HINTS[one.hint]} for one in hints[:SHOWN]],
        "more": max(0, len(hints) - SHOWN),
        "endpoint": f"/api/v1/editions/{edition.slug}/tie-hints",
        "ties": [
            {
                "facts": one,
                "artist": titles[one.application_id][0],
                "reference": titles[one.application_id][1],
                "tie": tie_words.TIES.get(one.tie, ""),
                "source": tie_words.SOURCES[one.source],
                "period": tie_words.period(one.from_year, one.to_year),
            }
            for one in ties
        ],
    }
    return render(request, "pages/organiser/ties.html", context)
