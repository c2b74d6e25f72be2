"""The board: the ranking of a closed round with everything that it rests on. For organisers, chair and the jury."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from frontend.pages.juror import standings, sureness
from jury.deliberation import access, cutting, queries
from jury.panel.access import may_judge
from jury.rounds import queries as rounds
from jury.rounds.queries import RoundFacts
from musicprize.accounts.access import is_chair, signed_in
from musicprize.editions import queries as editions
from musicprize.kernel.errors import NotFound

PAGE = 60
"""Entries on a page of the ranking: a usual edition whole, ten thousand in pieces that a phone can draw."""


@login_required
def board(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """The ranking of a closed round. `?with=mean&with=borda` puts what other counting rules say beside it, `?page=2`
    goes on below.

    NotFound for those who do not sit at the table, Conflict `round_not_counted` while the round is open.
    """
    found = table_for(request, round_id)
    page = page_number(request, found.entries)
    given = queries.board_of(found, offset=PAGE * (page - 1), limit=PAGE)
    seen = queries.as_seen_by(
        given, signed_in(request.user), leads=access.leads_or_organises(request.user, found.edition_id)
    )
    beside = [name for name in seen.methods if name != seen.official and name in request.GET.getlist("with")]
    cities = {city.code: city.name for city in editions.cities()}
    context = {
        **frame(request, found, "board"),
        "board": seen,
        "official": standings.METHODS[seen.official],
        "lines": standings.lines(seen, beside, cities),
        "columns": standings.columns(seen, beside),
        "beside": beside,
        "agreement": standings.agreement(seen),
        "cut": sureness.cut(seen),
        "waiting": [", ".join(one.entries) for one in cutting.waiting_for_the_chair(found)],
        "broken": standings.broken(cutting.broken_ties(found)),
        "left_out": sureness.left_out(seen),
        "methods": sureness.methods(seen),
        "plot": standings.plot(seen),
        "finding": standings.finding(seen),
        "pages": pages(request, found.entries, page),
    }
    return render(request, "pages/juror/board.html", context)


def table_for(request: HttpRequest, round_id: UUID) -> RoundFacts:
    """The closed round, for those who sit at its table: organisers, the chair, its jurors."""
    found = rounds.by_id(round_id)
    access.check_at_the_table(request.user, edition_id=found.edition_id, round_id=round_id)
    queries.check_closed(found)
    return found


def frame(request: HttpRequest, found: RoundFacts, current: str) -> dict[str, Any]:
    """What all pages at the table share: the round, who reads, the tabs. `current`: the name of the page's URL."""
    leads = is_chair(request.user, found.edition_id)
    named = [
        ("board", _("Ranking")), ("table", _("Table")), ("compare", _("Side by side")), ("minutes", _("Minutes")),
        *([("report", _("Report"))] if leads or may_judge(request.user, found.edition_id) else []),
    ]  # fmt: skip
    return {
        "round": found,
        "leads": leads,
        "juror": may_judge(request.user, found.edition_id),
        "exports": access.leads_or_organises(request.user, found.edition_id),
        "tabs": [{"label": label, "url": reverse(name, args=[found.id]), "current": name == current}
                 for name, label in named],
    }  # fmt: skip


def page_number(request: HttpRequest, entries: int) -> int:
    """Which page is asked for. NotFound for one that there is not."""
    given = request.GET.get("page", "1")
    page = int(given) if given.isascii() and given.isdigit() and len(given) < 7 else 0
    if not 1 <= page <= max(1, -(-entries // PAGE)):
        raise NotFound()
    return page


def pages(request: HttpRequest, entries: int, page: int) -> dict[str, Any]:
    """The way through the pages: empty where there is one only."""
    last = max(1, -(-entries // PAGE))
    if last == 1:
        return {}

    def url(number: int) -> str:
        asked = request.GET.copy()
        asked["page"] = str(number)
        return f"?{asked.urlencode()}"

    return {
        "first": PAGE * (page - 1) + 1, "until": min(entries, PAGE * page), "all": entries,
        "before": url(page - 1) if page > 1 else "", "after": url(page + 1) if page < last else "",
    }  # fmt: skip
