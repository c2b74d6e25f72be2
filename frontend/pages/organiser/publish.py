"""Publishing: prepare with an embargo, look at it as the public will, a second person confirms."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from frontend.pages.organiser import words
from frontend.pages.organiser.frame import edition_for, frame, local
from frontend.pages.public.results import shown
from jury.decisions import queries as decisions
from jury.publication import queries
from jury.publication.queries import PublicationFacts, PublicResult
from musicprize.accounts.access import Person
from musicprize.editions.queries import EditionFacts
from musicprize.kernel import clock
from musicprize.kernel.errors import NotFound


@login_required
def desk_publish(request: HttpRequest, slug: str) -> HttpResponse:
    """What is prepared, confirmed, public; and preparing what is not."""
    edition = edition_for(request.user, slug, chair=True)
    found = queries.of_edition(edition.id)
    inforce = {one.kind: one for one in found if one.state != "cancelled"}
    decided = {one.kind for one in decisions.decisions(edition.id)}
    context = {
        **frame(request, edition, "desk_publish"),
        "kinds": [_kind(kind, inforce.get(kind), edition, decided, request.user) for kind in words.PUBLICATIONS],
        "cancelled": [_one(one, request.user) for one in found if one.state == "cancelled"],
        "endpoint": f"/api/v1/editions/{edition.slug}/publications",
    }
    return render(request, "pages/organiser/publish.html", context)


@login_required
def desk_preview(request: HttpRequest, slug: str, publication_id: UUID) -> HttpResponse:
    """The public page as it will be, for organisers and the chair. Excerpts are silent until it is public."""
    edition = edition_for(request.user, slug, chair=True)
    facts = queries.one(publication_id)
    if facts.edition_id != edition.id:
        raise NotFound()
    frozen = PublicResult(
        edition=slug, kind=facts.kind, embargo_at=facts.embargo_at, document=facts.document, sha256=facts.sha256,
        excerpts_ms={},
    )  # fmt: skip
    return render(request, "pages/organiser/preview.html", {**shown(frozen), "edition": edition})


def _kind(
    kind: str, facts: PublicationFacts | None, edition: EditionFacts, decided: set[str], person: Person
) -> dict[str, Any]:
    """One of the two things that can be published, and what still stands in its way."""
    needed = ("finalists",) if kind == "finalists" else ("finalists", "winner")
    told = {"finalists": _("The finalists are decided"), "winner": _("The winner is decided")}
    return {
        "key": kind,
        "label": words.PUBLICATIONS[kind],
        "one": _one(facts, person) if facts else None,
        "checks": [{"done": name in decided, "label": told[name]} for name in needed],
        "ready": needed[-1] in decided,
        "embargo": local(edition.finalists_at if kind == "finalists" else edition.final_at),
    }


def _one(facts: PublicationFacts, person: Person) -> dict[str, Any]:
    public = queries.is_visible(facts, clock.now())
    state = "public" if public else facts.state
    tone = {"prepared": "waiting", "scheduled": "ready", "public": "done", "cancelled": "closed"}[state]
    return {
        "facts": facts,
        "state": state,
        "status": words.PUBLICATION_STATES[state],
        "tone": tone,
        "kind": words.PUBLICATIONS[facts.kind],
        "mine": facts.prepared_by_id == person.pk,
    }
