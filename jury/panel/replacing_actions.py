"""A juror who drops out is replaced. Before a round opens by the roles alone; while it is open, by this."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jury.conflicts import queries as conflicts
from jury.panel import queries
from jury.rounds import access as round_access
from jury.rounds import queries as rounds
from jury.rounds import rules as round_rules
from jury.rounds.locking import round_for_sealing
from jury.scoresheets import seat_actions as seats
from musicprize.accounts.models import User
from musicprize.kernel.errors import Invalid
from musicprize.kernel.texts import in_language
from musicprize.ledger import actions as ledger
from musicprize.mail import actions as mail


@transaction.atomic
def replace(*, round_id: UUID, leaves: UUID, comes: UUID, reason: str, by: User, at: datetime) -> None:
    """Hand the seat of `leaves` in an open round to `comes`: the entries that the one had, a new pseudonym, no marks.

    The unsealed ballot of `leaves` goes, with its marks: it never counted. `comes` holds the role already, hears
    nothing in this round yet and is of the same city, so that cities keep their weight; entries with which `comes` is
    tied are left out. Conflict `ballot_sealed` when `leaves` has sealed: that vote stands, and nobody replaces it.
    Entries that `leaves` alone heard less often than planned can be given to others by hand.
    """
    row = round_for_sealing(round_id)
    round_access.check_can_manage(by, row.edition_id)
    round_rules.check_takes_votes(row.state)
    if not reason.strip():
        raise Invalid(fields={"reason": [("required", _("Say why; it is part of the record."))]})
    follower = next((one for one in queries.judging(row.edition_id, row.judges) if one.user_id == comes), None)
    if follower is None:
        raise Invalid(fields={"comes": [("unknown_juror", _("This person is not on the jury of this edition."))]})
    bound = conflicts.bound(row.edition_id, blind=row.blind, at=at)
    entries = {one.id: one for one in rounds.entries(round_id)}
    barred = {
        entry.id
        for entry in entries.values()
        if (comes, entry.application_id) in bound or (not row.own_city and entry.city_id == follower.city_id)
    }
    handed = seats.hand_over(
        round_id=round_id, leaves=leaves, comes=comes, city_id=follower.city_id, barred=barred,
        salt=secrets.token_hex(16),
    )  # fmt: skip
    ledger.record(
        verb="jury.replace", subject=row, by=by.pk, at=at, edition_id=row.edition_id,
        facts={"round": row.pk, "left": handed.left, "came": handed.came, "sheets": handed.sheets,
               "dropped": handed.dropped},
    )  # fmt: skip
    mail.write(
        template="round_opened", to=follower.email, language=follower.language, at=at, user_id=comes,
        campaign=f"round:{row.pk}:opened",
        context={"name": follower.name, "title": in_language(row.title, follower.language),
                 "rules_sha256": row.rules_sha256, "close_at": row.planned_close_at},
    )  # fmt: skip
