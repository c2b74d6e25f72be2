"""What publications and letters need of applications: names for the public, addresses for letters."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from submissions.applications.models import Application
from submissions.applications.rules import State


@dataclass(frozen=True)
class PublicEntry:
    """What the public may know of somebody whom a decision names. `city`: code, None where none was chosen."""

    application_id: UUID
    owner_id: UUID
    code: str
    artist_name: str
    city: str | None
    biography: str
    language: str
    website: str
    portrait_id: UUID | None
    portrait_alt: str
    portrait_credit: str


@dataclass(frozen=True)
class Applicant:
    """Somebody who sent an application and did not withdraw it."""

    application_id: UUID
    user_id: UUID
    email: str
    language: str
    artist_name: str
    reference: str
    admitted: bool


def public_entries(application_ids: Iterable[UUID]) -> dict[UUID, PublicEntry]:
    """{application: public facts}, in one query."""
    rows = Application.objects.filter(pk__in=list(application_ids)).select_related("city")
    return {
        row.pk: PublicEntry(
            application_id=row.pk, owner_id=row.owner_id, code=row.code or "", artist_name=row.artist_name,
            city=row.city.code if row.city else None, biography=row.biography, language=row.language,
            website=row.website, portrait_id=row.portrait_id, portrait_alt=row.portrait_alt,
            portrait_credit=row.portrait_credit,
        )
        for row in rows
    }  # fmt: skip


def applicants(edition_id: UUID) -> list[Applicant]:
    """All who are owed an answer: sent, admitted or refused; one query."""
    states = [State.SUBMITTED, State.ADMITTED, State.REFUSED]
    rows = Application.objects.filter(edition_id=edition_id, state__in=states).select_related("owner")
    return [
        Applicant(
            application_id=row.pk, user_id=row.owner_id, email=row.owner.email, language=row.owner.language,
            artist_name=row.artist_name, reference=row.reference, admitted=row.state == State.ADMITTED,
        )
        for row in rows.order_by("created_at", "pk")
    ]  # fmt: skip
