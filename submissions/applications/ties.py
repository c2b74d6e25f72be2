"""What the conflict register compares and asks about an application. For organisers and programs, never for jurors."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from submissions.applications.models import Application, Member
from submissions.applications.rules import State
from submissions.works import queries as works

UNDER_WAY = (State.SUBMITTED, State.ADMITTED)


@dataclass(frozen=True)
class EntryFacts:
    """Whose application it is, where it belongs and how it stands. `code` is empty before admission."""

    id: UUID
    edition_id: UUID
    owner_id: UUID
    city_id: UUID | None
    code: str
    artist_name: str
    draft: bool


@dataclass(frozen=True)
class Compared:
    """The parts of an application in which a tie may show. `credits`: of all its works."""

    id: UUID
    code: str
    reference: str
    artist_name: str
    contact_name: str
    email: str
    members: tuple[tuple[str, str], ...]
    credits: tuple[str, ...]
    texts: tuple[str, ...]
    city_id: UUID | None


def entry(application_id: UUID) -> EntryFacts | None:
    """None where there is none, or it was withdrawn or refused: nothing is judged then."""
    row = Application.objects.filter(pk=application_id, state__in=[State.DRAFT, *UNDER_WAY]).first()
    if row is None:
        return None
    return EntryFacts(
        row.pk, row.edition_id, row.owner_id, row.city_id, row.code or "", row.artist_name, row.state == State.DRAFT
    )


def hold(application_id: UUID) -> None:
    """Keep the artist from withdrawing until this transaction ends (lock order: application before round)."""
    Application.objects.filter(pk=application_id).select_for_update(no_key=True).first()


def compared(edition_id: UUID) -> list[Compared]:
    """The applications under way of an edition with what is compared; a constant number of queries."""
    rows = list(Application.objects.filter(edition_id=edition_id, state__in=UNDER_WAY).select_related("owner"))
    members: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for application_id, name, email in Member.objects.filter(application__in=rows).values_list(
        "application_id", "name", "email"
    ):
        members[application_id].append((name, email))
    named = works.contributors(row.pk for row in rows)
    return [
        Compared(
            id=row.pk, code=row.code or "", reference=row.reference, artist_name=row.artist_name,
            contact_name=row.contact_name, email=row.owner.email, members=tuple(members[row.pk]),
            credits=tuple(named.get(row.pk, ())), texts=(row.biography, row.motivation, row.project, row.region_link),
            city_id=row.city_id,
        )
        for row in rows
    ]  # fmt: skip


def titles(application_ids: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """Application → (artist, reference), for an organiser's lists; one query."""
    rows = Application.objects.filter(pk__in=list(application_ids))
    return {row.pk: (row.artist_name, row.reference) for row in rows}
