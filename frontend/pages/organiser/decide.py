"""Writing down what the jury decided: finalists from the ranking, then whom the prizes go to."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend.pages import numbers
from frontend.pages.organiser.frame import edition_for, frame
from jury.decisions import queries as decisions
from jury.decisions.queries import DecisionFacts
from jury.decisions.rules import OPEN_SEAT
from jury.deliberation import minutes_words
from jury.deliberation import queries as deliberation
from jury.deliberation.cutting import next_of_reserve, suggested_cut, tie_rule
from jury.deliberation.queries import BoardLine
from jury.rounds import queries as rounds
from jury.rounds.queries import RoundFacts
from jury.tally.cut import Cut
from jury.tally.types import CutTie
from musicprize.editions import queries as editions
from musicprize.editions.queries import PrizeFact
from submissions.applications import public_queries as applications
from submissions.applications.public_queries import PublicEntry

OFFERED = 200
"""Lines of the ranking to choose from; whoever is suggested or decided further down is added to them."""


@login_required
def desk_decide(request: HttpRequest, slug: str) -> HttpResponse:
    """Decisions in force, and a form for each that can be taken. Resting on the last counted round, or a chosen one."""
    edition = edition_for(request.user, slug, chair=True)
    counted = [one for one in rounds.of_edition(edition.id) if one.state == "closed"]
    chosen = next((one for one in counted if str(one.id) == request.GET.get("round")), counted[-1] if counted else None)
    taken = decisions.decisions(edition.id, superseded=True)
    names = applications.public_entries({entry.application_id for one in taken for entry in one.entries})
    context = {
        **frame(request, edition, "desk_decide"),
        "counted": [{"facts": one, "current": one == chosen} for one in counted],
        "round": chosen,
        "superseded": [_taken(one, names) for one in taken if one.superseded],
        "endpoint": f"/api/v1/editions/{edition.slug}/decisions",
        "open_rounds": any(one.state == "open" for one in rounds.of_edition(edition.id)) if not counted else False,
    }
    if chosen:
        context |= _forms(chosen, [one for one in taken if not one.superseded], editions.prizes(edition.id), names)
    return render(request, "pages/organiser/decide.html", context)


def _forms(
    chosen: RoundFacts, taken: list[DecisionFacts], prizes: list[PrizeFact], names: dict[UUID, PublicEntry]
) -> dict[str, Any]:
    """For finalists and for each prize: what is in force, and the entries to choose from."""
    cut = suggested_cut(chosen.id)
    entries = {entry.code: entry for entry in rounds.entries(chosen.id) if entry.withdrawn_at is None}
    known = {entry.code: names[entry.application_id].artist_name for one in taken for entry in one.entries}
    if not chosen.blind:
        artists = applications.public_entries(entry.application_id for entry in entries.values())
        known |= {code: artists[entry.application_id].artist_name for code, entry in entries.items()}
    finalists = next((one for one in taken if one.kind == "finalists"), None)
    lines = _lines(chosen, set(entries), finalists, cut)
    named = {entry.code for entry in finalists.entries} if finalists else set(cut.advancing)
    forms = [
        {
            "id": "finalists",
            "kind": "finalists",
            "title": minutes_words.DECISIONS["finalists"],
            "several": True,
            "decision": _taken(finalists, names) if finalists else None,
            "rows": _rows(lines, known, chosen=named, cut=set(cut.advancing)),
            "note": suggestion(cut, chosen.advance, tie_rule(chosen)),
            "waits": tie_rule(chosen) is CutTie.CHAIR and bool(cut.contested),
            "gone": _gone(finalists, set(entries), chosen) if finalists and finalists.round_id == chosen.id else None,
        }
    ]
    final = [line for line in lines if finalists is None or line.code in {entry.code for entry in finalists.entries}]
    return {
        "forms": [
            *forms,
            *({**_prize_form(prize, taken, final or lines, known, names), "early": not finalists} for prize in prizes),
        ],
        "missing_prizes": not prizes,
    }


def _lines(chosen: RoundFacts, there: set[str], finalists: DecisionFacts | None, cut: Cut) -> list[BoardLine]:
    """What there is to choose from: the ranking, of a very large round its upper part and whoever is named below."""
    upper = deliberation.board_of(chosen, limit=OFFERED).ranking
    known = {line.code for line in upper}
    decided = finalists.entries if finalists else ()
    named = {*cut.advancing, *cut.contested, *(entry.code for entry in decided)}
    below = deliberation.board_of(chosen, codes=named - known).ranking if named - known else ()
    return [line for line in (*upper, *below) if line.code in there]


def _gone(finalists: DecisionFacts, there: set[str], facts: RoundFacts) -> dict[str, Any] | None:
    """The first finalist who withdrew, and who would move up by the frozen rule ("" where nobody is left); `open`: why
    nobody does while several share the next place."""
    codes = [entry.code for entry in finalists.entries]
    out = next((code for code in codes if code not in there), None)
    if out is None:
        return None
    following = next_of_reserve(facts, codes)
    open_seat = OPEN_SEAT % {"codes": ", ".join(following.shared)} if following.shared else ""
    return {
        "out": out,
        "in": ", ".join(following.entries),
        "several": len(following.entries) > 1,
        "open": open_seat,
    }


def _prize_form(
    prize: PrizeFact,
    taken: list[DecisionFacts],
    lines: Iterable[BoardLine],
    known: dict[str, str],
    names: dict[UUID, PublicEntry],
) -> dict[str, Any]:
    inforce = next((one for one in taken if one.prize_id == prize.id), None)
    named = {entry.code for entry in inforce.entries} if inforce else set()
    return {
        "id": f"prize-{prize.id}",
        "kind": "winner" if prize.kind == "main" else "special",
        "title": prize.title,
        "prize": prize,
        "several": False,
        "decision": _taken(inforce, names) if inforce else None,
        "rows": _rows(lines, known, chosen=named, cut=set()),
        "note": "",
    }


def _rows(
    lines: Iterable[BoardLine], known: dict[str, str], *, chosen: set[str], cut: set[str]
) -> list[dict[str, Any]]:
    """Lines of the ranking as choices; `edge` marks the first one below the suggested cut."""
    found: list[dict[str, Any]] = []
    for line in lines:
        above = bool(found) and found[-1]["line"].code in cut
        found.append(
            {
                "line": line,
                "score": numbers.points(line.score),
                "artist": known.get(line.code, ""),
                "on": line.code in chosen,
                "edge": above and line.code not in cut,
            }
        )
    return found


def suggestion(cut: Cut, seats: int, tie: CutTie) -> str:
    """The suggested cut in a sentence. `tie`: what the frozen rules say about a shared place."""
    if not (cut.advancing or cut.contested):
        return _("No entry has enough sealed ballots for a place, so there is nothing to suggest.")
    if cut.contested and tie is CutTie.CHAIR:
        shared = _("The last place is shared by %(tied)s: by the frozen rule the chair breaks the tie first.")
        return shared % {"tied": ", ".join(cut.contested)}
    if cut.contested:
        sentence = ngettext(
            "%(seats)s entry is to go on. The last place is shared by %(tied)s: by the frozen rule the jury votes "
            "again.",
            "%(seats)s entries are to go on. The last place is shared by %(tied)s: by the frozen rule the jury votes "
            "again.",
            seats,
        )
        return sentence % {"seats": seats, "tied": ", ".join(cut.contested)}
    if cut.broken:
        sentence = _("The last place was shared; the chair put those who share it in this order: %(order)s.")
        return sentence % {"order": ", ".join(cut.broken)}
    if cut.drawn:
        sentence = _("The last place was shared by %(tied)s; the sealed seed drew among them, as the frozen rule says.")
        return sentence % {"tied": ", ".join(cut.drawn)}
    if len(cut.advancing) > seats:
        return _("The last place is shared: by the frozen rule all who share it go on.")
    sentence = ngettext(
        "The frozen rule suggests the first %(n)s entry.", "The frozen rule suggests the first %(n)s.", seats
    )
    return sentence % {"n": seats}


def _taken(one: DecisionFacts, names: dict[UUID, PublicEntry]) -> dict[str, Any]:
    return {
        "facts": one,
        "title": minutes_words.DECISIONS[one.kind],
        "named": [{"code": entry.code, "artist": names[entry.application_id].artist_name} for entry in one.entries],
    }
