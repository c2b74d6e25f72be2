"""The ledger of an edition: what was decided, in words, with number and hash."""

import json
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.pages.organiser import words
from frontend.pages.organiser.frame import edition_for, frame
from musicprize.ledger import queries
from musicprize.ledger.queries import Act

ACTS_A_PAGE = 100


@login_required
def desk_ledger(request: HttpRequest, slug: str) -> HttpResponse:
    """Acts of the edition, newest first, a hundred a page."""
    edition = edition_for(request.user, slug)
    acts = queries.acts(edition.id)[::-1]
    page = Paginator(acts, ACTS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        **frame(request, edition, "desk_ledger"),
        "page": page,
        "acts": [_act(act) for act in page.object_list],
        "head": queries.head(),
        "total": len(acts),
    }
    return render(request, "pages/organiser/ledger.html", context)


def _act(act: Act) -> dict[str, Any]:
    """The sentence of the act, and of its facts those that say something to a reader; names are not in a ledger."""
    facts = json.loads(act.document)["facts"]
    shown = [facts["code"]] if act.verb == "application.admit" else []
    shown += [said(facts[key]) for key, said in words.COUNTED.items() if isinstance(facts.get(key), int)]
    return {"facts": act, "said": words.ACTS.get(act.verb, act.verb), "more": ", ".join(shown)}
