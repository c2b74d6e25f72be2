"""Rules of a round: its states, what may be chosen, what a draft must hold before it opens. Pure Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from jury.rounds.counting import Hall
from musicprize.kernel.errors import Conflict, Invalid, Sentence
from musicprize.kernel.states import Machine


class State(StrEnum):
    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Verb(StrEnum):
    OPEN = "open"
    CLOSE = "close"


class Kind(StrEnum):
    SCREENING = "screening"
    JURY = "jury"
    FINAL = "final"


class Marking(StrEnum):
    """How often an entry is marked. With two marks the first one is given for the sound alone and then kept; text and
    rider are shown after it, and a second mark may be given. Which of the two counts is frozen with the rules."""

    ONCE = "once"
    FIRST = "first"
    SECOND = "second"


class Missing(StrEnum):
    """What whoever closes the round says about ballots that are not sealed."""

    REFUSE = "refuse"
    ACCEPT = "accept"


class Judges(StrEnum):
    """Who judges a round. Coordinators, who prepare the choice, may in a first listening only."""

    JURORS = "jurors"
    COORDINATORS = "coordinators"
    BOTH = "both"


class Reassign(StrEnum):
    """What happens when a juror stands aside after the round was opened."""

    AUTOMATIC = "automatic"
    ASK = "ask"
    NO = "no"


class MissingRule(StrEnum):
    """What the frozen rules say about closing while ballots are not sealed.

    REFUSE: it cannot be closed. SEALED: it can, and sealed ballots alone count. COMPLETE: it can, and of unsealed
    ballots the sheets count that their juror has called complete.
    """

    REFUSE = "refuse"
    SEALED = "sealed"
    COMPLETE = "complete"


class MarksShown(StrEnum):
    """What jurors see of each other's marks once the round is closed; organisers and the chair see PSEUDONYMS at least.

    OWN: the ranking and their own marks. PSEUDONYMS: every mark under J01, J02 … NAMES: every mark with its juror.
    """

    OWN = "own"
    PSEUDONYMS = "pseudonyms"
    NAMES = "names"


class MotionVotes(StrEnum):
    """How the jury votes on motions at its table: openly, secretly, or as whoever proposes a motion chooses."""

    OPEN = "open"
    SECRET = "secret"
    PROPOSER = "proposer"


class PublicationLevel(StrEnum):
    """What the verification bundle holds: results and sums by city, or every mark under a pseudonym."""

    DEFAULT = "default"
    FULL = "full"


MACHINE = Machine(
    name="round",
    initial=State.DRAFT,
    table={(State.DRAFT, Verb.OPEN): State.OPEN, (State.OPEN, Verb.CLOSE): State.CLOSED},
)

MAX_ENTRIES = 100_000


@dataclass(frozen=True)
class Scale:
    """Which marks may be given: low, low + step, … high, all in hundredths of a point."""

    low: int
    high: int
    step: int

    def holds(self, hundredths: int) -> bool:
        """Whether a mark lies on the scale and on one of its steps."""
        return self.low <= hundredths <= self.high and (hundredths - self.low) % self.step == 0

    def problems(self) -> dict[str, list[tuple[str, Sentence]]]:
        """What is wrong with the scale itself."""
        if self.low >= self.high:
            return {"scale_high": [("scale_order", _("The highest mark must be above the lowest."))]}
        if self.step < 1 or (self.high - self.low) % self.step:
            return {"scale_step": [("scale_step", _("The steps of the scale must lead exactly to its highest mark."))]}
        return {}


def marking_problems(marking: str, *, blind: bool) -> dict[str, list[tuple[str, Sentence]]]:
    """Text and rider say who plays, so a blind round has nothing to show for a second mark."""
    if blind and marking != Marking.ONCE:
        problem = _("A blind round shows no text at all, so there is nothing for a second mark.")
        return {"marking": [("marking_blind", problem)]}
    return {}


def live_problems(*, live: bool, kind: str, marking: str) -> dict[str, list[tuple[str, Sentence]]]:
    """Only a final is marked entry by entry on the night, and there everything is seen and heard at once."""
    if live and (kind != Kind.FINAL or marking != Marking.ONCE):
        return {"live": [("live_final", _("Only a final with one mark an entry can be marked live."))]}
    return {}


def check_can_change(state: str) -> None:
    """Conflict `round_frozen` unless the round is a draft."""
    if state != State.DRAFT:
        raise Conflict("round_frozen", _("The rules of this round are frozen since it was opened."))


def check_takes_votes(state: str) -> None:
    """Conflict `round_closed` (or `round_not_open`) unless the round is open."""
    if state == State.CLOSED:
        raise Conflict("round_closed", _("This round is closed. Marks can no longer be changed."))
    if state != State.OPEN:
        raise Conflict("round_not_open", _("This round is not open yet."))


def check_settings(
    *, kind: str, judges: str, city_least: int | None, city_most: int | None, entries_from_earlier: bool | None
) -> None:
    """Invalid, a field each, where settings of a draft contradict each other.

    `entries_from_earlier`: whether the round whose entries are judged comes before this one; None: there is none.
    """
    fields: dict[str, list[tuple[str, Sentence]]] = {}
    if judges != Judges.JURORS and kind != Kind.SCREENING:
        sentence = _("Coordinators can judge in a first listening only.")
        fields["judges"] = [("coordinators_only_screen", sentence)]
    if city_most is not None and city_least is not None and city_least > city_most:
        sentence = _("At least so many cannot be more than at most so many.")
        fields["city_least"] = [("city_bounds", sentence)]
    if entries_from_earlier is False:
        sentence = _("The entries can only come from an earlier round of this edition.")
        fields["entries_from"] = [("not_earlier", sentence)]
    if fields:
        raise Invalid(fields=fields)


def check_can_open(*, criteria: int, size: Hall, per_entry: int | None, scale: Scale) -> None:
    """Invalid `not_ready` with what is missing before a round can open."""
    fields: dict[str, list[tuple[str, Sentence]]] = dict(scale.problems())
    if not criteria:
        fields["criteria"] = [("none", _("Add at least one criterion before you open the round."))]
    if not size.entries:
        fields["entries"] = [("none", _("There is no entry to judge. Admit applications first."))]
    if size.entries > MAX_ENTRIES:
        fields["entries"] = [("too_many", _("There are too many entries for one round."))]
    if not size.jurors:
        fields["jurors"] = [("none", _("Nobody sits on the jury yet. Invite jurors first."))]
    elif per_entry is not None and per_entry > size.hearing:
        sentence = _("An entry is to be heard by %(k)d jurors, but for some there are only %(n)d.")
        fields["per_entry"] = [("too_few_jurors", sentence % {"k": per_entry, "n": size.hearing})]
    if fields:
        raise Invalid("not_ready", _("The round cannot be opened yet."), fields=fields)


def check_city_seats(*, advance: int, city_least: int | None, homes: Mapping[UUID, int]) -> None:
    """Invalid `not_ready` where the seats promised to cities are more than there are. `homes`: city → entries."""
    promised = sum(min(city_least or 0, entries) for entries in homes.values())
    if promised > advance:
        sentence = _("%(promised)d seats are promised to cities, but only %(n)d entries go on.")
        fields = {"city_least": [("too_many_promised", sentence % {"promised": promised, "n": advance})]}
        raise Invalid("not_ready", _("The round cannot be opened yet."), fields=fields)


def check_can_close(*, unsealed: int, missing: Missing, rule: MissingRule) -> None:
    """Conflict `ballots_missing` with their number when some are not sealed and that is not accepted.

    Where the frozen rules refuse, accepting does not help.
    """
    if unsealed and (missing is Missing.REFUSE or rule is MissingRule.REFUSE):
        sentences = {
            MissingRule.REFUSE: _("Not all ballots are sealed yet: %(missing)d missing. By its frozen rules this round "
                                  "is closed only when all are."),
            MissingRule.SEALED: _("Not all ballots are sealed yet: %(missing)d missing. Unsealed ballots do not "
                                  "count."),
            MissingRule.COMPLETE: _("Not all ballots are sealed yet: %(missing)d missing. Of these only complete "
                                    "sheets count."),
        }  # fmt: skip
        raise Conflict("ballots_missing", sentences[rule] % {"missing": unsealed}, missing=unsealed)
