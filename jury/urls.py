"""This floor's part of the API, under /api/v1: each room's own addresses, one after the other."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("jury.panel.api")),
    path("", include("jury.rounds.api")),
    path("", include("jury.assignments.api")),
    path("", include("jury.conflicts.api")),
    path("", include("jury.scoresheets.api")),
    path("", include("jury.live.api")),
    path("", include("jury.paper.api")),
    path("", include("jury.deliberation.api")),
    path("", include("jury.deliberation.meeting_api")),
    path("", include("jury.deliberation.minutes_api")),
    path("", include("jury.decisions.api")),
    path("", include("jury.publication.api")),
]
