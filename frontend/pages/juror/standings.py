"""The board in words: which step gave a place, why an entry has none yet, how far the jury agrees."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from frontend.pages import numbers
from frontend.plots.spread import Row, spread
from jury.deliberation.cutting import BrokenTie
from jury.deliberation.queries import Board, BoardLine, Other, SheetLine
from jury.tally.types import DecidedBy, Shortfall

METHODS: Final[Mapping[str, str | Promise]] = {
    "adjusted": gettext_lazy("Severity-adjusted mean"),
    "mean": gettext_lazy("Arithmetic mean"),
    "robust": gettext_lazy("Robust mean"),
    "borda": gettext_lazy("Mean rank (Borda)"),
    "trimmed": gettext_lazy("Trimmed mean"),
    "clamp": gettext_lazy("Mean of corrected scores"),
    "zscore": gettext_lazy("Standardised by juror"),
    "points": gettext_lazy("Points by city"),
}
SHORTFALLS: Final[Mapping[str, str | Promise]] = {
    Shortfall.NO_BALLOT: gettext_lazy("no juror’s marks count"),
    Shortfall.TOO_FEW_JURORS: gettext_lazy("too few jurors"),
    Shortfall.TOO_FEW_CITIES: gettext_lazy("jurors of too few cities"),
    Shortfall.NOT_CONNECTED: gettext_lazy("no juror in common with the other entries"),
    Shortfall.TOO_FEW_FOR_METHOD: gettext_lazy("too few jurors for this counting rule"),
    Shortfall.RULE_NOT_APPLICABLE: gettext_lazy("the counting rule cannot be applied to these marks"),
}
REASONS: Final[Mapping[str, str | Promise]] = {
    "conflict": gettext_lazy("conflict of interest"),
    "recognised": gettext_lazy("recognised the artist"),
    "not_sealed": gettext_lazy("sheets not closed in time"),
    "not_marked": gettext_lazy("not marked in its turn"),
    "withdrawn": gettext_lazy("entry withdrawn"),
}
GOOD, FAIR = 0.8, 0.667
"""Krippendorff's own bounds for α: reliable, and good enough for tentative conclusions."""


@dataclass(frozen=True)
class Beside:
    """What another counting rule says of an entry. `moves`: it has another place there."""

    place: int | None
    score: str
    moves: bool


@dataclass(frozen=True)
class Sheet:
    """One juror's marks on an entry. `why`: the reason where there are none."""

    juror: str
    city: str
    city_name: str
    marks: tuple[str, ...]
    composite: str
    why: str | Promise


@dataclass(frozen=True)
class Line:
    """An entry on the board. `sum`: raw mean − leniency = score, in figures that add up."""

    line: BoardLine
    score: str
    raw_mean: str
    leniency: str
    others: tuple[Beside, ...]
    chance: str
    noise: str
    dispute: str
    decided: str
    provisional: str
    advances: bool
    cut: bool
    sheets: tuple[Sheet, ...]


def columns(board: Board, beside: Sequence[str]) -> list[dict[str, Any]]:
    """The other counting rules: {key, label, on, problem}."""
    return [
        {"key": name, "label": METHODS[name], "on": name in beside, "problem": bool(problem)}
        for name, problem in board.methods.items()
        if name != board.official
    ]


def lines(board: Board, beside: Sequence[str], cities: Mapping[str, str]) -> list[Line]:
    """The official ranking, each entry with what stands beside it and with every juror's marks."""
    advancing = [_advances(line, board.round.advance) for line in board.ranking]
    last = max((number for number, goes_on in enumerate(advancing) if goes_on), default=None)
    following = {one.code: after.code for one, after in pairwise(board.ranking)}
    return [
        Line(
            line=line, score=numbers.points(line.score), raw_mean=numbers.points(line.raw_mean),
            leniency="" if line.leniency is None else numbers.points(line.leniency, signed=True),
            others=tuple(_beside(line.others.get(name), line) for name in beside),
            chance=numbers.percent(line.sure.p_top) if line.sure else "",
            noise=noise(line, following.get(line.code, "")), dispute=dispute(line),
            decided=decided(line, board), provisional=provisional(line), advances=advancing[number],
            cut=number == last and _is_cut(board, number),
            sheets=tuple(_sheet(one, board, cities) for one in line.sheets),
        )
        for number, line in enumerate(board.ranking)
    ]  # fmt: skip


def _advances(line: BoardLine, places: int) -> bool:
    return line.place is not None and line.place <= places


def _is_cut(board: Board, number: int) -> bool:
    """The last line of a page is the cut only where nobody after it goes on."""
    return number + 1 < len(board.ranking) or board.ranking[number].position >= board.round.advance


def _beside(there: Other | None, here: BoardLine) -> Beside:
    if there is None:
        return Beside(None, "–", False)
    return Beside(there.place, numbers.points(there.score), there.place != here.place)


def noise(line: BoardLine, following: str) -> str:
    """Where the order of an entry and the next is within the jury's noise; "" where it is firm."""
    if line.sure is None or not line.sure.noise_below or not following:
        return ""
    values = {"code": following, "chance": numbers.percent(line.sure.p_next)}
    return _("Better than %(code)s with a probability of %(chance)s only: within the jury’s noise.") % values


def dispute(line: BoardLine) -> str:
    """That the jurors disagree strongly about an entry; "" where they do not."""
    if not line.disputed or line.dissent is None:
        return ""
    return _("Disputed: its marks lie %(times)s times as far apart as usual.") % {
        "times": numbers.decimal(line.dissent, 1)
    }


def decided(line: BoardLine, board: Board) -> str:
    """Which step of the tie chain gave the place; "" where the score alone did."""
    more = line.ties - len(line.tied_with)
    names = {"entries": ", ".join(line.tied_with) + (f" (+{more})" if more > 0 else "")}
    if line.decided_by == DecidedBy.CRITERION:
        title = next((c.title for c in board.round.criteria if c.key == line.criterion), line.criterion)
        return _("Same score as %(entries)s; decided by the criterion “%(criterion)s”.") % {**names, "criterion": title}
    if line.decided_by == DecidedBy.HEAD_TO_HEAD:
        return _("Same score as %(entries)s; decided head to head: more jurors rank this one higher.") % names
    if line.decided_by == DecidedBy.SHARED:
        return _("Shares its place with %(entries)s: no step of the rules separates them.") % names
    return ""


def broken(ties: Sequence[BrokenTie]) -> list[dict[str, Any]]:
    """Ties that the chair broke: who, when, in which order, and why."""
    return [
        {"codes": ", ".join(sorted(one.order)), "order": ", ".join(one.order), "who": one.by, "at": one.at,
         "reasons": one.reasons, "reason": one.reason}
        for one in ties
    ]  # fmt: skip


def provisional(line: BoardLine) -> str:
    """Why an entry has no place yet; "" where it has one."""
    if not line.provisional:
        return ""
    why = ", ".join(str(SHORTFALLS[one]) for one in line.shortfalls)
    return _("Provisional, no quorum: %(why)s.") % {"why": why}


def agreement(board: Board) -> str:
    """How far the jurors agree, in one sentence with its figures; "" until they are computed."""
    if not board.figures:
        return ""
    alpha, w = board.figures["alpha"], board.figures["kendall_w"]
    if alpha is None:
        return _("How far the jury agrees cannot be said: too few marks stand beside each other.")
    figures = {"alpha": numbers.decimal(alpha), "w": numbers.decimal(w)}
    if alpha >= GOOD:
        return _("The jury agrees closely (Krippendorff’s α %(alpha)s, Kendall’s W %(w)s).") % figures
    if alpha >= FAIR:
        return _("The jury agrees on the whole (Krippendorff’s α %(alpha)s, Kendall’s W %(w)s).") % figures
    sentence = _("The jurors see many entries differently (Krippendorff’s α %(alpha)s, Kendall’s W %(w)s): talk first.")
    return sentence % figures


def finding(board: Board) -> str:
    """What the plot shows: the entry on which the jury is farthest apart."""
    spreads = [(line.spread.high - line.spread.low, line) for line in board.ranking if line.spread]
    if not spreads:
        return _("No marks count in this round.")
    width, line = max(spreads, key=lambda pair: pair[0])
    given = {"code": line.code, "points": numbers.decimal(width, 1)}
    return _("The jury is farthest apart on %(code)s: %(points)s points lie between its ballots.") % given


def plot(board: Board) -> SafeString:
    """Every ballot as a dot, in the order of the ranking."""
    rows = [
        Row(line.code, line.ballots, line.spread.mean if line.spread else None, numbers.points(line.score))
        for line in board.ranking
    ]
    scale = board.round.scale
    said = ngettext(
        "For %(count)d entry each juror’s weighted score as a dot, their range as a line and their mean as a stroke; "
        "the tables below have the same figures.",
        "For %(count)d entries each juror’s weighted score as a dot, their range as a line and their mean as a stroke; "
        "the tables below have the same figures.",
        len(rows),
    ) % {"count": len(rows)}
    return spread(rows, low=scale.low / 100, high=scale.high / 100, title=finding(board), description=said)


def _sheet(one: SheetLine, board: Board, cities: Mapping[str, str]) -> Sheet:
    """One juror's marks by criterion, the juror by pseudonym."""
    return Sheet(
        juror=one.juror, city=one.city, city_name=cities.get(one.city, ""),
        marks=tuple(numbers.mark(one.marks.get(criterion.key)) for criterion in board.round.criteria),
        composite=numbers.decimal(one.composite), why=REASONS.get(one.reason, one.reason),
    )  # fmt: skip
