"""The rules of a round in the reader's words: for organisers who set them up, and for jurors once they are frozen."""

from typing import Any

from django.utils.translation import gettext as _

from frontend.pages import numbers
from frontend.pages.organiser import words
from jury.rounds.counting import parameters
from jury.rounds.queries import RoundFacts
from jury.rounds.rules import Scale
from jury.tally import CutTie


def settings(facts: RoundFacts) -> list[dict[str, Any]]:
    """What is frozen on opening, in words."""
    chosen = parameters(facts.method, facts.method_parameters)
    sighted = _("Jurors do not know who plays") if facts.blind else _("Jurors know who plays")
    ties = {one["value"]: one["label"] for one in cut_ties()}
    everybody = _("Everybody hears everything")
    some = _("%(n)s jurors an entry") % {"n": facts.per_entry}
    return [
        {"label": _("Sight"), "value": sighted},
        {"label": _("Marks"), "value": words.MARKINGS[facts.marking]},
        {"label": _("Scale"), "value": scale(facts.scale)},
        {"label": _("Counting rule"), "value": words.METHODS[facts.method]},
        {"label": _("Who judges"), "value": words.JUDGES[facts.judges]},
        {"label": _("Who hears what"), "value": some if facts.per_entry else everybody},
        {"label": _("Entries of the own city"), "value": _own_city(facts)},
        {"label": _("When a juror stands aside later"), "value": words.REASSIGN[facts.reassign]},
        {"label": _("How many go on"), "value": _going_on(facts)},
        {"label": _("A tie at the cut"), "value": ties[chosen.cut_tie]},
        {
            "label": _("Counts from"),
            "value": _("%(jurors)s jurors of %(cities)s cities an entry")
            % {"jurors": chosen.quorum_jurors, "cities": chosen.quorum_cities},
        },
        {"label": _("Closing while ballots are not sealed"), "value": words.MISSING_RULES[facts.missing_rule]},
        {
            "label": _("What the jury sees of each other’s marks afterwards"),
            "value": words.MARKS_SHOWN[facts.marks_shown],
        },
        {"label": _("Votes at the jury’s table"), "value": words.MOTION_VOTES[facts.motion_votes]},
        {"label": _("What is published of the marks"), "value": words.LEVELS[facts.publication_level]},
        {"label": _("Weight of cities"), "value": _("Every city the same") if chosen.city_parity else _("By jurors")},
    ]


def _own_city(facts: RoundFacts) -> str:
    return _("Jurors hear them too") if facts.own_city else _("Others judge them")


def _going_on(facts: RoundFacts) -> str:
    """4; at least 1 and at most 2 of each city; 3 on the reserve list."""
    parts = [str(facts.advance)]
    if facts.city_least:
        parts.append(_("at least %(n)s of each city") % {"n": facts.city_least})
    if facts.city_most:
        parts.append(_("at most %(n)s of each city") % {"n": facts.city_most})
    return "; ".join([*parts, _("%(n)s on the reserve list") % {"n": facts.reserve}])


def scale(one: Scale) -> str:
    """From 1 to 10 in steps of 0.5."""
    low, high, step = (numbers.mark(number) for number in (one.low, one.high, one.step))
    if one.step == 100:
        return _("%(low)s to %(high)s") % {"low": low, "high": high}
    return _("%(low)s to %(high)s in steps of %(step)s") % {"low": low, "high": high, "step": step}


def cut_ties() -> list[dict[str, Any]]:
    """The answers to a tie at the cut, as options of a form."""
    named = {
        CutTie.ALL_ADVANCE: _("All who share the place go on"),
        CutTie.SECOND_BALLOT: _("The jury votes again among them"),
        CutTie.DRAW: _("The sealed seed draws among them"),
        CutTie.CHAIR: _("The chair decides among them, with a reason that is published"),
    }
    return [{"value": tie.value, "label": named[tie]} for tie in CutTie]
