"""Rounds: drafting, opening (with what is frozen), watching, closing."""

import json
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from frontend.pages import rules_in_words
from frontend.pages.organiser import words
from frontend.pages.organiser.frame import edition_for, frame, local
from jury.decisions import queries as decisions
from jury.panel import queries as panel
from jury.rounds import queries
from jury.rounds.counting import METHODS, parameters
from jury.rounds.queries import RoundFacts
from jury.rounds.rules import Scale
from jury.scoresheets import queries as sheets
from musicprize.accounts.access import is_chair
from musicprize.editions.queries import EditionFacts
from submissions.applications import screening_queries as applications

SCALES = (
    Scale(100, 1000, 100),
    Scale(100, 1000, 50),
    Scale(0, 1000, 100),
    Scale(100, 500, 100),
    Scale(0, 2000, 100),
    Scale(0, 10000, 100),
)
"""Scales offered; in hundredths of a point."""


@login_required
def desk_rounds(request: HttpRequest, slug: str) -> HttpResponse:
    """The rounds of an edition in their order, and a new draft."""
    edition = edition_for(request.user, slug, chair=True)
    rows = [_row(facts) for facts in queries.of_edition(edition.id)]
    context = {**frame(request, edition, "desk_rounds"), "rounds": rows, "kinds": _options(words.ROUND_KINDS)}
    return render(request, "pages/organiser/rounds.html", context)


@login_required
def desk_round(request: HttpRequest, slug: str, round_id: UUID) -> HttpResponse:
    """One round: its settings while a draft, its progress while open, its way to the board once closed."""
    edition = edition_for(request.user, slug, chair=True)
    facts = queries.by_id(round_id)
    if facts.edition_id != edition.id:
        return redirect("desk_round", facts.edition_slug, round_id)
    context = {**frame(request, edition, "desk_rounds"), "round": facts, **_row(facts)}
    context["settings"] = rules_in_words.settings(facts)
    context["chair"] = is_chair(request.user, edition.id)
    context |= _draft(facts) if facts.state == "draft" else _progress(facts, edition)
    return render(request, "pages/organiser/round.html", context)


def _row(facts: RoundFacts) -> dict[str, Any]:
    return {
        "facts": facts,
        "url": reverse("desk_round", args=[facts.edition_slug, facts.id]),
        "kind": words.ROUND_KINDS[facts.kind],
        "state": words.ROUND_STATES[facts.state],
        "tone": {"draft": "draft", "open": "running", "closed": "done"}[facts.state],
    }


def _options(named: Any) -> list[dict[str, Any]]:
    return [{"value": value, "label": label} for value, label in named.items()]


def _draft(facts: RoundFacts) -> dict[str, Any]:
    chosen = parameters(facts.method, facts.method_parameters)
    scales = [*SCALES, *([facts.scale] if facts.scale not in SCALES else [])]
    jurors = panel.judging(facts.edition_id, facts.judges)
    admitted = len(applications.admitted(facts.edition_id))
    finalists = len(decisions.finalists(facts.edition_id))
    entries = finalists if facts.kind == "final" else admitted
    missing = [
        *([] if facts.criteria else [_("Add at least one criterion.")]),
        *(_("The criterion “%(key)s” has no title.") % {"key": one.key} for one in facts.criteria if not one.title),
        *([] if jurors else [_("Invite jurors first; nobody sits on the jury yet.")]),
        *([] if entries else [_("There is no entry to judge yet. Admit applications, or decide the finalists.")]),
    ]
    return {
        "kinds": _options(words.ROUND_KINDS),
        "markings": _options(words.MARKINGS),
        "scales": [
            {"scale": asdict(one), "label": rules_in_words.scale(one), "on": one == facts.scale} for one in scales
        ],
        "methods": _methods(facts),
        "ties": rules_in_words.cut_ties(),
        "judges": _options(words.JUDGES),
        "reassign": _options(words.REASSIGN),
        "missing_rules": _options(words.MISSING_RULES),
        "marks_shown": _options(words.MARKS_SHOWN),
        "motion_votes": _options(words.MOTION_VOTES),
        "levels": _options(words.LEVELS),
        "earlier": _earlier(facts),
        "points": json.dumps(list(chosen.params.points)),
        "parameters": chosen,
        "planned_close": local(facts.planned_close_at),
        "entries": entries,
        "jurors": len(jurors),
        "cities": len({juror.city_code for juror in jurors}),
        "missing": missing,
    }


def _earlier(facts: RoundFacts) -> list[dict[str, Any]]:
    """The earlier rounds of which those who go on may be judged, and no such round."""
    rounds = [one for one in queries.of_edition(facts.edition_id) if one.position < facts.position]
    named = [
        {
            "value": one.id,
            "label": _("Who goes on from: %(round)s") % {"round": one.title or words.ROUND_KINDS[one.kind]},
        }
        for one in rounds
    ]
    return [{"value": "", "label": _("All that are admitted; in a final the finalists")}, *named]


def _methods(facts: RoundFacts) -> list[dict[str, Any]]:
    """The counting rules in plain words."""
    return [
        {"value": name, "label": words.METHODS[name], "told": words.METHODS_TOLD[name], "on": name == facts.method}
        for name in METHODS
    ]


def _progress(facts: RoundFacts, edition: EditionFacts) -> dict[str, Any]:
    """How far the jury is; nothing of what was voted."""
    jurors = sheets.progress(facts.id)
    names = {city.code: city.name for city in edition.cities}
    done, total = sum(one.done for one in jurors), sum(one.sheets for one in jurors)
    return {
        "jurors": [
            {
                "facts": one,
                "city": names.get(one.city, one.city),
                "percent": _percent(one.done, one.sheets),
                "reason_id": f"reason-{one.user_id}",
                "dialog_id": f"sure-{one.user_id}",
            }
            for one in jurors
        ],
        "sealed": sum(one.sealed for one in jurors),
        "unsealed": sum(not one.sealed for one in jurors),
        "percent": _percent(done, total),
        "planned_close": local(facts.planned_close_at),
        "board_url": reverse("board", args=[facts.id]),
        "reopenings": sheets.reopenings(facts.id),
    }


def _percent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
