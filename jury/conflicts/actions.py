"""Declaring conflicts of interest and taking them back, the register of ties, the answer before listening.

Lock order: the application, before the round, before the ledger's head.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jury.conflicts import access, rules
from jury.conflicts.models import Answer, Declaration, Dismissal, Registered
from jury.conflicts.rules import Hint, Reason, Source, Tie, Whom
from jury.rounds import queries as rounds
from musicprize.accounts.models import User
from musicprize.kernel.errors import Conflict, Invalid, NotFound
from musicprize.kernel.locks import locked
from musicprize.ledger import actions as ledger


@transaction.atomic
def declare(
    *, application_id: UUID, edition_id: UUID, code: str, reason: Reason, by: User, at: datetime,
    juror: User | None = None,
) -> Declaration:  # fmt: skip
    """`by` stands aside from an entry in every round that the reason binds. Declared twice is declared once.
    `juror`: whose word it is, where `by` types it in from a sheet of paper.

    The caller has checked that the juror is on the jury and hears the entry, and holds the round's lock.
    """
    juror = juror or by
    found = Declaration.objects.filter(
        juror=juror, application_id=application_id, kind=reason, source=Source.JUROR, withdrawn_at__isnull=True
    ).first()
    if found:
        return found
    made = Declaration.objects.create(juror=juror, application_id=application_id, kind=reason, declared_at=at)
    ledger.record(
        verb="conflict.declare", subject=made, by=by.pk, at=at, edition_id=edition_id,
        facts={"entry": code, "reason": reason},
    )  # fmt: skip
    return made


@transaction.atomic
def withdraw(*, application_id: UUID, edition_id: UUID, code: str, by: User, at: datetime) -> int:
    """Take back every declaration that `by` made on an entry; returns how many there were. What others named stays."""
    mine = Declaration.objects.filter(juror=by, application_id=application_id, source=Source.JUROR)
    rows = list(mine.filter(withdrawn_at__isnull=True))
    for row in rows:
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        ledger.record(
            verb="conflict.withdraw", subject=row, by=by.pk, at=at, edition_id=edition_id,
            facts={"entry": code, "reason": row.kind},
        )  # fmt: skip
    return len(rows)


@transaction.atomic
def register(
    *, edition_id: UUID, name: str, whom: Whom, tie: Tie, from_year: int | None, to_year: int | None, by: User,
    at: datetime,
) -> Registered:  # fmt: skip
    """Write a line into one's own register. The ledger is told the kind of tie, not with whom."""
    access.check_on_jury(by, edition_id)
    rules.check_years(from_year, to_year)
    made = Registered.objects.create(
        juror=by, edition_id=edition_id, name=name.strip(), whom=whom, tie=tie, from_year=from_year, to_year=to_year,
        written_at=at,
    )  # fmt: skip
    ledger.record(
        verb="tie.register", subject=made, by=by.pk, at=at, edition_id=edition_id, facts={"whom": whom, "tie": tie}
    )
    return made


@transaction.atomic
def unregister(*, tie_id: UUID, by: User, at: datetime) -> None:
    """Take a line out of one's own register. NotFound for anybody else's."""
    row = locked(Registered.objects.filter(pk=tie_id, juror=by, removed_at__isnull=True))
    row.removed_at = at
    row.save(update_fields=["removed_at"])
    ledger.record(verb="tie.remove", subject=row, by=by.pk, at=at, edition_id=row.edition_id, facts={"tie": row.tie})


@transaction.atomic
def answer(*, round_id: UUID, ties: bool, by: User, at: datetime) -> Answer:
    """Before the first listening: the rule is read, and these are the juror's ties, or there are none.

    Answered twice is answered once. Invalid `ties` when the answer contradicts the register. The caller has checked
    that `by` has a ballot in the round.
    """
    facts = rounds.by_id(round_id)
    found = Answer.objects.filter(round_id=round_id, juror=by).first()
    if found:
        return found
    rules.check_answer(ties=ties, written=_has_written(by, facts))
    return _answered(facts, by, ties, verb="conflict.answer", by=by, at=at)


@transaction.atomic
def answer_on_paper(*, round_id: UUID, juror: User, by: User, at: datetime) -> Answer:
    """What a juror's signature under a ballot of paper says: no tie to what is marked there. Answered before, by the
    juror, stays as it is. The caller has checked that `by` may close the ballot."""
    facts = rounds.by_id(round_id)
    return _answered(facts, juror, _has_written(juror, facts), verb="conflict.paper", by=by, at=at)


def _has_written(juror: User, facts: rounds.RoundFacts) -> bool:
    return Registered.objects.filter(juror=juror, edition_id=facts.edition_id, removed_at__isnull=True).exists()


def _answered(facts: rounds.RoundFacts, juror: User, ties: bool, *, verb: str, by: User, at: datetime) -> Answer:
    given = {"ties": ties, "answered_at": at}
    made, new = Answer.objects.get_or_create(round_id=facts.id, juror=juror, defaults=given)
    if new:
        ledger.record(
            verb=verb, subject=made, by=by.pk, at=at, edition_id=facts.edition_id,
            facts={"round": facts.id, "ties": ties},
        )  # fmt: skip
    return made


@transaction.atomic
def dismiss(
    *, application_id: UUID, edition_id: UUID, juror_id: UUID, hint: Hint, reason: str, by: User, at: datetime
) -> Dismissal:
    """An organiser says why a hint is no tie. It is not shown again."""
    access.check_can_weigh(by, edition_id)
    rules.check_reason(reason)
    made, new = Dismissal.objects.get_or_create(
        juror_id=juror_id, application_id=application_id, hint=hint,
        defaults={"reason": reason.strip(), "dismissed_by": by, "dismissed_at": at},
    )  # fmt: skip
    if new:
        ledger.record(
            verb="conflict.dismiss", subject=made, by=by.pk, at=at, edition_id=edition_id, facts={"hint": hint}
        )
    return made


@transaction.atomic
def lift(*, declaration_id: UUID, reason: str, by: User, at: datetime) -> Declaration:
    """Take back a tie that somebody other than the juror named: whoever named it, or an organiser with a reason.

    It binds no longer in rounds opened from now on; what was set aside in an open round is given back by hand.
    """
    row = locked(Declaration.objects.select_related("application").filter(pk=declaration_id))
    if row.source == Source.JUROR or row.withdrawn_at is not None:
        raise NotFound()
    edition_id = row.application.edition_id
    if row.named_by_id != by.pk:
        access.check_can_weigh(by, edition_id)
        rules.check_reason(reason)
    row.withdrawn_at, row.lifted_because = at, reason.strip()
    row.save(update_fields=["withdrawn_at", "lifted_because"])
    ledger.record(
        verb="conflict.lift", subject=row, by=by.pk, at=at, edition_id=edition_id, facts={"source": row.source}
    )
    return row


def named(
    *, application_id: UUID, edition_id: UUID, juror_id: UUID, source: Source, tie: Tie,
    years: tuple[int | None, int | None], text: str, by: User, at: datetime,
) -> Declaration:  # fmt: skip
    """The row of a tie that somebody named; see naming_actions.name, which also acts on open rounds."""
    open_ones = Declaration.objects.filter(
        juror_id=juror_id, application_id=application_id, source=source, withdrawn_at__isnull=True
    )
    if open_ones.exists():
        raise Conflict("already_named", _("This tie is already recorded."))
    if source is Source.ORGANISER and not text.strip():
        raise Invalid(fields={"words": [("required", _("Say why this binds; it is part of the record."))]})
    rules.check_years(*years)
    made = Declaration.objects.create(
        juror_id=juror_id, application_id=application_id, kind=Reason.CONFLICT, source=source, tie=tie,
        from_year=years[0], to_year=years[1], words=text.strip(), named_by=by, declared_at=at,
    )  # fmt: skip
    ledger.record(
        verb="conflict.name", subject=made, by=by.pk, at=at, edition_id=edition_id,
        facts={"source": source, "tie": tie},
    )  # fmt: skip
    return made
