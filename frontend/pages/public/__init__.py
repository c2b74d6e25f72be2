"""What everybody may read: the call, the places, the results, and how the platform treats its readers."""

from django.urls import URLPattern, path

from frontend.pages.public.call import call, call_of, places
from frontend.pages.public.results import result, results
from frontend.pages.public.statements import accessibility, privacy, sources

urlpatterns: list[URLPattern] = [
    path("", call, name="call"),
    path("call/<slug:slug>/", call_of, name="call_of"),
    path("places/", places, name="places"),
    path("results/", results, name="results"),
    path("results/<slug:slug>/", result, name="result"),
    path("accessibility/", accessibility, name="accessibility"),
    path("privacy/", privacy, name="privacy"),
    path("sources/", sources, name="sources"),
]
