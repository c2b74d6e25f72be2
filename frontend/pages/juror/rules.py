"""The rules of a round, frozen before the first mark, for everybody who judges by them."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.pages import rules_in_words
from jury.rounds import access, queries
from musicprize.accounts.access import signed_in


@login_required
def rules(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Jurors, the chair and organisers of the edition; NotFound for everybody else, and for a draft."""
    facts = queries.by_id(round_id)
    access.check_can_see(signed_in(request.user), edition_id=facts.edition_id, state=facts.state)
    frozen = queries.frozen_rules(round_id)
    context = {"round": facts, "settings": rules_in_words.settings(facts), "sha256": frozen.sha256}
    return render(request, "pages/juror/rules.html", context)
