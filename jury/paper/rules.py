"""Rules of typing in: two people, the same marks. Pure Python."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from musicprize.kernel.errors import Conflict, Invalid


class PaperState(StrEnum):
    """Of a sheet as the desk sees it. OWN: the juror marked it on a phone, or stood aside. WITHDRAWN: the artist took
    the entry back; nothing is missing."""

    MISSING = "missing"
    ONCE = "once"
    COUNTED = "counted"
    OWN = "own"
    WITHDRAWN = "withdrawn"


def check_typed(marks: Mapping[str, int], *, aside: bool) -> None:
    """Invalid where a sheet says both: marks, and that its juror stands aside."""
    if aside and marks:
        sentence = _("A juror who stands aside gives no marks: leave them empty, or take this back.")
        raise Invalid(fields={"aside": [("marked", sentence)]})


def check_hears(heard: bool) -> None:
    """Invalid for an entry that is not among the juror's own."""
    if not heard:
        raise Invalid(fields={"entry": [("not_heard", _("This juror does not hear this entry."))]})


def check_same(first: Mapping[str, int], second: Mapping[str, int]) -> None:
    """Conflict `paper_differs` naming the criteria where the two typings differ, never the first one's marks. No marks
    at all: the juror stands aside."""
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
    """Conflict `paper_waiting` naming the sheets that were typed and do not count: by one person only, or opened again
    by the juror since. Once sealed, they never could."""
    if codes:
        sentence = _("These sheets came back on paper and do not count yet: %(codes)s. Two people type the same first.")
        raise Conflict("paper_waiting", sentence % {"codes": ", ".join(codes)}, entries=list(codes))
