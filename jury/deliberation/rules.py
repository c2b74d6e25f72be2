"""Rules of the jury's meeting: motions, their votes and their outcome; how the shortlist moves. Pure Python."""

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from jury.rounds.rules import MotionVotes
from jury.tally.cut import Contest
from jury.tally.types import CutTie
from musicprize.kernel.errors import Conflict, Invalid, NotAllowed
from musicprize.kernel.states import Machine

T = TypeVar("T")


class MotionState(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class MotionVerb(StrEnum):
    CLOSE = "close"
    WITHDRAW = "withdraw"


class Choice(StrEnum):
    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


class Outcome(StrEnum):
    """What a closed motion came to. A tie carries nothing."""

    CARRIED = "carried"
    LOST = "lost"
    TIED = "tied"
    NO_QUORUM = "no_quorum"


class Way(StrEnum):
    """Which way an entry goes on the shortlist."""

    UP = "up"
    DOWN = "down"


MOTION = Machine(
    name="motion",
    initial=MotionState.OPEN,
    table={
        (MotionState.OPEN, MotionVerb.CLOSE): MotionState.CLOSED,
        (MotionState.OPEN, MotionVerb.WITHDRAW): MotionState.WITHDRAWN,
    },
)

SHORTLIST_AT_MOST = 50


def quorum(entitled: int) -> int:
    """How many must vote, abstentions included: two thirds of those entitled, rounded up, as for an entry's ranking."""
    return -(-2 * entitled // 3)


def outcome(*, yes: int, no: int, abstain: int, needed: int) -> Outcome:
    """Carried by more yes than no among those who voted, once `needed` of them did. Abstentions count for the quorum
    only."""
    if yes + no + abstain < needed:
        return Outcome.NO_QUORUM
    if yes == no:
        return Outcome.TIED
    return Outcome.CARRIED if yes > no else Outcome.LOST


def moved(order: Sequence[T], one: T, way: Way) -> list[T]:
    """`order` with `one` a place further up or down. Conflict `at_the_end` where there is no further place."""
    at = order.index(one)
    there = at - 1 if way is Way.UP else at + 1
    if not 0 <= there < len(order):
        raise Conflict("at_the_end", _("This entry is at the end of the shortlist already."))
    found = list(order)
    found[at], found[there] = found[there], found[at]
    return found


def check_fits(listed: int) -> None:
    """Invalid when the shortlist is full."""
    if listed >= SHORTLIST_AT_MOST:
        sentence = _("A shortlist has at most %(most)d entries. Take one off first.") % {"most": SHORTLIST_AT_MOST}
        raise Invalid(fields={"code": [("too_many", sentence)]})


def check_entitled(entitled: bool) -> None:
    """NotAllowed `stood_aside` for a juror who stood aside from the entry that a motion is about."""
    if not entitled:
        raise NotAllowed("stood_aside", _("You stood aside from this entry, so you do not vote on it."))


def check_some_vote(entitled: int) -> None:
    """Conflict `nobody_votes` for a motion on which nobody could vote."""
    if not entitled:
        raise Conflict("nobody_votes", _("Nobody at the table may vote on this."))


def check_not_secret_twice(voted: bool) -> None:
    """Conflict `voted` when a secret vote was given already: nothing says which one to take back."""
    if voted:
        raise Conflict("voted", _("You have voted on this already. A secret vote cannot be changed."))


def check_left_to_the_chair(rule: CutTie) -> None:
    """Conflict `not_left_to_the_chair` where the frozen rules settle a shared place in another way."""
    if rule is not CutTie.CHAIR:
        raise Conflict("not_left_to_the_chair", _("By the frozen rules of this round the chair does not break ties."))


def contest_of(order: Sequence[str], waiting: Sequence[Contest]) -> Contest:
    """The open tie that `order` settles. Conflict `tie_not_open` where none is open; Invalid `order` unless it names
    each entry of one of them, once."""
    if not waiting:
        raise Conflict("tie_not_open", _("No place at the cut is shared, or the tie is broken already."))
    found = next((one for one in waiting if sorted(one.entries) == sorted(order)), None)
    if found is None:
        sentence = _("Put all entries that share the place in order, each of them once.")
        raise Invalid(fields={"order": [("order", sentence)]})
    return found


def check_may_break(tied: Collection[str]) -> None:
    """NotAllowed `stood_aside` for a chair who stood aside from one of the entries that share the place."""
    if tied:
        sentence = _(
            "You stood aside from %(codes)s, so you do not break this tie. Somebody else has to take the chair."
        )
        raise NotAllowed("stood_aside", sentence % {"codes": ", ".join(sorted(tied))})


def secrecy(rule: MotionVotes, wanted: bool | None) -> bool:
    """Whether a motion is voted on secretly. `wanted`: what its proposer says, None: nothing, which means as the rule
    says, and openly where the rule leaves it to the proposer. Conflict `votes_are_open`, `votes_are_secret`."""
    if rule is MotionVotes.PROPOSER:
        return bool(wanted)
    secret = rule is MotionVotes.SECRET
    if wanted is not None and wanted is not secret:
        if secret:
            sentence = _("By the frozen rules of this round every vote at the table is secret.")
            raise Conflict("votes_are_secret", sentence)
        raise Conflict("votes_are_open", _("By the frozen rules of this round every vote at the table is open."))
    return secret
