"""Leading a live round: the running order with its turns, and the sheets of paper for those without a phone."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from frontend.pages.juror import sheets as shown
from frontend.pages.organiser.frame import edition_for, frame
from jury.live import queries
from jury.live.queries import Line
from jury.live.rules import TurnState
from jury.paper import queries as paper
from jury.paper.queries import PaperBallot
from jury.paper.rules import PaperState
from jury.rounds import queries as rounds
from musicprize.accounts.access import is_organiser
from submissions.applications import screening_queries as applications
from submissions.applications.screening_queries import EntryOwner


@login_required
def desk_live(request: HttpRequest, slug: str, round_id: UUID) -> HttpResponse:
    """Call an entry, see how many sheets are in, end its turn. Never what was marked, and who plays in a blind round
    to organisers alone: a chair may be a juror."""
    edition = edition_for(request.user, slug, chair=True)
    running = queries.running(request.user, round_id)
    facts = rounds.by_id(round_id)
    if facts.edition_id != edition.id:
        return redirect("desk_live", facts.edition_slug, round_id)
    named = not facts.blind or is_organiser(request.user, edition.id)
    owners = applications.owners(line.application_id for line in running.lines) if named else {}
    codes = [line.code for line in running.lines]
    context = {
        **frame(request, edition, "desk_rounds"),
        "round": facts,
        "running": running,
        "lines": [_line(line, owners, codes, number) for number, line in enumerate(running.lines)],
        "busy": running.now is not None,
        "endpoint": f"/api/v1/rounds/{round_id}/live",
    }
    return render(request, "pages/organiser/live.html", context)


@login_required
def desk_paper(request: HttpRequest, slug: str, round_id: UUID) -> HttpResponse:
    """Sheets to print, one a juror and entry, and the typing in of what came back, by two people."""
    edition = edition_for(request.user, slug, chair=True)
    facts = rounds.by_id(round_id)
    if facts.edition_id != edition.id:
        return redirect("desk_paper", facts.edition_slug, round_id)
    ballots = paper.ballots(request.user, round_id)
    names = {} if facts.blind else _names(round_id)
    context = {
        **frame(request, edition, "desk_rounds"),
        "round": facts,
        "ballots": ballots,
        "printable": any(one.state == PaperState.MISSING for ballot in ballots for one in ballot.sheets),
        "names": names,
        "entries": [{"code": code, "name": names.get(code, "")} for code in _typed(ballots)],
        "steps": shown.steps(facts.scale),
        "scale": {name: shown.points(getattr(facts.scale, name)) for name in ("low", "high", "step")},
        "endpoint": f"/api/v1/rounds/{round_id}/paper",
    }
    return render(request, "pages/organiser/paper.html", context)


def _typed(ballots: Sequence[PaperBallot]) -> list[str]:
    """Codes of the entries that a sheet may be typed in for; each juror hears some of them."""
    return sorted({one.code for ballot in ballots for one in ballot.sheets if one.state != PaperState.WITHDRAWN})


def _names(round_id: UUID) -> dict[str, str]:
    """Code → who plays."""
    entries = {entry.application_id: entry.code for entry in rounds.entries(round_id)}
    return {entries[key]: owner.artist_name for key, owner in applications.owners(entries).items()}


def _line(line: Line, owners: dict[UUID, EntryOwner], codes: Sequence[str], number: int) -> dict[str, Any]:
    """A line with the orders that its two move buttons would send."""
    states = {"waiting": _("Waits"), "called": _("Is being marked"), "done": _("Marked")}
    tones = {"waiting": "todo", "called": "now", "done": "done"}
    return {
        "line": line,
        "number": number,
        "artist": owners[line.application_id].artist_name if owners else "",
        "state": _("Withdrawn") if line.withdrawn else states[line.state],
        "tone": "withdrawn" if line.withdrawn else tones[line.state],
        "callable": line.state != TurnState.CALLED and not line.withdrawn,
        "earlier": _swapped(codes, number - 1) if number else "",
        "later": _swapped(codes, number) if number < len(codes) - 1 else "",
    }


def _swapped(codes: Sequence[str], at: int) -> str:
    """The order, as JSON, with the entries at `at` and after it exchanged."""
    return json.dumps([*codes[:at], codes[at + 1], codes[at], *codes[at + 2 :]])
