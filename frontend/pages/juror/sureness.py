"""How firm a ranking is, in words: the cut and the jury's noise, the jury without each of its members, other rules."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from frontend.pages import numbers
from frontend.pages.juror.standings import METHODS
from jury.deliberation.queries import Board


def cut(board: Board) -> str:
    """Whether the order at the cut is firm; "" where the cut is not on this stretch of the ranking, or unknown."""
    placed = {line.position: line for line in board.ranking if line.place is not None}
    upper, lower = placed.get(board.round.advance), placed.get(board.round.advance + 1)
    if upper is None or lower is None or upper.sure is None or upper.sure.p_next is None:
        return ""
    values = {
        "upper": upper.code, "lower": lower.code, "a": upper.place, "b": lower.place,
        "chance": numbers.percent(upper.sure.p_next),
    }  # fmt: skip
    if upper.sure.noise_below:
        sentence = _(
            "Places %(a)s and %(b)s are within the jury’s noise: that %(upper)s is really better than %(lower)s has a "
            "probability of %(chance)s."
        )
        return sentence % values
    sentence = _("The cut is firm: that %(upper)s is really better than %(lower)s has a probability of %(chance)s.")
    return sentence % values


def left_out(board: Board) -> str:
    """What would change without one juror, in a sentence; jurors by pseudonym."""
    if not board.figures:
        return ""
    found = board.figures["left_out"]
    known = [line for line in found["lines"] if not line["problem"]]
    if not known or not found["winners"]:
        return _("What the ranking would be without one juror cannot be said: too few marks would be left.")
    turned = [line["juror"] for line in known if line["winners"] != found["winners"]]
    fewest = min(known, key=lambda line: (line["stays"], line["juror"]))
    first = _("The first place stays the same, whichever juror is left out.")
    if turned:
        first = ngettext(
            "The first place would be another one without this juror: %(jurors)s.",
            "The first place would be another one without one of these jurors: %(jurors)s.",
            len(turned),
        ) % {"jurors": ", ".join(turned)}
    values = {"stays": fewest["stays"], "of": fewest["of"], "juror": fewest["juror"]}
    if fewest["stays"] == fewest["of"]:
        return first + " " + _("Those who go on stay the same, too.")
    return first + " " + _("Of the %(of)s who go on, at least %(stays)s stay (fewest without %(juror)s).") % values


def methods(board: Board) -> dict[str, Any]:
    """Who goes on by every counting rule: the finding, columns and rows of its table. Empty until it is computed."""
    if not board.figures:
        return {}
    found = board.figures["methods"]
    applied = [line for line in found if not line["problem"]]
    of = len(applied[0]["top"])
    fewest = min(line["stays"] for line in applied)
    finding = _("By every counting rule the same entries go on.")
    if fewest < of:
        moving = sum(line["stays"] < of for line in applied)
        finding = ngettext(
            "By %(n)s other counting rule not all of the same entries go on: at least %(stays)s of %(of)s stay.",
            "By %(n)s other counting rules not all of the same entries go on: at least %(stays)s of %(of)s stay.",
            moving,
        ) % {"n": moving, "stays": fewest, "of": of}
    return {
        "finding": finding,
        "columns": [_("Counting rule"), _("Stay"), _("Would come in"), _("Would drop out")],
        "rows": [_method(line, of) for line in found],
    }


def _method(line: dict[str, Any], of: int) -> list[str]:
    if line["problem"]:
        return [str(METHODS[line["method"]]), _("cannot be applied to these marks"), "", ""]
    stays = _("%(n)s of %(of)s") % {"n": line["stays"], "of": of}
    return [str(METHODS[line["method"]]), stays, ", ".join(line["entering"]), ", ".join(line["leaving"])]
