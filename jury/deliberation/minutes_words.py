"""What stands in the minutes for the codes of their document, in the language of the moment."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jury.tally.types import DecidedBy

Words = Mapping[str, str | Promise]

WHY: Words = {
    "conflict": gettext_lazy("conflict of interest"),
    "recognised": gettext_lazy("recognised the artist"),
}
CHOICES: Words = {"yes": gettext_lazy("Yes"), "no": gettext_lazy("No"), "abstain": gettext_lazy("Abstention")}
OUTCOMES: Words = {
    "carried": gettext_lazy("Carried"),
    "lost": gettext_lazy("Lost"),
    "tied": gettext_lazy("As many yes as no: not carried"),
    "no_quorum": gettext_lazy("Too few voted"),
}
DECISIONS: Words = {
    "finalists": gettext_lazy("Finalists"),
    "winner": gettext_lazy("Winner"),
    "special": gettext_lazy("Special prize"),
}
RULES: Words = {
    "adjusted": gettext_lazy("The mean of the weighted marks, each juror’s severity estimated and taken off."),
    "mean": gettext_lazy("The mean of the weighted marks."),
    "trimmed": gettext_lazy("The mean of the weighted marks without the highest and the lowest."),
    "clamp": gettext_lazy("The mean of the weighted marks, those far from the mean drawn towards it."),
    "zscore": gettext_lazy("The mean of the weighted marks, put on one scale for all jurors."),
    "borda": gettext_lazy("The mean of the places that each juror gave."),
    "points": gettext_lazy("Points for the places that each city’s jurors gave."),
    "robust": gettext_lazy("The mean of the weighted marks, severity taken off, outliers weighing less."),
}
SHORTFALLS: Words = {
    "no_ballot": gettext_lazy("no juror’s marks count"),
    "too_few_jurors": gettext_lazy("too few jurors"),
    "too_few_cities": gettext_lazy("jurors of too few cities"),
    "not_connected": gettext_lazy("no juror in common with the other entries"),
    "too_few_for_method": gettext_lazy("too few jurors for this counting rule"),
    "rule_not_applicable": gettext_lazy("the counting rule cannot be applied to these marks"),
}
CITIES = {"lux": "Luxembourg", "met": "Metz", "sbr": "Saarbrücken", "tri": "Trier"}
"""Own names where a city has one only; Luxembourg's is translated."""


def city(code: str) -> str:
    return _("Luxembourg") if code == "lux" else CITIES.get(code, code)


def decided(line: Mapping[str, Any]) -> str:
    """Which step gave a place."""
    names = {"entries": ", ".join(line["tied_with"]), "criterion": line["criterion"]}
    if line["place"] is None:
        return _("No place: %(why)s") % {"why": ", ".join(str(SHORTFALLS[one]) for one in line["shortfalls"])}
    sentences = {
        DecidedBy.SCORE: _("score"),
        DecidedBy.CRITERION: _("same score as %(entries)s; criterion “%(criterion)s”"),
        DecidedBy.HEAD_TO_HEAD: _("same score as %(entries)s; head to head"),
        DecidedBy.SHARED: _("shared with %(entries)s"),
    }
    return sentences.get(DecidedBy(line["decided_by"]), "") % names


def outcome(motion: Mapping[str, Any]) -> str:
    """What a motion came to, with its figures."""
    if motion["state"] != "closed":
        return _("Withdrawn.") if motion["state"] == "withdrawn" else _("Not decided yet.")
    values = {**motion, "outcome": OUTCOMES[motion["outcome"]]}
    return (
        _("%(outcome)s. Yes %(yes)s, no %(no)s, abstentions %(abstain)s; %(entitled)s entitled, quorum %(quorum)s.")
        % values
    )
