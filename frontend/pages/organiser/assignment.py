"""Who hears what: before a round opens what the allocator proposes, afterwards the matrix and changes by hand."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from frontend.pages.organiser.frame import edition_for, frame
from jury.assignments.allocator import Bent
from jury.panel import queries as panel
from jury.rounds import proposals, queries
from jury.rounds.queries import RoundFacts
from jury.scoresheets.matrix import matrix
from jury.tally.planning import jurors_needed, reliability
from musicprize.editions.queries import EditionFacts
from musicprize.kernel import clock
from musicprize.kernel.errors import Invalid

PAGE = 50
USUAL = (0.3, 0.5)
"""Reliability of one juror's mark as juries usually have it: what is assumed before anybody has marked."""

SIGNS: dict[str, dict[str, Any]] = {
    "": {"sign": "", "told": ""},
    "hears": {"sign": "●", "told": gettext_lazy("hears it")},
    "done": {"sign": "✓", "told": gettext_lazy("has marked it")},
    "aside": {"sign": "×", "told": gettext_lazy("stands aside")},
    "tied": {"sign": "≠", "told": gettext_lazy("conflict of interest")},
    "own_city": {"sign": "⌂", "told": gettext_lazy("own city")},
}
"""Cells of the matrix as a sign and in words."""


@login_required
def desk_assignment(request: HttpRequest, slug: str, round_id: UUID) -> HttpResponse:
    """The proposal of a draft, or the matrix of a round that was opened."""
    edition = edition_for(request.user, slug)
    facts = queries.by_id(round_id)
    if facts.edition_id != edition.id:
        return redirect("desk_assignment", facts.edition_slug, round_id)
    context = {**frame(request, edition, "desk_rounds"), "round": facts}
    context |= _proposal(facts, edition) if facts.state == "draft" else _matrix(request, facts, edition)
    return render(request, "pages/organiser/assignment.html", context)


def _proposal(facts: RoundFacts, edition: EditionFacts) -> dict[str, Any]:
    try:
        made = proposals.proposal(facts.id, at=clock.now())
    except Invalid as problem:
        told = [str(sentence) for found in problem.fields.values() for _code, sentence in found]
        return {"missing": told or [str(problem.message)]}
    names = {city.code: city.name for city in edition.cities}
    return {
        "proposal": made,
        "loads": [{"facts": one, "city": names.get(one.city, one.city)} for one in made.loads],
        "coverage": [{"code": code, "name": names.get(code, code), "heard": n} for code, n in made.cities.items()],
        "bent": [bent_in_words(each, made) for each in made.bent],
        "reliable": reliable(facts.per_entry or len(made.loads)),
    }


def bent_in_words(bent: str, made: proposals.Proposal) -> str:
    """Which rule could not be kept, and where."""
    return {
        Bent.LOAD: _("Loads differ by two entries, not by one at most."),
        Bent.CITIES: ngettext(
            "%(n)s entry is not heard by every city.", "%(n)s entries are not heard by every city.", made.uncovered
        )
        % {"n": made.uncovered},
        Bent.LOAD_FREE: _("Conflicts of interest keep the loads from being level."),
        Bent.PER_ENTRY: ngettext(
            "%(n)s entry has fewer jurors than planned, because of conflicts of interest.",
            "%(n)s entries have fewer jurors than planned, because of conflicts of interest.",
            made.short,
        )
        % {"n": made.short},
        Bent.CONNECTED: _("Parts of the jury share no entry, so their marks cannot be compared."),
    }[Bent(bent)]


def reliable(jurors: int) -> str:
    """What so many jurors an entry are worth (Spearman-Brown), before anybody has marked."""
    low, high = (number_format(round(reliability(single, jurors), 2)) for single in USUAL)
    least, most = (jurors_needed(single, 0.8) for single in reversed(USUAL))
    sentence = _(
        "Expected reliability of an entry’s mean: %(low)s to %(high)s, if a single mark has 0.3 to 0.5 as juries "
        "usually do. For 0.8 an entry needs %(least)s to %(most)s jurors."
    )
    return sentence % {"low": low, "high": high, "least": least, "most": most}


def _matrix(request: HttpRequest, facts: RoundFacts, edition: EditionFacts) -> dict[str, Any]:
    page = max(1, int(request.GET.get("page", "1") if request.GET.get("page", "1").isdigit() else 1))
    found = matrix(facts.id, start=(page - 1) * PAGE, count=PAGE, at=clock.now())
    planned = facts.per_entry or 0
    pages = -(-found.total // PAGE)
    return {
        "matrix": found,
        "rows": [
            {"line": one, "cells": [SIGNS[cell] for cell in one.cells], "short": one.hearing < planned}
            for one in found.lines
        ],
        "planned": planned,
        "jurors": [{"value": one.juror_id, "label": one.name} for one in found.seats if not one.sealed],
        "others": _others(facts, {one.juror_id for one in found.seats}),
        "codes": [{"value": one.code, "label": one.code} for one in found.lines if not one.withdrawn],
        "legend": [one for one in SIGNS.values() if one["sign"]],
        "previous": page - 1 if page > 1 else None,
        "next": page + 1 if page < pages else None,
        "page": page,
        "pages": pages,
    }


def _others(facts: RoundFacts, seated: set[UUID]) -> list[dict[str, Any]]:
    """Who may take a seat: on the jury of the edition, and not in this round yet."""
    found = panel.judging(facts.edition_id, facts.judges)
    return [{"value": one.user_id, "label": one.name} for one in found if one.user_id not in seated]
