"""How often I gave which mark: a histogram of one's own marks, for nobody else's eyes."""

from collections import Counter
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from frontend.pages.juror import sheets
from frontend.plots.bars import Column, columns
from jury.scoresheets.documents import BallotView

CLASSES = 10
"""A scale with more steps than buttons is drawn in so many classes."""


@dataclass(frozen=True)
class Distribution:
    """A plot with the sentence that says what is to be seen in it, and its table."""

    finding: str
    svg: SafeString
    columns: tuple[str, ...]
    rows: list[tuple[str, str]]


def of_ballot(ballot: BallotView) -> Distribution | None:
    """Of all my marks on all criteria; None while I have given none."""
    scale = ballot.round.scale
    given = [mark for sheet in ballot.sheets if not sheet.recused_because for mark in sheet.marks.values()]
    if not given:
        return None
    width = scale.step if sheets.steps(scale) else -(-(scale.high - scale.low + scale.step) // CLASSES)
    counted = Counter((mark - scale.low) // width for mark in given)
    named = [(_name(low, width, scale.step), counted[(low - scale.low) // width])
             for low in range(scale.low, scale.high + 1, width)]  # fmt: skip
    mean = number_format(sum(given) / len(given) / 100, decimal_pos=2)
    finding = _("You have given %(count)s marks so far, %(mean)s on average.") % {"count": len(given), "mean": mean}
    return Distribution(
        finding=finding,
        svg=columns(
            [Column(name, count) for name, count in named], title=_("How often you gave each mark"),
            description=finding, key="spread", height=150,
        ),
        columns=(_("Mark given"), _("How often")),
        rows=[(name, str(count)) for name, count in named],
    )  # fmt: skip


def _name(low: int, width: int, step: int) -> str:
    first = number_format(sheets.points(low))
    return first if width == step else f"{first}–{number_format(sheets.points(low + width - step))}"
