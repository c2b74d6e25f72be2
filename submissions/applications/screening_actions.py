"""What the desk does with an application: ask for something, admit, refuse. Every act names who and when."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from musicprize.accounts.access import User
from musicprize.editions import queries as editions
from musicprize.editions.queries import EditionFacts
from musicprize.kernel.errors import Conflict, Invalid
from musicprize.ledger import actions as ledger
from submissions.applications import access, codes, completeness, letters, queries, rules
from submissions.applications.actions import DRAWS, check_complete
from submissions.applications.autosave import Wrong, text
from submissions.applications.models import Application, Screening
from submissions.applications.rules import MACHINE, Verb
from submissions.eligibility.rules import Verdict
from submissions.works import queries as works

LONGEST_MESSAGE = 4000


@transaction.atomic
def ask(
    *, application_id: UUID, sections: Sequence[str], until: datetime, message: str, by: User, at: datetime
) -> Screening:
    """Reopen named sections for the artist until `until` (exclusive), with a message. The application stays sent; the
    artist changes those sections only and confirms by sending again. Asking again replaces the earlier question."""
    application = access.taken(application_id, by=by)
    edition = editions.by_id(application.edition_id)
    MACHINE.next(application.state, Verb.ASK)
    plain = _checked_question(sections, until, message, edition, at)
    application.reopened_sections = [key for key in rules.sections(edition.works_required) if key in sections]
    application.reopened_until = until
    application.save(update_fields=["reopened_sections", "reopened_until"])
    screening = Screening.objects.create(
        application=application, verdict=Screening.Verdict.ASK, message=plain, decided_by=by, decided_at=at,
        sections=application.reopened_sections, until=until,
    )  # fmt: skip
    _record(screening, application, Verb.ASK, by, at, {"sections": application.reopened_sections, "until": until})
    letters.to_artist(
        application, edition, template="application_asked", at=at, message=plain, until=until,
        sections=[completeness.title_of(key) for key in application.reopened_sections],
    )  # fmt: skip
    return screening


@transaction.atomic
def admit(*, application_id: UUID, by: User, at: datetime) -> Application:
    """Admit an application to the competition and draw its entry code, which tells nothing and which only the desk
    and the jury see. Conflict `eligibility_open` while who may enter is neither computed nor decided as eligible."""
    application = access.taken(application_id, by=by)
    edition = editions.by_id(application.edition_id)
    application.state = MACHINE.next(application.state, Verb.ADMIT)
    own_works = tuple(works.works_of(application.pk))
    facts = queries.eligibility_of(application, edition=edition, own_works=own_works)
    content = queries.content(application, edition=edition, own_works=own_works, facts=facts)
    check_complete(content, without=["consents"])  # agreed to when it was sent; a later wording changes nothing
    _check_eligible(facts.verdict)
    _close(application, at)
    _give_code(application, edition.year)
    screening = Screening.objects.create(
        application=application, verdict=Screening.Verdict.ADMIT, decided_by=by, decided_at=at
    )
    _record(screening, application, Verb.ADMIT, by, at, {"code": application.code})
    letters.to_artist(application, edition, template="application_admitted", at=at)
    return application


@transaction.atomic
def refuse(*, application_id: UUID, reason: str, message: str, by: User, at: datetime) -> Screening:
    """Refuse an application for one of the standard reasons, with a free message. Invalid for an unknown reason."""
    application = access.taken(application_id, by=by)
    application.state = MACHINE.next(application.state, Verb.REFUSE)
    if reason not in rules.REFUSAL_REASONS:
        raise Invalid(fields={"reason": [("unknown_choice", _("Choose a reason."))]})
    plain = _message(message, needed=reason == "other")
    _close(application, at)
    application.save(update_fields=["state", "decided_at", "reopened_sections", "reopened_until"])
    screening = Screening.objects.create(
        application=application, verdict=Screening.Verdict.REFUSE, reason=reason, message=plain, decided_by=by,
        decided_at=at,
    )  # fmt: skip
    _record(screening, application, Verb.REFUSE, by, at, {"reason": reason})
    letters.to_artist(
        application, editions.by_id(application.edition_id), template="application_refused", at=at, message=plain,
        reason=rules.REFUSAL_REASONS[reason],
    )  # fmt: skip
    return screening


def _close(application: Application, at: datetime) -> None:
    application.decided_at = at
    application.reopened_sections, application.reopened_until = [], None


def _check_eligible(verdict: Verdict) -> None:
    if verdict is not Verdict.ELIGIBLE:
        raise Conflict(
            "eligibility_open",
            _("It is not certain that this artist may take part. Decide on eligibility first, with a reason."),
            verdict=verdict.value,
        )


def _give_code(application: Application, year: int) -> None:
    """Draw until the code is free. It is not the beginning of anybody's reference either, so that nobody mistakes
    one for the other."""
    for _draw in range(DRAWS):
        code = codes.draw_code(year)
        if Application.objects.filter(reference__startswith=code).exists():
            continue
        application.code = code
        try:
            with transaction.atomic():
                application.save(update_fields=["state", "code", "decided_at", "reopened_sections", "reopened_until"])
        except IntegrityError:
            if not Application.objects.filter(code=code).exists():
                raise
        else:
            return
    raise RuntimeError("no free entry code found: the year's codes are nearly used up")


def _checked_question(
    sections: Sequence[str], until: datetime, message: str, edition: EditionFacts, at: datetime
) -> str:
    known = rules.sections(edition.works_required)
    if not sections or any(key not in known for key in sections):
        raise Invalid(fields={"sections": [("unknown_choice", _("Choose at least one part of the application."))]})
    if until <= at:
        raise Invalid(fields={"until": [("in_the_past", _("Choose a date in the future."))]})
    return _message(message, needed=True)


def _message(raw: str, *, needed: bool) -> str:
    try:
        plain = text(raw, longest=LONGEST_MESSAGE).strip()
    except Wrong as problem:
        raise Invalid(fields={"message": [(problem.code, problem.message)]}) from problem
    if needed and not plain:
        raise Invalid(fields={"message": [("missing", _("Write to the artist what this is about."))]})
    return plain


def _record(
    screening: Screening, application: Application, verb: Verb, by: User, at: datetime, facts: dict[str, Any]
) -> None:
    ledger.record(
        verb=f"application.{verb.value}",
        subject=application,
        by=by.pk,
        at=at,
        edition_id=application.edition_id,
        facts={**facts, "screening": screening.pk},
    )
