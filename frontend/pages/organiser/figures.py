"""The figures of a counted round for organisers and the chair: each plot with the sentence that says its finding."""

import csv
import io
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend.pages import numbers
from frontend.pages.juror import standings
from frontend.pages.organiser.frame import edition_for, frame
from frontend.plots.bars import Bar, bars
from frontend.plots.effects import Effect, Small, effects, smalls
from frontend.plots.spread import Row, spread
from frontend.templatetags.prize import city_key
from jury.deliberation import queries
from jury.deliberation.queries import Board
from musicprize.kernel.errors import NotFound

SHOWN = 60
"""Entries that a drawing shows at most; the table beside it and its CSV have them all, or the first of them."""
JURORS_SHOWN = 24
CERTAIN = 0.05
TWO_SE = 1.96

Plot = dict[str, Any]


@login_required
def desk_figures(request: HttpRequest, slug: str, round_id: UUID) -> HttpResponse:
    """Every plot of a counted round. Jurors by pseudonym; nobody is ranked."""
    edition = edition_for(request.user, slug, chair=True)
    board = _board(slug, round_id)
    names = {city.code: city.name for city in edition.cities}
    drawn = [] if not board.figures else [
        {"key": key, **make(board, names), "csv_url": reverse("desk_figures_csv", args=[slug, round_id, key])}
        for key, make in PLOTS.items()
    ]  # fmt: skip
    context = {**frame(request, edition, "desk_rounds"), "round": board.round, "board": board, "plots": drawn}
    return render(request, "pages/organiser/figures.html", context)


@login_required
def desk_figures_csv(request: HttpRequest, slug: str, round_id: UUID, key: str) -> HttpResponse:
    """The table of one plot: decimal points, as programs read them."""
    edition_for(request.user, slug, chair=True)
    if key not in TABLES:
        raise NotFound()
    header, rows = TABLES[key](queries.board(round_id) if key == "scores" else _board(slug, round_id))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([["" if cell is None else cell for cell in row] for row in rows])
    answer = HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{slug}-{key}.csv"'
    return answer


def _board(slug: str, round_id: UUID) -> Board:
    """The upper part of the ranking with the figures; NotFound for a round of another edition."""
    board = queries.board(round_id, limit=SHOWN)
    if board.round.edition_slug != slug:
        raise NotFound()
    return board


def scores(board: Board, _names: dict[str, str]) -> Plot:
    """Scores per entry: every ballot, range, mean."""
    rows = [
        Row(line.code, line.ballots, line.spread.mean if line.spread else None, numbers.points(line.score))
        for line in board.ranking
    ]
    scale = board.round.scale
    finding = standings.finding(board)
    note = ""
    if board.round.entries > len(rows):
        note = _("The first %(n)s of %(all)s entries.") % {"n": len(rows), "all": board.round.entries}
    return {
        "finding": finding, "note": note,
        "svg": spread(rows, low=scale.low / 100, high=scale.high / 100, title=_("Scores of each entry"),
                      description=finding, key="scores"),
        "columns": [_("Entry"), _("Score"), _("Mean"), _("Lowest"), _("Highest"), _("Spread")],
        "rows": [
            [line.code, numbers.points(line.score), *(
                (numbers.decimal(line.spread.mean), numbers.decimal(line.spread.low), numbers.decimal(line.spread.high),
                 numbers.decimal(line.spread.deviation)) if line.spread else ("–",) * 4)]
            for line in board.ranking
        ],
    }  # fmt: skip


def severity(board: Board, _names: dict[str, str]) -> Plot:
    """Severity of each juror with its uncertainty, in the order of pseudonyms."""
    found = board.figures["jurors"]
    sure = [one for one in found if one["severity_se"] and abs(one["severity"]) > TWO_SE * one["severity_se"]]
    finding = _("No juror can be told from the others by severity.")
    if sure:
        mild, strict = max(found, key=lambda one: one["severity"]), min(found, key=lambda one: one["severity"])
        finding = _(
            "The mildest juror marks %(mild)s points above the jury, the strictest %(strict)s below. The count takes "
            "that off where its rule says so."
        ) % {"mild": numbers.decimal(mild["severity"]), "strict": numbers.decimal(abs(strict["severity"]))}
    shown = [
        Effect(one["juror"], one["severity"], TWO_SE * (one["severity_se"] or 0), city_key(one["city"]),
               numbers.decimal(one["severity"], signed=True))
        for one in found[:JURORS_SHOWN]
    ]  # fmt: skip
    return {
        "finding": finding,
        "note": _("Above 0: milder than the jury. The line holds the true value in 95 of 100 cases."),
        "svg": effects(shown, title=_("Severity of the jurors"), description=finding, key="severity"),
        "columns": [_("Juror"), _("Severity"), _("Standard error"), _("Spread"), _("Fit"), _("Agrees with the rest")],
        "rows": [
            [one["juror"], numbers.decimal(one["severity"], signed=True), numbers.decimal(one["severity_se"]),
             numbers.decimal(one["spread"]), numbers.decimal(one["mean_square"]),
             numbers.decimal(one["rank_correlation"])]
            for one in found
        ],
    }  # fmt: skip


def histograms(board: Board, _names: dict[str, str], *, kind: str = "raw") -> Plot:
    """How each juror used the scale, as given or with the severity taken off."""
    found, scale = board.figures["jurors"], board.round.scale
    low, high = scale.low / 100, scale.high / 100
    spreads = [(one["spread"], one["juror"]) for one in found if one["spread"]]
    finding = _("Too few marks to say how the jurors use the scale.")
    if spreads:
        (least, narrow), (most, wide) = min(spreads), max(spreads)
        finding = _("%(wide)s uses the scale most widely (spread %(most)s points), %(narrow)s least (%(least)s).") % {
            "wide": wide, "most": numbers.decimal(most), "narrow": narrow, "least": numbers.decimal(least),
        }  # fmt: skip
    taken = (lambda one: one["severity"]) if kind == "adjusted" else (lambda _one: 0.0)
    shown = [
        Small(one["juror"], tuple(one[kind]), min(1.0, max(0.0, (one["mean"] - taken(one) - low) / (high - low))))
        for one in found[:JURORS_SHOWN]
    ]
    title = _("Marks of each juror") if kind == "raw" else _("Marks of each juror, severity taken off")
    return {
        "finding": finding if kind == "raw" else _("With each juror’s severity taken off, the marks lie on one scale."),
        "note": title,
        "svg": smalls(shown, low=numbers.mark(scale.low), high=numbers.mark(scale.high), title=title,
                      description=finding, key=f"marks-{kind}"),
        "columns": [_("Juror"), _("Mean"), _("Spread"), _("Ballots")],
        "rows": [
            [one["juror"], numbers.decimal(one["mean"] - taken(one)), numbers.decimal(one["spread"]), one["ballots"]]
            for one in found
        ],
    }  # fmt: skip


def normalised(board: Board, names: dict[str, str]) -> Plot:
    return histograms(board, names, kind="adjusted")


def agreement(board: Board, _names: dict[str, str]) -> Plot:
    """How far the jurors agree: four coefficients between 0 and 1."""
    figures = board.figures
    icc = figures["icc"] or {"single": None, "mean": None, "k": 0}
    named = [
        (_("Krippendorff’s α"), figures["alpha"]), (_("Kendall’s W"), figures["kendall_w"]),
        (_("One juror’s mark"), icc["single"]), (_("Mean of all jurors"), icc["mean"]),
    ]  # fmt: skip
    finding = standings.agreement(board)
    shown = [Bar(name, max(0.0, value or 0.0), shown=numbers.decimal(value)) for name, value in named]
    return {
        "finding": finding,
        "note": _("1 is perfect agreement, 0 what chance would give. The last two: ICC(2,1), ICC(2,k)."),
        "svg": bars(shown, title=_("Agreement of the jury"), description=finding, key="agreement"),
        "columns": [_("Coefficient"), _("Value")],
        "rows": [[name, numbers.decimal(value)] for name, value in named],
    }  # fmt: skip


def order(board: Board, _names: dict[str, str]) -> Plot:
    """Whether entries heard late get other marks than those heard early."""
    found = board.figures["order"]
    parts = found["parts"] if found else []
    names = [_("%(a)s–%(b)s %%") % {"a": 10 * n, "b": 10 * n + 10} for n in range(len(parts))]
    shown = [
        Effect(name, value, None, "", numbers.decimal(value, signed=True))
        for name, value in zip(names, parts, strict=True)
    ]
    finding = _order_finding(found)
    return {
        "finding": finding,
        "note": _("How far marks lie from what was expected, by when the entry was heard; orders differ by juror."),
        "svg": effects(shown, title=_("Early and late in the listening order"), description=finding, key="order"),
        "columns": [_("Part of the order"), _("Points from what was expected"), _("Ballots")],
        "rows": [
            [name, numbers.decimal(value, signed=True), size]
            for name, value, size in zip(names, parts, found["sizes"] if found else [], strict=True)
        ],
    }  # fmt: skip


def _order_finding(found: dict[str, Any] | None) -> str:
    if found is None or found["p"] is None:
        return _("Whether the listening order matters cannot be said from these marks.")
    values = {"points": numbers.decimal(abs(found["slope"])), "p": numbers.decimal(found["p"], 3)}
    if found["p"] >= CERTAIN:
        return _("No effect of the listening order is found (p = %(p)s).") % values
    if found["slope"] > 0:
        return _("Entries heard last got %(points)s points more than those heard first (p = %(p)s).") % values
    return _("Entries heard last got %(points)s points less than those heard first (p = %(p)s).") % values


def cities(board: Board, names: dict[str, str]) -> Plot:
    """Whether a city’s jurors favour entries of their own city."""
    home, found = board.figures["home"], board.figures["cities"]
    finding = _home_finding(home)
    shown = [
        Effect(names.get(one["city"], one["city"]), one["own"], None, city_key(one["city"]),
               numbers.decimal(one["own"], signed=True))
        for one in found
    ]  # fmt: skip
    return {
        "finding": finding,
        "note": _("How far the marks of a city’s jurors for entries of their own city lie from what was expected."),
        "svg": effects(shown, title=_("Own city"), description=finding, key="cities"),
        "columns": [_("City of the jurors"), _("On own entries"), _("Ballots"), _("On the others"), _("Ballots")],
        "rows": [
            [names.get(one["city"], one["city"]), numbers.decimal(one["own"], signed=True), one["own_ballots"],
             numbers.decimal(one["others"], signed=True), one["other_ballots"]]
            for one in found
        ],
    }  # fmt: skip


def _home_finding(home: dict[str, Any]) -> str:
    if not home["testable"]:
        return _("Not testable: no juror’s mark for the own city counts, or it cannot be told apart.")
    values = {"points": numbers.decimal(abs(home["delta"])), "p": numbers.decimal(home["p"], 3)}
    if home["p"] >= CERTAIN:
        return ngettext(
            "No favour for the own city is found in %(n)s ballot (p = %(p)s).",
            "No favour for the own city is found in %(n)s ballots (p = %(p)s).",
            home["same_city_ballots"],
        ) % {**values, "n": home["same_city_ballots"]}
    return _("Jurors give entries of their own city %(points)s points more than expected (p = %(p)s).") % values


PLOTS: dict[str, Callable[[Board, dict[str, str]], Plot]] = {
    "scores": scores,
    "severity": severity,
    "marks": histograms,
    "normalised": normalised,
    "agreement": agreement,
    "order": order,
    "cities": cities,
}
Table = tuple[list[str], list[list[Any]]]


def _jurors_table(board: Board) -> Table:
    columns = ["juror", "city", "ballots", "mean", "severity", "severity_se", "spread", "mean_square",
               "rank_correlation", "slope", "slope_se"]  # fmt: skip
    return columns, [[one[name] for name in columns] for one in board.figures.get("jurors", [])]


def _marks_table(kind: str) -> Callable[[Board], Table]:
    def table(board: Board) -> Table:
        found = board.figures.get("jurors", [])
        bins = len(found[0][kind]) if found else 0
        return ["juror", *(f"bin{n + 1}" for n in range(bins))], [[one["juror"], *one[kind]] for one in found]

    return table


def _scores_table(board: Board) -> Table:
    rows = [
        [line.code, line.place, line.score, line.spread.low, line.spread.high, line.spread.mean, line.spread.deviation]
        for line in board.ranking
        if line.spread
    ]
    return ["entry", "place", "score", "low", "high", "mean", "deviation"], rows


def _agreement_table(board: Board) -> Table:
    figures = board.figures
    icc = figures.get("icc") or {}
    named = {"alpha": figures.get("alpha"), "kendall_w": figures.get("kendall_w"), "icc_2_1": icc.get("single"),
             "icc_2_k": icc.get("mean")}  # fmt: skip
    return ["coefficient", "value"], [[name, value] for name, value in named.items()]


def _order_table(board: Board) -> Table:
    found = board.figures.get("order") or {"parts": [], "sizes": []}
    rows = [[n + 1, value, size] for n, (value, size) in enumerate(zip(found["parts"], found["sizes"], strict=True))]
    return ["tenth", "residual", "ballots"], rows


def _cities_table(board: Board) -> Table:
    columns = ["city", "own", "own_ballots", "others", "other_ballots"]
    return columns, [[one[name] for name in columns] for one in board.figures.get("cities", [])]


TABLES: dict[str, Callable[[Board], Table]] = {
    "scores": _scores_table,
    "severity": _jurors_table,
    "marks": _marks_table("raw"),
    "normalised": _marks_table("adjusted"),
    "agreement": _agreement_table,
    "order": _order_table,
    "cities": _cities_table,
}
