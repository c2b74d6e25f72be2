"""The ground floor's part of the API, under /api/v1."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("musicprize.accounts.api")),
    path("", include("musicprize.editions.api")),
    path("", include("musicprize.ledger.api")),
]
