"""Whether an entry may be given to a juror, or taken away, by hand. Pure Python."""

from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from musicprize.kernel.errors import Conflict

Found = TypeVar("Found")


def check_can_add(*, hears: bool, tied: bool, own_city: bool, withdrawn: bool, sealed: bool) -> None:
    """Conflict with the first hard rule that forbids it."""
    for wrong, code, sentence in (
        (hears, "hears_already", _("This juror hears this entry already.")),
        (tied, "tied", _("There is a conflict of interest between this juror and this entry.")),
        (own_city, "own_city", _("By the frozen rules jurors do not hear entries of their own city.")),
        (withdrawn, "withdrawn", _("The artist has withdrawn this entry.")),
        (sealed, "ballot_sealed", _("This juror’s ballot is sealed.")),
    ):
        if wrong:
            raise Conflict(code, sentence)


def check_can_remove(*, begun: bool, sealed: bool) -> None:
    """Conflict `ballot_sealed` or `begun`: what somebody has marked is not taken away."""
    if sealed:
        raise Conflict("ballot_sealed", _("This juror’s ballot is sealed."))
    if begun:
        raise Conflict("begun", _("This juror has begun to mark this entry, so it stays."))


def somebody(found: Found | None) -> Found:
    """What was found; Conflict `nobody_left` where no other juror may hear an entry."""
    if found is None:
        raise Conflict("nobody_left", _("There is no other juror who may hear this entry and has not sealed."))
    return found
