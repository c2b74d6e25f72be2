"""The jury's table: the shared shortlist, motions and votes, who did what; and two entries heard side by side."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from frontend.pages import numbers
from frontend.pages.juror import standings
from frontend.pages.juror.board import frame, table_for
from frontend.pages.organiser.frame import language_list
from jury.decisions import queries as decisions
from jury.deliberation import access, hearing, meeting_queries, queries
from jury.deliberation.meeting_queries import Act, MotionFacts
from jury.deliberation.minutes_words import CHOICES, OUTCOMES
from jury.deliberation.queries import Board
from jury.rounds.queries import RoundFacts
from musicprize.accounts.access import signed_in
from musicprize.editions import queries as editions
from musicprize.kernel import clock

TONES = {"carried": "done", "lost": "closed", "tied": "waiting", "no_quorum": "waiting"}


@login_required
def table(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """The table as it is now. Others' acts are fetched every few seconds by a script, from this very page."""
    found = table_for(request, round_id)
    at = clock.now()
    person = signed_in(request.user)
    seen = meeting_queries.table(found, person_id=person.pk, at=at)
    board = queries.as_seen_by(
        queries.board_of(found, codes=[one.code for one in seen.shortlist]),
        person, leads=access.leads_or_organises(request.user, found.edition_id),
    )  # fmt: skip
    known = {line.code: line for line in board.ranking}
    taken, every = set(known), _codes(found)
    context = {
        **frame(request, found, "table"),
        "now": at,
        "table": seen,
        "shortlist": [
            {"line": one, "place": known[one.code].place, "score": numbers.points(known[one.code].score),
             "dispute": standings.dispute(known[one.code]), "first": one.position == 1,
             "last": one.position == len(seen.shortlist)}
            for one in seen.shortlist
        ],
        "motions": [_motion(one, person.pk) for one in reversed(seen.motions)],
        "acts": [{"at": one.at, "said": said(one)} for one in seen.acts],
        "waiting": [
            {"codes": ", ".join(one.entries), "entries": one.entries, "seats": one.seats,
             "steps": range(1, len(one.entries) + 1), "id": f"break-{number}"}
            for number, one in enumerate(seen.waiting, start=1)
        ],
        "broken": standings.broken(seen.broken),
        "options": [code for code in every if code not in taken],
        "every": every,
        "languages": language_list(),
        "language": (get_language() or "de")[:2],
        "endpoint": f"/api/v1/rounds/{round_id}/table",
    }  # fmt: skip
    return render(request, "pages/juror/table.html", context)


@login_required
def compare(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """Two entries side by side: their works to hear and their marks. `?a=CODE&b=CODE`."""
    found = table_for(request, round_id)
    asked = [code for name in ("a", "b") if (code := request.GET.get(name, "").strip())]
    person = signed_in(request.user)
    board = queries.as_seen_by(
        queries.board_of(found, codes=asked), person, leads=access.leads_or_organises(request.user, found.edition_id)
    )
    known = {line.code: line for line in board.ranking}
    works = hearing.works(found, person, [code for code in asked if code in known], at=clock.now())
    cities = {city.code: city.name for city in editions.cities()}
    context = {
        **frame(request, found, "compare"),
        "sides": [_side(board, code, works.get(code), cities) for code in asked if code in known],
        "unknown": [code for code in asked if code not in known],
        "a": asked[0] if asked else "",
        "b": asked[1] if len(asked) > 1 else "",
        "every": _codes(found),
    }
    return render(request, "pages/juror/compare.html", context)


MOST_OFFERED = 500


def _codes(found: RoundFacts) -> list[str]:
    """Codes to choose from, in the order of the ranking; in a very large round those of its upper part."""
    return decisions.codes(found.id, limit=MOST_OFFERED)


def _side(
    board: Board, code: str, heard: hearing.Heard | None, cities: dict[str, str]
) -> dict[str, Any]:  # fmt: skip
    line = next(one for one in standings.lines(board, [], cities) if one.line.code == code)
    url = f"/api/v1/rounds/{board.round.id}/entries/{code}/works"
    works = [] if heard is None else [
        {"title": _("Work %(n)s") % {"n": work.position}, "play": f"{url}/{work.position}/play",
         "peaks": f"{url}/{work.position}/peaks", "duration": (work.duration_ms or 0) / 1000,
         "key": f"{code}-{work.position}", "ready": work.sound is not None}
        for work in heard.works
    ]  # fmt: skip
    return {"code": code, "row": line, "works": works, "why": _silent(heard)}


def _silent(heard: hearing.Heard | None) -> str:
    """Why there is nothing to hear; "" where there is."""
    if heard is None or heard.withdrawn:
        return _("The artist has withdrawn this entry, so it is not played.")
    return _("You stood aside from this entry, so its works are not played to you.") if heard.aside else ""


def _motion(one: MotionFacts, person_id: UUID) -> dict[str, Any]:
    values = {"given": one.given, "entitled": one.entitled, "quorum": one.quorum}
    return {
        "facts": one,
        "outcome": OUTCOMES.get(one.outcome, _("Withdrawn")),
        "tone": TONES.get(one.outcome, "withdrawn"),
        "progress": _("%(given)s of %(entitled)s have voted; at least %(quorum)s must.") % values,
        "result": result(one),
        "voices": [{"name": name, "choice": CHOICES[choice]} for _juror, name, choice in one.voices],
        "mine": CHOICES.get(one.mine, ""),
        "choices": [{"value": value, "label": label, "on": value == one.mine} for value, label in CHOICES.items()],
        "own": one.proposed_by_id == person_id,
    }


def result(one: MotionFacts) -> str:
    """The figures of a closed motion."""
    values = {"yes": one.yes, "no": one.no, "abstain": one.abstain}
    return (
        ngettext(
            "%(yes)s yes, %(no)s no, %(abstain)s abstention",
            "%(yes)s yes, %(no)s no, %(abstain)s abstentions",
            one.abstain,
        )
        % values
    )


def said(act: Act) -> str:
    """One thing that was done at the table, in a sentence. What somebody voted is not in it."""
    values = {"entry": "", "from": "", "to": "", "motion": "", **act.facts, "who": act.who}
    values["order"] = ", ".join(act.facts.get("order", ()))
    sentences = {
        "shortlist.add": _("%(who)s put %(entry)s on the shortlist."),
        "shortlist.remove": _("%(who)s took %(entry)s off the shortlist."),
        "shortlist.move": _("%(who)s moved %(entry)s from %(from)s to %(to)s."),
        "shortlist.note": _("%(who)s noted something on %(entry)s."),
        "motion.propose": _("%(who)s proposed motion %(motion)s."),
        "motion.vote": _("%(who)s voted on motion %(motion)s."),
        "motion.close": _("%(who)s closed motion %(motion)s."),
        "motion.withdraw": _("%(who)s withdrew motion %(motion)s."),
        "tiebreak.decide": _("%(who)s broke the tie, in this order: %(order)s."),
    }
    return sentences[act.verb] % values
