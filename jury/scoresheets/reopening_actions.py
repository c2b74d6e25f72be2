"""The one way out of a seal: the chair opens a ballot again, with a reason that stays."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from jury.rounds import rules as round_rules
from jury.rounds.locking import round_for_sealing
from jury.scoresheets import access
from jury.scoresheets.models import Ballot, Reopening
from jury.scoresheets.rules import BALLOT, BallotVerb
from musicprize.accounts.models import User
from musicprize.kernel.locks import locked
from musicprize.kernel.texts import in_language
from musicprize.ledger import actions as ledger
from musicprize.mail import actions as mail


@transaction.atomic
def reopen_ballot(*, round_id: UUID, juror_id: UUID, reason: str, by: User, at: datetime) -> Reopening:
    """Open a sealed ballot again while its round is open; its sheets stay done until the juror reopens one.

    The chair only. Conflict `wrong_state` for a ballot that is not sealed, `round_closed`. The row of the history is
    written first: without it the database lets no ballot out of its seal. The ledger names the broken seal's digest
    and a salted one of the reason; the juror is told by mail, and sealing again makes a new digest and receipt.
    """
    round_ = round_for_sealing(round_id)
    access.check_can_reopen(by, round_.edition_id)
    ballot = locked(Ballot.objects.select_related("juror").filter(round=round_, juror_id=juror_id))
    round_rules.check_takes_votes(round_.state)
    state = BALLOT.next(ballot.state, BallotVerb.REOPEN)
    if ballot.sealed_at is None:
        raise ValueError("a sealed ballot is dated")
    row = Reopening.objects.create(
        ballot=ballot, digest=ballot.digest, sealed_at=ballot.sealed_at, ledger_head=ballot.ledger_head, reason=reason,
        reopened_at=at, reopened_by=by,
    )  # fmt: skip
    ballot.state, ballot.digest, ballot.sealed_at, ballot.ledger_head = state, "", None, ""
    ballot.save(update_fields=["state", "digest", "sealed_at", "ledger_head"])
    ledger.record(
        verb="ballot.reopen", subject=ballot, by=by.pk, at=at, edition_id=round_.edition_id,
        facts={"digest": row.digest, "reason": ledger.salted(ballot.salt, reason)},
    )  # fmt: skip
    juror = ballot.juror
    mail.write(
        template="ballot_reopened", to=juror.email, language=juror.language, at=at, user_id=juror.pk,
        campaign=f"reopening:{row.pk}",
        context={"name": juror.name, "title": in_language(round_.title, juror.language), "reason": reason,
                 "close_at": round_.planned_close_at},
    )  # fmt: skip
    return row
