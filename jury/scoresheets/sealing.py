"""What a seal covers: the document of a ballot, made from its rows as they stand."""

from collections.abc import Iterator, Sequence
from typing import Any

from jury.rounds.rules import Marking
from jury.scoresheets.leaf import ballot_digest, ballot_document
from jury.scoresheets.models import Ballot, ScoreSheet
from jury.scoresheets.rules import BallotState, SheetState


def sheets_of(ballot: Ballot) -> list[ScoreSheet]:
    """A ballot's sheets with their marks, by code; four queries."""
    rows = ballot.sheets.select_related("entry").order_by("entry__code")
    return list(rows.prefetch_related("marks__criterion", "first_marks__criterion"))


def sealed_document(ballot: Ballot, sheets: Sequence[ScoreSheet]) -> dict[str, Any]:
    """The vote as its digest covers it. `ballot.sealed_at` must be set."""
    round_ = ballot.round
    assert ballot.sealed_at is not None
    return ballot_document(
        round_id=round_.pk, rules_sha256=round_.rules_sha256, pseudonym=ballot.pseudonym, sealed_at=ballot.sealed_at,
        marks=counting(sheets), first=None if round_.marking == Marking.ONCE else first_marks(sheets),
        recused={sheet.entry.code: sheet.recused_because for sheet in sheets if sheet.recused_because},
    )  # fmt: skip


def counting(sheets: Sequence[ScoreSheet]) -> dict[str, dict[str, int]]:
    """Entry code → criterion key → hundredths, of the complete sheets."""
    return {
        sheet.entry.code: {mark.criterion.key: mark.hundredths for mark in sheet.marks.all()}
        for sheet in sheets
        if sheet.state == SheetState.COMPLETE
    }


def first_marks(sheets: Sequence[ScoreSheet]) -> dict[str, dict[str, int]]:
    """The marks given for the sound alone, of sheets whose text and rider were shown."""
    return {
        sheet.entry.code: {mark.criterion.key: mark.hundredths for mark in sheet.first_marks.all()}
        for sheet in sheets
        if sheet.state == SheetState.COMPLETE and sheet.shown_at is not None
    }


def problems() -> Iterator[str]:
    """An invariant: every sealed ballot still has the digest of its seal, and marks lie on its round's scale."""
    for ballot in Ballot.objects.filter(state=BallotState.SEALED).select_related("round").iterator():
        name = f"ballot {ballot.pseudonym} of round {ballot.round_id}"
        sheets = sheets_of(ballot)
        if ballot_digest(ballot.salt, sealed_document(ballot, sheets)) != ballot.digest:
            yield f"{name}: its sheets are not those that were sealed"
        low, high = ballot.round.scale_low, ballot.round.scale_high
        marks = [mark.hundredths for sheet in sheets for mark in sheet.marks.all()]
        if any(not low <= mark <= high for mark in marks):
            yield f"{name}: a mark lies beyond the scale"
