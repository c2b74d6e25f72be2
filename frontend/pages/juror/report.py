"""What a closed round says of one juror: for that juror, and for the chair. Nobody is ranked."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from frontend.pages import numbers
from frontend.pages.juror.board import frame, table_for
from frontend.plots.effects import Small, smalls
from jury.deliberation import access, queries
from musicprize.accounts.access import signed_in

TWO_SE = 1.96


@login_required
def report(request: HttpRequest, round_id: UUID) -> HttpResponse:
    """One's own report; the chair chooses one by pseudonym (`?juror=J03`). NotFound for anybody else's."""
    found = table_for(request, round_id)
    mine = queries.pseudonym_of(round_id, signed_in(request.user))
    asked = request.GET.get("juror", "") or mine
    access.check_can_read_report(request.user, edition_id=found.edition_id, own=asked == mine and bool(mine))
    board = queries.board_of(found, limit=0)
    every = board.figures.get("jurors", [])
    one = next((each for each in every if each["juror"] == asked), None)
    context = {
        **frame(request, found, "report"),
        "board": board,
        "asked": asked,
        "own": asked == mine,
        "every": [each["juror"] for each in every],
        "one": one,
        "lines": lines(one) if one else [],
        "plot": _plot(one, board) if one else "",
    }
    return render(request, "pages/juror/report.html", context)


def lines(one: dict[str, Any]) -> list[dict[str, str]]:
    """The figures with what they mean, in words."""
    return [
        {"label": _("Severity"), "value": _plus_minus(one["severity"], one["severity_se"]), "said": _severity(one)},
        {"label": _("Spread of the marks"), "value": numbers.decimal(one["spread"]),
         "said": _("How widely the scale was used: the standard deviation of the weighted scores, in points.")},
        {"label": _("Fit"), "value": numbers.decimal(one["mean_square"]), "said": _fit(one["mean_square"])},
        {"label": _("Agrees with the rest"), "value": numbers.decimal(one["rank_correlation"]),
         "said": _("Rank correlation with the mean of the other jurors: 1 the same order, 0 none, −1 the opposite.")},
        {"label": _("Over the listening order"), "value": _plus_minus(one["slope"], one["slope_se"]),
         "said": _slope(one)},
    ]  # fmt: skip


def _plus_minus(value: float | None, se: float | None) -> str:
    if value is None:
        return "–"
    shown = numbers.decimal(value, signed=True)
    return shown if se is None else f"{shown} ± {numbers.decimal(se)}"


def _severity(one: dict[str, Any]) -> str:
    if one["severity_se"] is None or abs(one["severity"]) <= TWO_SE * one["severity_se"]:
        return _("Neither milder nor stricter than the jury, as far as can be told.")
    return _("Milder than the jury.") if one["severity"] > 0 else _("Stricter than the jury.")


def _fit(value: float | None) -> str:
    if value is None:
        return _("Cannot be estimated.")
    if value > 1.5:
        return _("Less predictable from the others’ marks than is usual: an ear of one’s own, or marks given unevenly.")
    if value < 0.5:
        return _("More predictable from the others’ marks than is usual.")
    return _("As predictable from the others’ marks as is usual.")


def _slope(one: dict[str, Any]) -> str:
    if one["slope"] is None or one["slope_se"] is None:
        return _("Cannot be estimated.")
    if abs(one["slope"]) <= TWO_SE * one["slope_se"]:
        return _("Points per entry heard: no drift from the first to the last is found.")
    return _("Points per entry heard: marks rose.") if one["slope"] > 0 else _("Points per entry heard: marks fell.")


def _plot(one: dict[str, Any], board: queries.Board) -> object:
    scale = board.round.scale
    low, high = scale.low / 100, scale.high / 100
    pair = [
        Small(_("as given"), tuple(one["raw"]), min(1.0, max(0.0, (one["mean"] - low) / (high - low)))),
        Small(_("severity taken off"), tuple(one["adjusted"]), None),
    ]
    return smalls(pair, low=numbers.mark(scale.low), high=numbers.mark(scale.high), title=_("How the marks lie"),
                  description=_("Two histograms of the weighted scores."), key="own", across=2)  # fmt: skip
