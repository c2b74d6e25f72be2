"""Rules of typing in: two people, the same marks. Pure Python."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from musicprize.kernel.errors import Conflict


class PaperState(StrEnum):
    """Of a sheet as the desk sees it. OWN: the juror marked it on a phone, or stood aside."""

    MISSING = "missing"
    ONCE = "once"
    COUNTED = "counted"
    OWN = "own"


def check_same(first: Mapping[str, int], second: Mapping[str, int]) -> None:
    """Conflict `paper_differs` naming the criteria where the two typings differ, never the first one's marks."""
    differing = sorted(key for key in {*first, *second} if first.get(key) != second.get(key))
    if differing:
        sentence = _("This is not what the first person typed. Look at the paper again, both of you: %(criteria)s.")
        raise Conflict("paper_differs", sentence % {"criteria": ", ".join(differing)}, criteria=differing)


def check_all_on_paper(others: int) -> None:
    """Conflict `not_on_paper` while a sheet of the ballot was marked on a phone: its juror closes it there."""
    if others:
        sentence = _("This ballot was not filled in on paper alone. Its juror closes it in the jury room.")
        raise Conflict("not_on_paper", sentence, others=others)


def check_none_waiting(codes: Sequence[str]) -> None:
    """Conflict `paper_waiting` naming the sheets that one person has typed: once sealed, they could never count."""
    if codes:
        sentence = _("Only one person has typed these sheets: %(codes)s. A second person types the same first.")
        raise Conflict("paper_waiting", sentence % {"codes": ", ".join(codes)}, entries=list(codes))
