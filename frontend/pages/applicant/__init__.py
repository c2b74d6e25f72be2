"""The artist's pages: begin, fill one topic at a time, check, send, and what became of it."""

from django.urls import URLPattern, path

from frontend.pages.applicant.check import check, sent
from frontend.pages.applicant.home import application, apply
from frontend.pages.applicant.sections import section
from frontend.pages.applicant.ties import ties

urlpatterns: list[URLPattern] = [
    path("apply/", apply, name="apply"),
    path("application/<uuid:application_id>/", application, name="application"),
    path("application/<uuid:application_id>/check/", check, name="application_check"),
    path("application/<uuid:application_id>/sent/", sent, name="application_sent"),
    path("application/<uuid:application_id>/ties/", ties, name="application_ties"),
    path("application/<uuid:application_id>/<slug:section>/", section, name="application_section"),
]
