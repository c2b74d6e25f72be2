"""The organisers' desk: editions, their set-up, people, rounds, decisions, publication, ledger."""

from django.urls import URLPattern, path

from frontend.pages.organiser.assignment import desk_assignment
from frontend.pages.organiser.dashboard import applications_csv, desk_edition
from frontend.pages.organiser.decide import desk_decide
from frontend.pages.organiser.figures import desk_figures, desk_figures_csv
from frontend.pages.organiser.home import desk, desk_new
from frontend.pages.organiser.ledger import desk_ledger
from frontend.pages.organiser.live import desk_live, desk_paper
from frontend.pages.organiser.people import desk_people
from frontend.pages.organiser.publish import desk_preview, desk_publish
from frontend.pages.organiser.rounds import desk_round, desk_rounds
from frontend.pages.organiser.setup import desk_setup
from frontend.pages.organiser.ties import desk_ties

urlpatterns: list[URLPattern] = [
    path("desk/", desk, name="desk"),
    path("desk/new/", desk_new, name="desk_new"),
    path("desk/<slug:slug>/", desk_edition, name="desk_edition"),
    path("desk/<slug:slug>/applications.csv", applications_csv, name="desk_applications_csv"),
    path("desk/<slug:slug>/setup/<slug:tab>/", desk_setup, name="desk_setup"),
    path("desk/<slug:slug>/people/", desk_people, name="desk_people"),
    path("desk/<slug:slug>/rounds/", desk_rounds, name="desk_rounds"),
    path("desk/<slug:slug>/rounds/<uuid:round_id>/", desk_round, name="desk_round"),
    path("desk/<slug:slug>/rounds/<uuid:round_id>/figures/", desk_figures, name="desk_figures"),
    path("desk/<slug:slug>/rounds/<uuid:round_id>/figures/<slug:key>.csv", desk_figures_csv, name="desk_figures_csv"),
    path("desk/<slug:slug>/rounds/<uuid:round_id>/live/", desk_live, name="desk_live"),
    path("desk/<slug:slug>/rounds/<uuid:round_id>/paper/", desk_paper, name="desk_paper"),
    path("desk/<slug:slug>/rounds/<uuid:round_id>/assignment/", desk_assignment, name="desk_assignment"),
    path("desk/<slug:slug>/ties/", desk_ties, name="desk_ties"),
    path("desk/<slug:slug>/decide/", desk_decide, name="desk_decide"),
    path("desk/<slug:slug>/publish/", desk_publish, name="desk_publish"),
    path("desk/<slug:slug>/publish/<uuid:publication_id>/", desk_preview, name="desk_preview"),
    path("desk/<slug:slug>/ledger/", desk_ledger, name="desk_ledger"),
]
