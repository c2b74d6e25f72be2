"""The stage on the night of the final: one object a slide, and a second window for the presenter.

Everything is in the page when it opens, so that the show goes on without a network. What it shows is the frozen
document of the publication; before the embargo it is a secret to everybody but organisers and the chair.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from frontend.pages.organiser.frame import edition_for
from jury.publication import queries
from jury.publication.queries import PublicationFacts
from jury.publication.rules import Kind, State
from musicprize.editions import queries as editions
from musicprize.editions.queries import CityFact, EditionFacts
from musicprize.kernel import clock
from musicprize.kernel.texts import in_language

Entry = dict[str, Any]


@dataclass(frozen=True)
class Slide:
    """One object on the screen. `secret`: shown only once it was revealed from the slide before it."""

    kind: str
    big: str
    small: str = ""
    above: str = ""
    city: CityFact | None = None
    code: str = ""
    secret: bool = False
    last_secret: bool = False


@login_required
def stage(request: HttpRequest, slug: str) -> HttpResponse:
    """The screen behind the musicians."""
    return render(request, "pages/stage/screen.html", _context(request, slug))


@login_required
def presenter(request: HttpRequest, slug: str) -> HttpResponse:
    """What the presenter sees: what is on, what comes next, the notes; it drives the screen too."""
    return render(request, "pages/stage/presenter.html", _context(request, slug))


def _context(request: HttpRequest, slug: str) -> dict[str, Any]:
    edition = edition_for(request.user, slug, chair=True)
    inforce = [one for one in queries.of_edition(edition.id) if one.state != State.CANCELLED]
    found = next((one for one in inforce if one.kind == Kind.RESULTS), None)
    return {
        "edition": edition,
        "publication": found,
        "public": found is not None and queries.is_visible(found, clock.now()),
        "slides": list(_slides(edition, found)),
        "entries": _entries_with_notes(found) if found else [],
    }


def _slides(edition: EditionFacts, found: PublicationFacts | None) -> Iterator[Slide]:
    """Test card, title, finalists in their order, then each prize: its name, and the secret. The main prize last."""
    cities = {city.code: city for city in editions.cities()}
    yield Slide("card", edition.title, _("Sound and picture are ready."))
    yield Slide("title", edition.title, edition.host_city.name)
    if found is None:
        return
    entries = {entry["code"]: entry for entry in found.document["entries"]}
    for code in (code for one in found.document["decisions"] if one["kind"] == "finalists" for code in one["entries"]):
        yield _entry_slide("finalist", entries[code], cities, _("Finalist"))
    awards = [one for one in found.document["decisions"] if one["kind"] != "finalists"]
    awards.sort(key=lambda one: one["kind"] == "winner")
    for award in awards:
        title = in_language(award["prize"]["titles"])
        yield Slide("prize", title, above=_("And the prize goes to …"))
        for code in award["entries"]:
            shown = _entry_slide("award", entries[code], cities, title)
            yield replace(shown, secret=True, last_secret=award is awards[-1])
    yield Slide("end", edition.title, _("Thank you, and good night."))


def _entry_slide(kind: str, entry: Entry, cities: dict[str, CityFact], small: str) -> Slide:
    return Slide(kind, entry["artist"], small, city=cities.get(entry["city"] or ""), code=entry["code"])


def _entries_with_notes(found: PublicationFacts) -> list[Entry]:
    return [{**entry, "note": found.stage_notes.get(entry["code"], "")} for entry in found.document["entries"]]


urlpatterns = [
    path("stage/<slug:slug>/", stage, name="stage"),
    path("stage/<slug:slug>/presenter/", presenter, name="stage_presenter"),
]
