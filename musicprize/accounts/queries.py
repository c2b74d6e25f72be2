"""Reading people and their roles."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from knox.models import get_token_model

from musicprize.accounts.models import Invitation, Role, RoleGrant, User
from musicprize.kernel.personal import ERASED_HOST


@dataclass(frozen=True)
class Member:
    """Somebody who holds a role in an edition."""

    user_id: UUID
    name: str
    email: str
    language: str
    city_id: UUID | None
    role: Role
    seen_at: datetime | None


@dataclass(frozen=True)
class OpenInvitation:
    """An invitation that waits for an answer."""

    id: UUID
    email: str
    name: str
    role: Role
    edition_id: UUID | None
    city_id: UUID | None
    invited_at: datetime
    expires_at: datetime


def members(edition_id: UUID, *roles: Role) -> list[Member]:
    """Who holds one of `roles` in the edition, by city and name."""
    rows = RoleGrant.objects.filter(edition_id=edition_id, role__in=roles, revoked_at__isnull=True)
    rows = rows.select_related("user", "city").order_by("city__colour", "user__name", "user_id")
    return [
        Member(
            user_id=row.user_id, name=row.user.name, email=row.user.email, language=row.user.language,
            city_id=row.city_id, role=Role(row.role), seen_at=row.user.seen_at,
        )
        for row in rows
    ]  # fmt: skip


def names(user_ids: Collection[UUID]) -> dict[UUID, str]:
    """What people are called, by account; "" for somebody who was erased. One query."""
    return dict(User.objects.filter(pk__in=list(user_ids)).values_list("pk", "name"))


def open_invitations(*, edition_id: UUID | None = None, email: str = "") -> list[OpenInvitation]:
    """Invitations not yet answered, of an edition or to an address."""
    rows = Invitation.objects.filter(state=Invitation.State.SENT).order_by("invited_at")
    rows = rows.filter(edition_id=edition_id) if edition_id else rows
    rows = rows.filter(email=email.lower()) if email else rows
    return [
        OpenInvitation(
            id=row.pk, email=row.email, name=row.name, role=Role(row.role), edition_id=row.edition_id,
            city_id=row.city_id, invited_at=row.invited_at, expires_at=row.expires_at,
        )
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True)
class TokenFact:
    """A token for programs, by the beginning that may be shown; only its digest is stored."""

    key: str
    created_at: datetime


def tokens_of(user: User) -> list[TokenFact]:
    """A person's own tokens, oldest first."""
    rows = get_token_model().objects.filter(user=user).order_by("created")
    return [TokenFact(row.token_key, row.created) for row in rows]


def may_go(user_ids: Iterable[UUID]) -> list[tuple[UUID, str]]:
    """(account, address) of those among `user_ids` who are neither erased already nor organisers now."""
    wanted = set(user_ids)
    staying = set(
        RoleGrant.objects.filter(role=Role.ORGANISER, revoked_at__isnull=True).values_list("user_id", flat=True)
    )
    rows = User.objects.filter(is_superuser=False).exclude(email__endswith=f"@{ERASED_HOST}").order_by("pk")
    return [(pk, email) for pk, email in rows.values_list("pk", "email") if pk in wanted and pk not in staying]


def ways_in(user: User) -> dict[str, list[dict[str, Any]]]:
    """How a person can sign in: what is kept of it in other tables than ours, without any secret."""
    addresses = EmailAddress.objects.filter(user=user).order_by("pk").values("email", "verified", "primary")
    keys = Authenticator.objects.filter(user=user).order_by("pk").values("type", "created_at", "last_used_at")
    tokens = [{"begins_with": one.key, "created_at": one.created_at} for one in tokens_of(user)]
    return {"addresses": list(addresses), "authenticators": list(keys), "tokens": tokens}
