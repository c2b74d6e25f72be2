"""One's own score sheet: found and locked before it is written, and what every saving of it does."""

from datetime import datetime, timedelta
from uuid import UUID

from jury.conflicts import queries as conflicts
from jury.conflicts.rules import check_answered
from jury.live import turns
from jury.rounds import rules as round_rules
from jury.rounds.locking import round_for_marking
from jury.scoresheets import access, rules
from jury.scoresheets.documents import Saved
from jury.scoresheets.models import Ballot, ScoreSheet
from musicprize.accounts.models import User
from musicprize.kernel.locks import locked

SEEN_EVERY = timedelta(minutes=1)
"""How finely "last seen" is kept."""


def own_sheet(sheet_id: UUID, by: User, *, sealed_too: bool = False) -> ScoreSheet:
    """One's own sheet, locked, in a round that takes votes, in a live one during its entry's turn; its ballot unsealed.
    With `sealed_too` also outside of its turn, sealed, and before the round's declaration of ties is answered."""
    round_id = access.round_of_sheet(by, sheet_id)
    round_ = round_for_marking(round_id)
    round_rules.check_takes_votes(round_.state)
    rows = ScoreSheet.objects.select_related("ballot__round", "entry").filter(pk=sheet_id, ballot__juror=by)
    sheet = locked(rows)
    if not sealed_too:
        check_answered(conflicts.answered(round_id, by.pk))
        rules.check_not_sealed(sheet.ballot.state)
        turns.check_entry(live=round_.live, entry_id=sheet.entry_id)
    return sheet


def save(sheet: ScoreSheet, at: datetime, *fields: str) -> Saved:
    """Write the sheet's `fields` as its next version; its juror was here."""
    sheet.version += 1
    sheet.changed_at = at
    sheet.save(update_fields=[*fields, "version", "changed_at"])
    seen(sheet.ballot_id, at)
    return saved(sheet, at)


def saved(sheet: ScoreSheet, at: datetime) -> Saved:
    return Saved(version=sheet.version, state=sheet.state, saved_at=at, marks=given(sheet), note=sheet.note)


def given(sheet: ScoreSheet) -> dict[str, int]:
    """The marks on a sheet: criterion key → hundredths."""
    return dict(sheet.marks.order_by("criterion__position").values_list("criterion__key", "hundredths"))


def seen(ballot_id: UUID, at: datetime) -> None:
    """Keep when the juror was last here, to the minute."""
    rows = Ballot.objects.filter(pk=ballot_id)
    rows.exclude(seen_at__gt=at - SEEN_EVERY).update(seen_at=at)
