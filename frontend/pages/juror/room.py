"""The room in which a juror listens and marks, the juror's own ranking, and the receipt of a sealed ballot.

Everything comes from `jury.scoresheets.juror.ballot`: NotFound for everybody who has no ballot in the round.
"""

import json
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import number_format

from frontend.pages.juror import distribution, sheets
from jury.conflicts import queries as conflicts
from jury.rounds.rules import Marking
from jury.scoresheets import juror, riders
from jury.scoresheets.documents import BallotView
from jury.scoresheets.rules import BallotState
from jury.scoresheets.serializers import BallotSerializer, ReceiptSerializer
from musicprize.accounts.access import signed_in
from musicprize.editions import queries as editions
from musicprize.kernel import clock
from musicprize.kernel.errors import NotFound


@login_required
def room(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """The list, the entry to begin with, and its sheet; a script then goes on without loading a page."""
    ballot = _ballot(request, round_id)
    if not conflicts.answered(round_id, signed_in(request.user).pk):
        return redirect("jury_ties", round_id)
    if ballot.round.live and not sheets.frozen(ballot):
        return redirect("jury_live", round_id)
    listed = sheets.lines(ballot)
    scored = [line for line in listed if line.standing == "scored"]
    mine = [line for line in listed if line.standing not in sheets.APART]
    now = sheets.first(listed)
    context = {
        **_common(ballot),
        "lines": listed,
        "now": now,
        "sounds": sheets.sounds(now.sheet) if now else [],
        "blank": sheets.BLANK,
        "scored": len(scored),
        "mine": len(mine),
        "percent": 100 * len(scored) / len(mine) if mine else 0,
        "single_keys": "true" if signed_in(request.user).single_keys else "false",
        "cities": {} if ballot.round.blind else {city.code: city.name for city in editions.cities()},
    }
    return render(request, "pages/juror/room.html", context)


@login_required
def ranking(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """My own ranking, to compare and correct, and the closing of my sheets."""
    ballot = _ballot(request, round_id)
    if ballot.state == BallotState.SEALED:
        return redirect("jury_sealed", round_id)
    listed = sheets.lines(ballot)
    aside = [line for line in listed if line.standing in ("conflict", "recognised")]
    context = {
        **_common(ballot), "lines": sheets.ranked(listed), "aside": aside, "spread": distribution.of_ballot(ballot),
        "withdrawn": [line for line in listed if line.standing == "withdrawn"],
    }  # fmt: skip
    return render(request, "pages/juror/ranking.html", context)


@login_required
def sealed(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """The receipt of my sealed ballot. NotFound while it is not sealed."""
    ballot = _ballot(request, round_id)
    if ballot.receipt is None:
        raise NotFound()
    context = {
        **_common(ballot),
        "receipt": ballot.receipt,
        "given": ReceiptSerializer(ballot.receipt).data,
        "lines": sheets.ranked([line for line in sheets.lines(ballot) if line.standing == "scored"]),
        "recused": [sheet for sheet in ballot.sheets if sheet.recused_because or sheet.excluded_because],
    }
    return render(request, "pages/juror/sealed.html", context)


@login_required
def receipt(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """The receipt as a file to keep: enough to make its digest again."""
    ballot = _ballot(request, round_id)
    if ballot.receipt is None:
        raise NotFound()
    whole = json.dumps(ReceiptSerializer(ballot.receipt).data, ensure_ascii=False, indent=2)
    name = f"{ballot.round.edition_slug}-round-{ballot.round.position}-receipt.json"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(whole, content_type="application/json; charset=utf-8", headers=headers)


@login_required
def rider(request: HttpRequest, round_id: UUID, sheet_id: UUID) -> HttpResponse:
    """On to the rider's PDF of one of my sheets. NotFound where it may not be read (jury.scoresheets.riders)."""
    if sheet_id not in {sheet.id for sheet in _ballot(request, round_id).sheets}:
        raise NotFound()
    answer = redirect(riders.link(signed_in(request.user), sheet_id).url)
    answer["Cache-Control"] = "no-store"
    return answer


def _ballot(request: HttpRequest, round_id: UUID) -> BallotView:
    return juror.ballot(signed_in(request.user), round_id, at=clock.now())


def _common(ballot: BallotView) -> dict[str, Any]:
    """`document` is the very answer of the API, so that the script goes on from what the server has drawn."""
    return {
        "ballot": ballot,
        "round": ballot.round,
        "twice": ballot.round.marking != Marking.ONCE,
        "steps": sheets.steps(ballot.round.scale),
        "scale": {name: sheets.points(getattr(ballot.round.scale, name)) for name in ("low", "high", "step")},
        "frozen": sheets.frozen(ballot),
        "highest": number_format(sheets.points(ballot.round.scale.high)),
        "document": BallotSerializer(ballot).data,
    }
