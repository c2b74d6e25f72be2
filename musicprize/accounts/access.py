"""Who is what. Every other room's `access` builds on these predicates."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AnonymousUser

from musicprize.accounts.models import Role as Role  # re-exported: rooms name people without importing tables
from musicprize.accounts.models import RoleGrant
from musicprize.accounts.models import User as User
from musicprize.kernel.errors import NotAllowed

Person = User | AnonymousUser


@dataclass(frozen=True)
class Grant:
    """A role in force. `edition_id` None: in every edition."""

    role: Role
    edition_id: UUID | None
    city_id: UUID | None


def grants_of(person: Person) -> tuple[Grant, ...]:
    """The roles in force of a person: one query, remembered on the object for the length of a request."""
    if not isinstance(person, User):
        return ()
    known: tuple[Grant, ...] | None = getattr(person, "_grants", None)
    if known is None:
        rows = RoleGrant.objects.filter(user=person, revoked_at__isnull=True).order_by("granted_at", "pk")
        known = tuple(Grant(Role(row.role), row.edition_id, row.city_id) for row in rows)
        person._grants = known  # type: ignore[attr-defined]
    return known


def signed_in(person: Person) -> User:
    """The person as an account; NotAllowed for somebody who is not signed in (pages ask for that before)."""
    if not isinstance(person, User):
        raise NotAllowed()
    return person


def has_role(person: Person, role: Role, edition_id: UUID) -> bool:
    """Whether `person` holds `role` in the edition (an organiser without an edition is organiser of all)."""
    return any(grant.role == role and grant.edition_id in (None, edition_id) for grant in grants_of(person))


def is_organiser(person: Person, edition_id: UUID | None = None) -> bool:
    """Organiser of the edition; without an edition: of all of them."""
    mine = [grant for grant in grants_of(person) if grant.role == Role.ORGANISER]
    return any(grant.edition_id is None or grant.edition_id == edition_id for grant in mine)


def is_coordinator(person: Person, edition_id: UUID) -> bool:
    return has_role(person, Role.COORDINATOR, edition_id)


def is_juror(person: Person, edition_id: UUID) -> bool:
    return has_role(person, Role.JUROR, edition_id)


def is_chair(person: Person, edition_id: UUID) -> bool:
    return has_role(person, Role.CHAIR, edition_id)


def city_of(person: Person, role: Role, edition_id: UUID) -> UUID | None:
    """The city for which the person holds the role."""
    mine = (grant for grant in grants_of(person) if grant.role == role and grant.edition_id == edition_id)
    return next((grant.city_id for grant in mine), None)


def check_organiser(person: Person, edition_id: UUID | None = None) -> None:
    """NotAllowed for everybody who is not an organiser of the edition."""
    if not is_organiser(person, edition_id):
        raise NotAllowed()
