"""Screening: the queue of one's city, one application with everything that helps to decide, and the decision."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from frontend.pages import tie_words
from frontend.pages.organiser import words
from jury.conflicts import queries as conflicts
from jury.conflicts.rules import Source
from jury.panel import queries as panel
from musicprize.accounts.access import Role, User, city_of, is_coordinator, is_organiser
from musicprize.editions import queries as editions
from musicprize.editions.queries import EditionFacts
from musicprize.kernel import clock
from musicprize.kernel.errors import NotAllowed
from submissions.applications import completeness, rules, screening_queries
from submissions.applications.screening_queries import QueueLine, ScreeningFacts
from submissions.works.queries import WorkDocument

ASK_DAYS = 7
"""How long an artist has by default to answer."""


@login_required
def screening(request: HttpRequest) -> HttpResponse:
    """To the edition that one screens: the newest one in which one has a desk."""
    known = editions.editions(published_only=False)
    mine = [one for one in known if is_coordinator(request.user, one.id) or is_organiser(request.user, one.id)]
    if not mine:
        raise NotAllowed()
    return redirect("screening_queue", mine[0].slug)


@login_required
def screening_queue(request: HttpRequest, slug: str) -> HttpResponse:
    """What was sent, those waiting longest first; filters by state, and by city for who sees several."""
    edition = editions.by_slug(slug)
    lines = screening_queries.screening_queue(edition.id, by=request.user)
    city, wanted = request.GET.get("city", ""), request.GET.get("state", "")
    in_city = [line for line in lines if not city or (line.city or "none") == city]
    counts = {state: sum(1 for line in in_city if where(line) == state) for state in words.WAITING}
    state = wanted if wanted in (*words.WAITING, "all") else "waiting"
    shown = [line for line in in_city if state in ("all", where(line))]
    own = city_of(request.user, Role.COORDINATOR, edition.id)
    context = {
        "edition": edition,
        "own_city": None if is_organiser(request.user, edition.id) else edition.city(own),
        "rows": [_row(edition, line) for line in shown],
        "tabs": _tabs(state, city, counts),
        "cities": _cities(edition, lines, city, state),
        "counts": counts,
        "total": len(in_city),
        "state": state,
        "done": _done(counts),
        "empty_title": _all_checked(len(in_city)) if state == "waiting" else _("Nothing here"),
    }
    return render(request, "pages/coordinator/queue.html", context)


@login_required
def screening_one(request: HttpRequest, slug: str, application_id: UUID) -> HttpResponse:
    """One application: facts, texts, works, what was decided, and deciding."""
    facts = screening_queries.screening_facts(application_id, by=request.user)
    edition = editions.by_id(facts.edition_id)
    if edition.slug != slug:
        return redirect("screening_one", edition.slug, application_id)
    lines = screening_queries.screening_queue(edition.id, by=request.user)
    waiting = [line for line in lines if where(line) == "waiting" or line.id == facts.id]
    place = next(number for number, line in enumerate(waiting) if line.id == facts.id)
    before, after = waiting[:place], waiting[place + 1 :]
    follows = next(iter((*after, *before)), None)
    line = waiting[place]
    own = isinstance(request.user, User) and facts.email == request.user.email
    context = {
        "facts": facts,
        "edition": edition,
        "where": where(line),
        "status": words.WAITING[where(line)],
        "own": own,
        "position": place + 1,
        "of": len(waiting),
        "previous": _url(edition, before[-1].id) if before else "",
        "next": _url(edition, after[0].id) if after else "",
        "go_on": _url(edition, follows.id) if follows else reverse("screening_queue", args=[slug]),
        "verdict": words.VERDICTS[facts.eligibility.verdict],
        "tone": words.TONES[facts.eligibility.verdict],
        "basis": words.BASES.get(facts.fields["basis"], ""),
        "language": words.LANGUAGES.get(facts.fields["language"], ""),
        "works": [_work(work) for work in facts.works],
        "problems": [str(one.message) for found in facts.problems.values() for one in found],
        "sections": [
            {"value": key, "label": completeness.title_of(key)} for key in rules.sections(edition.works_required)
        ],
        "reasons": reasons(facts.fields["language"]),
        "until": _until(),
        "decisions": [_decision(one) for one in facts.decisions],
        "duplicates": _duplicates(edition, facts, {one.id for one in lines}),
        "rider": _rider(facts),
        "jurors": [] if own else [{"value": one.user_id, "label": one.name} for one in panel.jurors(edition.id)],
        "tie_kinds": tie_words.options(tie_words.TIES),
        "ties_endpoint": f"/api/v1/applications/{facts.id}/ties",
        "named_ties": tie_words.named(
            one
            for one in conflicts.named_on(facts.id, Source.COORDINATOR, Source.ORGANISER)
            if one.named_by == request.user.pk
        ),
        "decidable": facts.state == "submitted" and not own,
    }
    return render(request, "pages/coordinator/one.html", context)


def where(line: QueueLine) -> str:
    """waiting, asked (until the artist's time is over), admitted or refused."""
    if line.state != rules.State.SUBMITTED:
        return line.state
    return "asked" if line.asked is not None and clock.now() < line.asked else "waiting"


def reasons(language: str) -> list[dict[str, str]]:
    """Standard reasons: what the desk calls them, and the sentence that the artist reads, in the artist's language."""
    with override(language):
        told = {code: str(sentence) for code, sentence in rules.REFUSAL_REASONS.items()}
    return [{"value": code, "label": str(words.REASONS[code]), "told": told[code]} for code in rules.REFUSAL_REASONS]


def _url(edition: EditionFacts, application_id: UUID) -> str:
    return reverse("screening_one", args=[edition.slug, application_id])


def _row(edition: EditionFacts, line: QueueLine) -> dict[str, Any]:
    state = where(line)
    return {
        "line": line,
        "url": _url(edition, line.id),
        "state": "todo" if state == "waiting" else state,
        "status": words.WAITING[state],
        "verdict": words.VERDICTS[line.verdict],
        "tone": words.TONES[line.verdict],
    }


def _tabs(state: str, city: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    kept = f"&city={city}" if city else ""
    named = [*words.WAITING.items(), ("all", _("All"))]
    return [
        {
            "label": label,
            "url": f"?state={key}{kept}",
            "current": key == state,
            "count": counts.get(key, sum(counts.values())),
        }
        for key, label in named
    ]


def _cities(edition: EditionFacts, lines: list[QueueLine], city: str, state: str) -> list[dict[str, Any]]:
    """Cities that the reader can tell apart; empty where there is but one."""
    there = {line.city or "none" for line in lines}
    if len(there) < 2:
        return []
    named = [(one.code, one.name) for one in edition.cities if one.code in there]
    named += [("none", _("No city chosen"))] if "none" in there else []
    listed = [("", _("All cities")), *named]
    return [{"code": c, "label": n, "url": f"?state={state}&city={c}", "current": c == city} for c, n in listed]


def _done(counts: dict[str, int]) -> int:
    """Percent of the applications about which somebody has decided."""
    decided = counts["admitted"] + counts["refused"]
    return round(100 * decided / max(1, sum(counts.values())))


def _all_checked(total: int) -> str:
    if not total:
        return _("Nothing was sent yet.")
    sentence = ngettext("The only one is checked.", "All %(total)s checked.", total)
    return sentence % {"total": total}


def _until() -> str:
    """A week from now at the end of the day, as a datetime-local input writes it, in Europe/Luxembourg."""
    return f"{timezone.localdate() + timedelta(days=ASK_DAYS)}T23:59"


def _work(work: WorkDocument) -> dict[str, Any]:
    recording = work.recording
    return {
        "work": work,
        "fields": work.fields,
        "seconds": round(recording.duration_ms / 1000, 2) if recording and recording.duration_ms else 0,
        "playable": bool(recording and recording.playable),
        "film": reverse("api-works-film", args=[work.id]) if recording and recording.film else "",
        "language": words.LANGUAGES.get(work.fields["title_language"], ""),
    }


def _decision(one: screening_queries.DecisionLine) -> dict[str, Any]:
    asked = [str(completeness.title_of(key)) for key in one.sections]
    return {"facts": one, "said": words.SCREENING[one.verdict], "asked": ", ".join(asked)}


def _duplicates(edition: EditionFacts, facts: ScreeningFacts, mine: set[UUID]) -> list[dict[str, Any]]:
    """Signs of a double, with a link where the reader may open the other one."""
    return [
        {"facts": one, "url": _url(edition, one.application_id) if one.application_id in mine else ""}
        for one in facts.duplicates
    ]


def _rider(facts: ScreeningFacts) -> list[dict[str, Any]]:
    fields = facts.fields
    named = (
        (_("Audio inputs"), fields["rider_inputs"]),
        (_("Power"), fields["rider_power"]),
        (_("Projection and light"), fields["rider_projection"]),
        (_("Minutes to set up"), fields["rider_setup_minutes"]),
        (_("People on stage"), fields["rider_people"]),
        (_("Anything else"), fields["rider_notes"]),
    )
    return [{"label": label, "value": value} for label, value in named if value not in ("", None)]


urlpatterns: list[URLPattern] = [
    path("screening/", screening, name="screening"),
    path("screening/<slug:slug>/", screening_queue, name="screening_queue"),
    path("screening/<slug:slug>/<uuid:application_id>/", screening_one, name="screening_one"),
]
