"""The rounds in which I have a ballot, and for a chair those to follow."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jury.rounds import queries as rounds
from jury.rounds.rules import State
from jury.scoresheets import queries as sheets
from jury.scoresheets.documents import MyRound
from jury.scoresheets.rules import BallotState
from musicprize.accounts.access import grants_of, signed_in
from musicprize.accounts.models import Role, User
from musicprize.kernel.texts import in_language, language_of


@dataclass(frozen=True)
class Card:
    """A round in the list. `step`: what there is to do now: mark, receipt, board, or watch (no ballot of one's own)."""

    id: UUID
    title: str
    language: str
    edition: str
    blind: bool
    closes: datetime | None
    done: int
    total: int
    percent: int
    step: str


@login_required
def mine(request: HttpRequest) -> HttpResponse:
    """My rounds, newest first."""
    found = sheets.my_rounds(signed_in(request.user))
    cards = [_card(one) for one in found]
    watched = _watched(signed_in(request.user), {one.id for one in found})
    return render(request, "pages/juror/rounds.html", {"cards": cards, "watched": watched})


def _card(one: MyRound) -> Card:
    own = "receipt" if one.ballot == BallotState.SEALED else "mark"
    return Card(
        id=one.id, title=in_language(one.titles), language=language_of(one.titles), edition=one.edition,
        blind=one.blind, closes=one.planned_close_at, done=one.done, total=one.sheets,
        percent=round(100 * one.done / one.sheets) if one.sheets else 0,
        step="board" if one.state == State.CLOSED else own,
    )  # fmt: skip


def _watched(person: User, known: set[UUID]) -> list[Card]:
    """Rounds of the editions whose jury one chairs without a ballot of one's own."""
    chaired = [grant.edition_id for grant in grants_of(person) if grant.role == Role.CHAIR and grant.edition_id]
    return [
        Card(
            id=one.id, title=one.title, language=language_of(one.titles), edition=one.edition_slug, blind=one.blind,
            closes=one.planned_close_at, done=0, total=one.entries, percent=0,
            step="board" if one.state == State.CLOSED else "watch",
        )
        for edition_id in chaired
        for one in rounds.of_edition(edition_id, drafts=False)
        if one.id not in known
    ]  # fmt: skip
