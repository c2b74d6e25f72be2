"""The final on the juror's phone: the entry that is being marked now, or the wait for the next one."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import number_format

from frontend.pages.juror import sheets
from jury.conflicts import queries as conflicts
from jury.live import queries
from jury.live.queries import MyTurn
from jury.rounds.rules import State
from jury.scoresheets import juror
from jury.scoresheets.rules import BallotState, SheetState
from musicprize.accounts.access import signed_in
from musicprize.editions import queries as editions
from musicprize.kernel import clock


@login_required
def live(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """NotFound without a ballot in a live round; a sealed ballot leads to its receipt, and first come one's ties."""
    turn = queries.my_turn(signed_in(request.user), round_id)
    if turn.ballot == BallotState.SEALED:
        return redirect("jury_sealed", round_id)
    if turn.round_state == State.OPEN and not conflicts.answered(round_id, signed_in(request.user).pk):
        return redirect("jury_ties", round_id)
    ballot = juror.ballot(signed_in(request.user), round_id, at=clock.now())
    now = next((line for line in sheets.lines(ballot) if line.sheet.id == turn.sheet), None)
    cities = {city.code: city for city in editions.cities()}
    context = {
        "round": ballot.round,
        "turn": turn,
        "step": _step(turn),
        "phase": phase(turn),
        "now": now,
        "city": cities.get(now.sheet.entry.city or "") if now else None,
        "steps": sheets.steps(ballot.round.scale),
        "scale": {name: sheets.points(getattr(ballot.round.scale, name)) for name in ("low", "high", "step")},
        "highest": number_format(sheets.points(ballot.round.scale.high)),
    }
    return render(request, "pages/juror/live.html", context)


def phase(turn: MyTurn) -> str:
    """What the script compares with the API's answer: another phase, another page (lib/turn.ts spells it alike)."""
    return "|".join([turn.round_state, turn.code or "", turn.sheet_state or "", str(turn.done)])


def _step(turn: MyTurn) -> str:
    """What there is to do now: closed, finished, wait, aside, given or mark."""
    if turn.round_state != State.OPEN:
        return "closed"
    if turn.sheet is None:
        return "finished" if turn.done == turn.total else "wait"
    steps = {SheetState.RECUSED.value: "aside", SheetState.COMPLETE.value: "given", SheetState.OPEN.value: "mark"}
    return steps[str(turn.sheet_state)]
