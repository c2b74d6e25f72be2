"""Writing score sheets, and sealing the ballot.

Lock order, everywhere here: the round (shared for a mark, alone for sealing), the ballot, the sheet, the ledger's head.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from jury.conflicts import queries as conflict_queries
from jury.conflicts.queries import Bound
from jury.conflicts.rules import check_answered
from jury.live import turns
from jury.rounds import rules as round_rules
from jury.rounds.locking import round_for_marking, round_for_sealing
from jury.scoresheets import access, rules, sealing
from jury.scoresheets.documents import Saved
from jury.scoresheets.leaf import ballot_digest
from jury.scoresheets.models import Ballot, FirstMark, Listening, Mark, ScoreSheet
from jury.scoresheets.own import given, own_sheet, save, seen
from jury.scoresheets.rules import BALLOT, SHEET, BallotVerb, SheetState, SheetVerb
from musicprize.accounts.models import User
from musicprize.kernel.errors import Conflict
from musicprize.kernel.locks import locked
from musicprize.kernel.texts import in_language
from musicprize.ledger import actions as ledger
from musicprize.mail import actions as mail


@dataclass(frozen=True)
class Seat:
    """Who gets a ballot, for which city, under what pseudonym."""

    user_id: UUID
    city_id: UUID
    pseudonym: str


@transaction.atomic
def issue(
    *, round_id: UUID, seats: Sequence[Seat], entries: Mapping[UUID, UUID], heard: Mapping[UUID, Sequence[UUID]],
    bound: Bound,
) -> int:  # fmt: skip
    """Hand out a ballot per seat with a sheet per entry that its juror hears; returns how many sheets.

    `entries`: RoundEntry id → application id; `heard`: juror → RoundEntry ids. Known conflicts are recused at once.
    Called by the opening of a round and by the handing over of a seat, inside the round's lock.
    """
    ballots = Ballot.objects.bulk_create(
        [
            Ballot(round_id=round_id, juror_id=seat.user_id, city_id=seat.city_id, pseudonym=seat.pseudonym,
                   salt=secrets.token_hex(16))
            for seat in seats
        ]
    )  # fmt: skip
    sheets = []
    for ballot in ballots:
        for entry_id in heard[ballot.juror_id]:
            reason = bound.get((ballot.juror_id, entries[entry_id]))
            state = SheetState.RECUSED if reason else SheetState.OPEN
            sheets.append(ScoreSheet(ballot=ballot, entry_id=entry_id, state=state, recused_because=reason or ""))
    return len(ScoreSheet.objects.bulk_create(sheets, batch_size=1000))


@transaction.atomic
def mark(
    *, sheet_id: UUID, marks: Mapping[str, int | None], note: str | None, version: int, by: User, at: datetime
) -> Saved:
    """Save marks (criterion key → hundredths, None takes one back) and the private note (None: as it is).

    Conflict `changed_elsewhere` with the present content when `version` is not the present one, `sheet_not_open`,
    `ballot_sealed`, `round_closed`, and `declaration_missing` before the round's declaration of ties is answered;
    Invalid for a criterion or a mark that is not of this round.
    """
    sheet = own_sheet(sheet_id, by)
    rules.check_open_sheet(sheet.state, withdrawn=sheet.entry.withdrawn_at is not None)
    _check_version(sheet, version)
    round_, keys = sheet.ballot.round, _criteria(sheet)
    scale = round_rules.Scale(round_.scale_low, round_.scale_high, round_.scale_step)
    rules.check_marks(marks, keys, scale)
    _write_marks(sheet, {keys[key]: hundredths for key, hundredths in marks.items()})
    sheet.note = sheet.note if note is None else note
    return save(sheet, at, "note")


@transaction.atomic
def complete(*, sheet_id: UUID, version: int, by: User, at: datetime) -> Saved:
    """Say that a sheet is done. Invalid `incomplete` while a criterion has no mark."""
    sheet = own_sheet(sheet_id, by)
    state = SHEET.next(sheet.state, SheetVerb.COMPLETE)
    _check_version(sheet, version)
    rules.check_complete(given(sheet), _criteria(sheet))
    sheet.state, sheet.completed_at = state, at
    return save(sheet, at, "state", "completed_at")


@transaction.atomic
def reopen(*, sheet_id: UUID, version: int, by: User, at: datetime) -> Saved:
    """Take a sheet up again."""
    sheet = own_sheet(sheet_id, by)
    sheet.state = SHEET.next(sheet.state, SheetVerb.REOPEN)
    _check_version(sheet, version)
    sheet.completed_at = None
    return save(sheet, at, "state", "completed_at")


@transaction.atomic
def show(*, sheet_id: UUID, version: int, by: User, at: datetime) -> Saved:
    """Keep the marks as the first ones, given for the sound alone, and show the entry's text and rider.

    Conflict `marked_once` in a round without a second mark, `wrong_state` when they are shown already; Invalid
    `incomplete` while a criterion has no mark. Cannot be undone: the database keeps the first marks too.
    """
    sheet = own_sheet(sheet_id, by)
    rules.check_can_show(marking=sheet.ballot.round.marking, shown=sheet.shown_at is not None)
    rules.check_open_sheet(sheet.state, withdrawn=sheet.entry.withdrawn_at is not None)
    _check_version(sheet, version)
    rules.check_complete(given(sheet), _criteria(sheet))
    FirstMark.objects.bulk_create(
        FirstMark(sheet=sheet, criterion_id=mark.criterion_id, hundredths=mark.hundredths) for mark in sheet.marks.all()
    )
    sheet.shown_at = at
    return save(sheet, at, "shown_at")


@transaction.atomic
def listen(
    *, sheet_id: UUID, work_id: UUID, duration_ms: int | None, heard: Sequence[tuple[int, int]], position_ms: int,
    by: User, at: datetime,
) -> Listening:  # fmt: skip
    """Add to the private record of what its juror has heard of a work. Twice the same changes nothing.

    `heard`: stretches [from, to) in ms. Allowed in every round that was opened, sealed or closed too: it is no vote.
    """
    round_id = access.round_of_sheet(by, sheet_id)
    round_for_marking(round_id)
    sheet = locked(ScoreSheet.objects.select_related("entry").filter(pk=sheet_id, ballot__juror=by))
    rules.check_can_hear(sheet.state, withdrawn=sheet.entry.withdrawn_at is not None)
    row = Listening.objects.filter(sheet=sheet, work_id=work_id).first() or Listening(sheet=sheet, work_id=work_id)
    known = [(int(a), int(b)) for a, b in row.heard]
    row.heard = [list(stretch) for stretch in rules.merged([*known, *heard], duration_ms=duration_ms)]
    row.heard_ms = sum(b - a for a, b in row.heard)
    row.position_ms = position_ms if duration_ms is None else min(position_ms, duration_ms)
    row.changed_at = at
    row.save()
    seen(sheet.ballot_id, at)
    return row


@transaction.atomic
def seal(*, round_id: UUID, by: User, at: datetime) -> Ballot:
    """Close a juror's own ballot. From here it counts and nothing in it changes, unless the chair opens it again with a
    reason (reopening_actions.py); a salted digest goes to the ledger.

    Conflict `declaration_missing` before the round's declaration of ties is answered; Invalid `incomplete` naming the
    entries whose sheets are neither complete nor recused (in a live round only those whose turn has not ended: the
    others are missing); Conflict `wrong_state` when it is sealed already. The juror is
    mailed own marks, digest and ledger head, and can fetch the whole receipt.
    """
    round_ = round_for_sealing(access.round_of_ballot(by, round_id))
    round_rules.check_takes_votes(round_.state)
    check_answered(conflict_queries.answered(round_id, by.pk))
    return seal_ballot(ballot=locked(Ballot.objects.filter(round=round_, juror=by)), by=by, at=at)


@transaction.atomic
def seal_ballot(*, ballot: Ballot, by: User, at: datetime) -> Ballot:
    """What sealing does: for `seal`, and on a juror's behalf for a ballot of paper (paper_actions.py). Both hold the
    round alone and the ballot."""
    round_ = ballot.round
    round_rules.check_takes_votes(round_.state)
    ballot.state = BALLOT.next(ballot.state, BallotVerb.SEAL)
    sheets, over = sealing.sheets_of(ballot), turns.over(round_.pk)
    rules.check_can_seal([one.entry.code for one in sheets if _still_to_do(one) and one.entry_id not in over])
    ballot.sealed_at = at
    ballot.digest = ballot_digest(ballot.salt, sealing.sealed_document(ballot, sheets))
    entry = ledger.record(
        verb="ballot.seal", subject=ballot, by=by.pk, at=at, edition_id=round_.edition_id,
        facts={"digest": ballot.digest, "rules": round_.rules_sha256},
    )  # fmt: skip
    ballot.ledger_head, ballot.seen_at = entry.hash, at
    ballot.save(update_fields=["state", "sealed_at", "digest", "ledger_head", "seen_at"])
    _mail_receipt(ballot, sealing.counting(sheets), ballot.juror, at)
    return ballot


def _check_version(sheet: ScoreSheet, version: int) -> None:
    if sheet.version != version:
        sentence = _("This sheet was changed on another device meanwhile. Compare both and decide what stays.")
        current = {"marks": given(sheet), "note": sheet.note, "state": sheet.state}
        raise Conflict("changed_elsewhere", sentence, current=current, version=sheet.version)


def _criteria(sheet: ScoreSheet) -> dict[str, UUID]:
    return dict(sheet.ballot.round.criteria.order_by("position").values_list("key", "pk"))


def _still_to_do(sheet: ScoreSheet) -> bool:
    return sheet.state == SheetState.OPEN and sheet.entry.withdrawn_at is None


def _write_marks(sheet: ScoreSheet, marks: Mapping[UUID, int | None]) -> None:
    kept = [Mark(sheet=sheet, criterion_id=key, hundredths=value) for key, value in marks.items() if value is not None]
    taken_back = [key for key, value in marks.items() if value is None]
    if kept:
        Mark.objects.bulk_create(
            kept, update_conflicts=True, unique_fields=["sheet", "criterion"], update_fields=["hundredths"]
        )
    if taken_back:
        sheet.marks.filter(criterion_id__in=taken_back).delete()


def _mail_receipt(ballot: Ballot, marks: Mapping[str, Mapping[str, int]], by: User, at: datetime) -> None:
    """Own marks, digest and ledger head. Secret: what the outbox keeps of it is blanked once it is sent, so that
    nobody who looks after the mails learns a vote. The salt stays in the jury room."""
    titles = {row.key: in_language(row.title, by.language) for row in ballot.round.criteria.order_by("position")}
    with translation.override(by.language):
        lines = [f"{code}   {_in_words(given, titles)}" for code, given in marks.items()]
    mail.write(
        template="ballot_receipt", to=by.email, language=by.language, at=at, user_id=by.pk, secret=True,
        campaign=f"ballot:{ballot.pk}:{ballot.digest[:16]}",
        context={"name": by.name, "pseudonym": ballot.pseudonym, "digest": ballot.digest, "lines": lines,
                 "ledger_head": ballot.ledger_head, "sealed_at": at},
    )  # fmt: skip


def _in_words(given: Mapping[str, int], titles: Mapping[str, str]) -> str:
    """ "Music 8 · Innovation 7.5", in the language of the moment."""
    shown = {key: number_format(f"{given[key] / 100:g}") for key in titles if key in given}
    return " · ".join(f"{titles[key]} {points}" for key, points in shown.items())
