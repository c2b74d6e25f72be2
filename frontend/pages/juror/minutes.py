"""The minutes of a round: what was signed, the draft as things stand, and for the chair the form to sign."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from frontend.pages.juror.board import frame, table_for
from frontend.pages.organiser.frame import language_list, local
from jury.deliberation import minutes_queries
from jury.rounds.queries import RoundFacts
from jury.scoresheets import queries as sheets
from musicprize.accounts import queries as accounts
from musicprize.accounts.access import Role
from musicprize.editions import queries as editions
from musicprize.kernel import clock


@login_required
def minutes(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Versions with their hashes and downloads in four languages; signing is the chair's."""
    found = table_for(request, round_id)
    versions = minutes_queries.versions(round_id)
    context = {
        **frame(request, found, "minutes"),
        "versions": list(reversed(versions)),
        "languages": language_list(),
        "pdf": f"/api/v1/rounds/{round_id}/minutes.pdf",
        "endpoint": f"/api/v1/rounds/{round_id}/minutes",
        "now": local(clock.now()),
        "jury": _jury(found),
        "secretaries": _secretaries(found),
    }
    return render(request, "pages/juror/minutes.html", context)


def _jury(found: RoundFacts) -> list[dict[str, Any]]:
    """Who may have been at the table: jurors with a ballot, and a chair without one."""
    cities = {city.code: city.name for city in editions.cities()}
    voting = sheets.progress(found.id)
    known = {one.user_id for one in voting}
    chairs = [one for one in accounts.members(found.edition_id, Role.CHAIR) if one.user_id not in known]
    return [
        *({"id": one.user_id, "name": one.name, "city": one.city, "city_name": cities.get(one.city, ""),
           "on": one.sealed} for one in voting),
        *({"id": one.user_id, "name": one.name, "city": "", "city_name": "", "on": True} for one in chairs),
    ]  # fmt: skip


def _secretaries(found: RoundFacts) -> list[accounts.Member]:
    return accounts.members(found.edition_id, Role.ORGANISER)
