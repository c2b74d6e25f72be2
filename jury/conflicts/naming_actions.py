"""Naming a tie between a juror and an entry, as the artist, a coordinator or an organiser; and what follows at once."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jury.conflicts import access, actions
from jury.conflicts.models import Declaration
from jury.conflicts.rules import Tie
from jury.panel import queries as panel
from jury.scoresheets import handing_actions as handing
from musicprize.accounts.access import Role
from musicprize.accounts.models import User
from musicprize.kernel.errors import Invalid, NotFound
from submissions.applications import ties


@transaction.atomic
def name(
    *, application_id: UUID, juror_id: UUID, tie: Tie, from_year: int | None, to_year: int | None, words: str,
    by: User, at: datetime,
) -> Declaration:  # fmt: skip
    """Record that a juror is tied to an entry: the juror does not judge it, in every round of the edition.

    In rounds that are open the entry leaves the juror's list. NotFound for whoever may not name ties of the entry;
    Invalid where the juror is none of this edition; Conflict `already_named`.
    """
    found = ties.entry(application_id)
    if found is None:
        raise NotFound()
    source = access.source(by, found)
    if not any(one.user_id == juror_id for one in panel.judges(found.edition_id, Role.JUROR, Role.COORDINATOR)):
        raise Invalid(fields={"juror": [("unknown_juror", _("This person is not on the jury of this edition."))]})
    ties.hold(application_id)
    made = actions.named(
        application_id=application_id, edition_id=found.edition_id, juror_id=juror_id, source=source, tie=tie,
        years=(from_year, to_year), text=words, by=by, at=at,
    )  # fmt: skip
    handing.set_aside(application_id=application_id, juror_id=juror_id, by=by, at=at)
    return made
