"""Which entries a round judges."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from jury.decisions import queries as decisions
from jury.deliberation.cutting import suggested_cut
from jury.rounds.counting import parameters
from jury.rounds.models import Round
from jury.rounds.rules import Kind, State
from jury.tally.types import CutTie
from musicprize.kernel.errors import Invalid, Sentence
from submissions.applications import screening_queries as applications
from submissions.applications.screening_queries import AdmittedEntry

OPEN_TIES: dict[CutTie, tuple[str, Sentence]] = {
    CutTie.SECOND_BALLOT: (
        "second_ballot",
        _("The last place of the earlier round is shared: by its frozen rules the jury votes again first."),
    ),
    CutTie.CHAIR: (
        "tie_open",
        _("The last place of the earlier round is shared: by its frozen rules the chair decides first."),
    ),
}
"""Why it is not settled yet who goes on, by the tie rule that leaves it to people."""


def entries(row: Round, codes: Sequence[str] | None) -> tuple[AdmittedEntry, ...]:
    """The admitted entries named by `codes`. Without codes those who go on from the round that the settings name, else
    all of them, in a final the finalists in force.

    Invalid when a code is not that of an admitted entry, a final has neither codes nor finalists, or it is not yet
    settled who goes on from the earlier round.
    """
    admitted = {entry.code: entry for entry in applications.admitted(row.edition_id)}
    wanted = _default(row, set(admitted)) if codes is None else set(codes)
    unknown = sorted(wanted - set(admitted))
    if unknown:
        sentence = _("These are not codes of admitted entries: %(codes)s.")
        raise Invalid(fields={"entries": [("unknown_entry", sentence % {"codes": ", ".join(unknown)})]})
    return tuple(admitted[code] for code in sorted(wanted))


def _default(row: Round, admitted: set[str]) -> set[str]:
    if row.entries_from is not None:
        return _gone_on(row.entries_from) & admitted
    if row.kind != Kind.FINAL:
        return admitted
    finalists = set(decisions.finalists(row.edition_id)) & admitted
    if not finalists:
        sentence = _("No finalists have been decided yet. Decide them first, or name the entries of this round.")
        raise Invalid(fields={"entries": [("no_finalists", sentence)]})
    return finalists


def _gone_on(earlier: Round) -> set[str]:
    """Who goes on from a round by its frozen rules. Finalists decided on that round outweigh its ranking."""
    decided = [one for one in decisions.decisions(earlier.edition_id) if one.round_id == earlier.pk]
    finalists = [one for one in decided if one.kind == "finalists"]
    if finalists:
        return {entry.code for one in finalists for entry in one.entries}
    if earlier.state != State.CLOSED:
        sentence = _("The round from which the entries come is not closed yet.")
        raise Invalid(fields={"entries_from": [("not_closed", sentence)]})
    cut = suggested_cut(earlier.pk)
    if cut.contested:
        rule = parameters(earlier.method, earlier.method_parameters).cut_tie
        raise Invalid(fields={"entries_from": [OPEN_TIES[rule]]})
    return set(cut.advancing)
