"""The overview of an edition: where it stands, what waits for whom, and how far everybody is."""

import csv
import io
from datetime import date, datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend.pages.organiser import words
from frontend.pages.organiser.frame import edition_for, frame
from frontend.plots.bars import Bar, Column, bars, columns
from frontend.templatetags.prize import city_key
from jury.rounds import queries as rounds
from jury.scoresheets import queries as sheets
from musicprize.accounts import queries as accounts
from musicprize.editions.queries import EditionFacts
from musicprize.kernel import clock
from submissions.applications.overview import Overview, overview
from submissions.audio import queries as audio

Line = dict[str, Any]


@login_required
def desk_edition(request: HttpRequest, slug: str) -> HttpResponse:
    """Timeline, counts as sentences, applications per city and day, the jurors' progress."""
    edition = edition_for(request.user, slug)
    at = clock.now()
    counted = overview(edition.id, at=at)
    context = {
        **frame(request, edition, "desk_edition"),
        "now": at,
        "steps": steps(edition, at),
        "due": _due(edition, at),
        "counts": _counts(edition, counted),
        "overview": counted,
        "city_plot": city_plot(edition, counted),
        "day_plot": day_plot(counted) if counted.by_day else None,
        "rounds": _rounds(edition),
        "parked": _parked(edition),
    }
    return render(request, "pages/organiser/edition.html", context)


@login_required
def applications_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """Applications per city as a table: city, sent, drafts."""
    edition = edition_for(request.user, slug)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["city", "sent", "drafts"])
    for one in overview(edition.id, at=clock.now()).by_city:
        writer.writerow([one.code or "none", one.sent, one.drafts])
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{edition.slug}-applications.csv"'
    return answer


def _dates(edition: EditionFacts) -> list[tuple[str, datetime]]:
    return [
        (_("Applications open"), edition.opens_at),
        (_("Applications close"), edition.closes_at),
        (_("Screening ends"), edition.screening_until),
        (_("Finalists announced"), edition.finalists_at),
        (_("Final concert"), edition.final_at),
    ]


def steps(edition: EditionFacts, at: datetime) -> list[Line]:
    """The dates as steps: what is over, what comes next, what comes later."""
    found: list[Line] = []
    for label, when in _dates(edition):
        coming = at < when
        state = "later" if coming and any(one["state"] == "now" for one in found) else "now" if coming else "done"
        found.append({"label": label, "state": state, "note": date_format(timezone.localtime(when), "DATE_FORMAT")})
    return found


def _due(edition: EditionFacts, at: datetime) -> Line | None:
    return next(({"label": label, "at": when} for label, when in _dates(edition) if at < when), None)


def _counts(edition: EditionFacts, counted: Overview) -> list[Line]:
    """Numbers as sentences, each with the place where something can be done about it."""
    heard = audio.counts_in(edition.id)
    invited = len(accounts.open_invitations(edition_id=edition.id))
    queue, people = reverse("screening_queue", args=[edition.slug]), reverse("desk_people", args=[edition.slug])
    lines = [
        (counted.drafts, ngettext("application is being written.", "applications are being written.", counted.drafts),
         "", ""),
        (counted.waiting, ngettext("application waits to be screened.", "applications wait to be screened.",
         counted.waiting), f"{queue}?state=waiting", "warn"),
        (counted.asked, ngettext("artist was asked and has not answered.", "artists were asked and have not answered.",
         counted.asked), f"{queue}?state=asked", ""),
        (counted.admitted, ngettext("application is admitted.", "applications are admitted.", counted.admitted),
         f"{queue}?state=admitted", ""),
        (counted.refused, ngettext("application is refused.", "applications are refused.", counted.refused),
         f"{queue}?state=refused", ""),
        (heard["running"], ngettext("recording is being listened through.", "recordings are being listened through.",
         heard["running"]), "", ""),
        (heard["refused"], ngettext("upload failed its check; the artist was told.",
         "uploads failed their check; the artists were told.", heard["refused"]), "", "bad"),
        (heard["parked"], ngettext("recording could not be checked by us.", "recordings could not be checked by us.",
         heard["parked"]), "#parked", "bad"),
        (invited, ngettext("invitation waits for an answer.", "invitations wait for an answer.", invited), people, ""),
    ]  # fmt: skip
    return [
        {"n": number, "said": said, "url": url if number else "", "tone": tone if number else ""}
        for number, said, url, tone in lines
        if number or (url and not url.startswith("#"))
    ]


def _parked(edition: EditionFacts) -> list[Line]:
    """Recordings with which three attempts have failed, one line a work, each with the way to try again."""
    by_work: dict[Any, Line] = {}
    for one in audio.parked_in(edition.id):
        line = by_work.setdefault(one.work_id, {"facts": one, "lacks": [], "url": f"/api/v1/works/{one.work_id}"})
        line["lacks"].append(words.COPIES[one.codec] if one.what == "copy" else words.CHECK)
    return list(by_work.values())


def city_plot(edition: EditionFacts, counted: Overview) -> Line:
    """Sent applications per city, drafts behind them: the finding, the picture, the table."""
    by_code = {one.code: one for one in counted.by_city}
    named: list[tuple[str | None, str]] = [*((city.code, city.name) for city in edition.cities), (None, _("No city"))]
    rows = [(code, name, by_code[code].sent if code in by_code else 0, by_code[code].drafts if code in by_code else 0)
            for code, name in named]  # fmt: skip
    finding = _city_finding(rows, counted)
    shown = [
        Bar(name, sent, city=city_key(code), behind=sent + drafts, shown=f"{sent}" + (f" + {drafts}" if drafts else ""))
        for code, name, sent, drafts in rows
    ]
    picture = bars(shown, title=_("Applications per city"), description=finding, key="cities")
    return {
        "finding": finding,
        "svg": picture,
        "columns": [_("City"), _("Sent"), _("Drafts")],
        "rows": [[name, sent, drafts] for _code, name, sent, drafts in rows],
    }


def _city_finding(rows: list[Any], counted: Overview) -> str:
    if not counted.sent:
        return _("Nothing was sent yet.")
    most = max(rows, key=lambda row: row[2])
    least = min((row for row in rows if row[0]), key=lambda row: row[2])
    values = {"sent": counted.sent, "most": most[1], "n": most[2], "least": least[1], "m": least[2]}
    return _("%(sent)s were sent: most from %(most)s (%(n)s), fewest from %(least)s (%(m)s).") % values


def day_plot(counted: Overview) -> Line:
    """Begun and sent per day: drafts that were never sent stand on top."""
    days = counted.by_day
    busiest = max(days, key=lambda one: one.sent)
    finding = _("On %(day)s most were sent: %(n)s.") % {"day": _day(busiest.day), "n": busiest.sent}
    if not busiest.sent:
        finding = _("Applications were begun, none was sent yet.")
    named = [Column(date_format(one.day, "j.n."), one.sent, max(0, one.begun - one.sent)) for one in days]
    picture = columns(named, title=_("Applications per day"), description=finding, key="days")
    return {
        "finding": finding,
        "svg": picture,
        "columns": [_("Day"), _("Sent"), _("Begun")],
        "rows": [[_day(one.day), one.sent, one.begun] for one in days],
    }


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _rounds(edition: EditionFacts) -> list[Line]:
    """Rounds with how far the jury is; nothing of what was voted."""
    found: list[Line] = []
    for one in rounds.of_edition(edition.id):
        jurors = sheets.progress(one.id) if one.state == "open" else []
        total, done = sum(each.sheets for each in jurors), sum(each.done for each in jurors)
        found.append(
            {
                "facts": one,
                "state": words.ROUND_STATES[one.state],
                "tone": {"draft": "draft", "open": "running", "closed": "done"}[one.state],
                "url": reverse("desk_round", args=[edition.slug, one.id]),
                "sheets": total,
                "done": done,
                "ballots": len(jurors),
                "sealed": sum(each.sealed for each in jurors),
                "idle": [each.name for each in jurors if not each.done and not each.sealed],
            }
        )
    return found
