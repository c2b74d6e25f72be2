"""This floor's part of the API, under /api/v1: each room's own addresses, one after the other."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("submissions.eligibility.api")),
    path("", include("submissions.applications.api")),
    path("", include("submissions.applications.screening_api")),
    path("", include("submissions.works.api")),
    path("", include("submissions.uploads.api")),
]
