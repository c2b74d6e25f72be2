"""Before the first listening: a juror reads the rule, writes down ties, and says so. Nothing is played until then."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.pages import tie_words
from jury.conflicts import queries as conflicts
from jury.scoresheets import juror
from musicprize.accounts.access import signed_in
from musicprize.kernel import clock


@login_required
def ties(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """My register, and my answer. NotFound for everybody who has no ballot in the round.

    Where the round shows names they stand here too, so that ties can be answered entry by entry.
    """
    person = signed_in(request.user)
    ballot = juror.ballot(person, round_id, at=clock.now())
    lines = conflicts.register_of(person, ballot.round.edition_id)
    context = {
        "round": ballot.round,
        "lines": [
            {"facts": one, "tie": tie_words.TIES[one.tie], "whom": tie_words.WHOM[one.whom],
             "period": tie_words.period(one.from_year, one.to_year)}
            for one in lines
        ],
        "answered": conflicts.answered(round_id, person.pk),
        "sheets": [] if ballot.round.blind else ballot.sheets,
        "whom": tie_words.options(tie_words.WHOM),
        "kinds": tie_words.options(tie_words.TIES),
        "register": f"/api/v1/editions/{ballot.round.edition_slug}/my-ties",
    }  # fmt: skip
    return render(request, "pages/juror/ties.html", context)
