"""A person decides about eligibility, where the computed verdict leaves it open or gets it wrong."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from musicprize.accounts.access import User
from musicprize.kernel.errors import Invalid
from musicprize.ledger import actions as ledger
from submissions.applications import access
from submissions.applications.autosave import Wrong, text
from submissions.eligibility.models import EligibilityDecision

LONGEST_REASON = 1000


@transaction.atomic
def decide(*, application_id: UUID, eligible: bool, reason: str, by: User, at: datetime) -> EligibilityDecision:
    """Settle whether an application may take part, with a reason. The last decision counts; none is deleted.

    NotFound for who may not screen it; Conflict `wrong_state` unless it waits for screening; Invalid without a reason.
    """
    application = access.taken(application_id, by=by)
    access.check_waiting(application)
    decision = EligibilityDecision.objects.create(
        application_id=application.pk, eligible=eligible, reason=_checked(reason), decided_by=by, decided_at=at
    )
    ledger.record(
        verb="eligibility.decide",
        subject=application,
        by=by.pk,
        at=at,
        edition_id=application.edition_id,
        facts={"eligible": eligible, "decision": decision.pk},
    )
    return decision


def _checked(reason: str) -> str:
    try:
        plain = text(reason, longest=LONGEST_REASON).strip()
    except Wrong as problem:
        raise Invalid(fields={"reason": [(problem.code, problem.message)]}) from problem
    if not plain:
        raise Invalid(fields={"reason": [("missing", _("Say in a sentence why."))]})
    return plain
