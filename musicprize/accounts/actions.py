"""Writes to people, roles and invitations."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from knox.models import get_token_model

from musicprize.accounts import access
from musicprize.accounts.models import Invitation, Role, RoleGrant, User
from musicprize.kernel.errors import Conflict, NotFound
from musicprize.kernel.locks import locked
from musicprize.kernel.personal import stand_in
from musicprize.ledger import actions as ledger
from musicprize.mail import actions as mail

INVITATION_LIFE = timedelta(days=30)
SEEN_EVERY = timedelta(minutes=10)
"""How exactly `seen_at` is kept: one write per person and ten minutes, however many pages they open."""


@transaction.atomic
def ensure_account(*, email: str, language: str) -> User:
    """The account of an address, made where there is none. Says nothing about whether it was there."""
    found = User.objects.filter(email=email.lower()).first()
    if found:
        return found
    user, _made = User.objects.get_or_create(email=email.lower(), defaults={"language": language, "password": "!"})
    return user


@transaction.atomic
def invite(
    *, email: str, name: str, language: str, role: Role, edition_id: UUID | None, city_id: UUID | None, by: User,
    at: datetime,
) -> Invitation:  # fmt: skip
    """Ask an address to take a role. NotAllowed unless organiser; Conflict `already_invited` while one is open."""
    access.check_organiser(by, edition_id)
    email = email.strip().lower()
    open_one = Invitation.objects.filter(email=email, role=role, edition=edition_id, state=Invitation.State.SENT)
    if open_one.filter(expires_at__gt=at).exists():
        raise Conflict("already_invited", _("This address has already been invited to this role."))
    for expired in open_one.select_for_update():  # nobody can answer it any more: the new one takes its place
        _answer(expired, Invitation.State.WITHDRAWN, by, at)
    invitation = Invitation.objects.create(
        email=email, name=name.strip(), language=language, role=role, edition_id=edition_id, city_id=city_id,
        invited_by=by, invited_at=at, expires_at=at + INVITATION_LIFE,
    )  # fmt: skip
    ledger.record(
        verb="invitation.send", subject=invitation, by=by.pk, at=at, edition_id=edition_id, facts={"role": role}
    )
    mail.write(
        template="invitation", to=email, language=language, at=at, campaign=f"invitation:{invitation.pk}",
        context={"name": invitation.name, "role": role, "path": f"/invitations/{invitation.pk}/",
                 "expires_at": invitation.expires_at},
    )  # fmt: skip
    return invitation


@transaction.atomic
def accept(*, invitation_id: UUID, by: User, at: datetime) -> RoleGrant:
    """Take the role. Only the invited address may; Conflict `expired` after its date."""
    invitation = locked(Invitation.objects.filter(pk=invitation_id, email=by.email))
    _check_open(invitation, at)
    invitation.state, invitation.answered_at = Invitation.State.ACCEPTED, at
    invitation.save(update_fields=["state", "answered_at"])
    if invitation.name and not by.name:
        by.name = invitation.name
        by.save(update_fields=["name"])
    return _grant(by, Role(invitation.role), invitation.edition_id, invitation.city_id, invitation.invited_by, at)


@transaction.atomic
def decline(*, invitation_id: UUID, by: User, at: datetime) -> Invitation:
    """Say no. Only the invited address may."""
    invitation = locked(Invitation.objects.filter(pk=invitation_id, email=by.email))
    _check_open(invitation, at)
    return _answer(invitation, Invitation.State.DECLINED, by, at)


@transaction.atomic
def withdraw(*, invitation_id: UUID, by: User, at: datetime) -> Invitation:
    """Take an invitation back, an expired one too. NotAllowed unless organiser."""
    invitation = locked(Invitation.objects.filter(pk=invitation_id))
    access.check_organiser(by, invitation.edition_id)
    _check_unanswered(invitation)
    return _answer(invitation, Invitation.State.WITHDRAWN, by, at)


@transaction.atomic
def revoke(*, user_id: UUID, role: Role, edition_id: UUID | None, by: User, at: datetime) -> None:
    """End a role. NotAllowed unless organiser; NotFound when the person does not hold it."""
    access.check_organiser(by, edition_id)
    grant = locked(RoleGrant.objects.filter(user_id=user_id, role=role, edition=edition_id, revoked_at__isnull=True))
    grant.revoked_at = at
    grant.save(update_fields=["revoked_at"])
    ledger.record(verb="role.revoke", subject=grant, by=by.pk, at=at, edition_id=edition_id, facts={"role": role})


@transaction.atomic
def grant(
    *, user_id: UUID, role: Role, edition_id: UUID | None, city_id: UUID | None, by: User, at: datetime
) -> RoleGrant:
    """Give a role to an account directly (the chair among the jurors, say). NotAllowed unless organiser."""
    access.check_organiser(by, edition_id)
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        raise NotFound()
    return _grant(user, role, edition_id, city_id, by, at)


@transaction.atomic
def bootstrap_organiser(*, email: str, name: str, language: str, at: datetime) -> User:
    """The first organiser of an installation (a command on the server, not an API): nobody could invite them."""
    user = ensure_account(email=email, language=language)
    if name and not user.name:
        user.name = name
        user.save(update_fields=["name"])
    _grant(user, Role.ORGANISER, None, None, None, at)
    return user


@transaction.atomic
def update_profile(*, by: User, changes: dict[str, object]) -> User:
    """A person's own name, language, theme, keys. `changes` was checked by the serializer."""
    for field, value in changes.items():
        setattr(by, field, value)
    by.save(update_fields=list(changes))
    return by


def note_seen(*, user: User, at: datetime) -> bool:
    """Remember that somebody is here, at most every ten minutes; False when that is known already.

    One statement and no transaction: this is asked at the end of every page.
    """
    if user.seen_at is not None and at - user.seen_at < SEEN_EVERY:
        return False
    return bool(User.objects.filter(pk=user.pk).update(seen_at=at))


@dataclass(frozen=True)
class NewToken:
    """A token for programs, shown once: only its digest is stored."""

    key: str
    token: str


@transaction.atomic
def create_token(*, by: User) -> NewToken:
    """A token that does what its owner may do, until it is deleted."""
    row, token = get_token_model().objects.create(user=by)
    return NewToken(row.token_key, token)


@transaction.atomic
def delete_token(*, key: str, by: User) -> None:
    """End one of one's own tokens; NotFound for anybody else's."""
    deleted, _rows = get_token_model().objects.filter(user=by, token_key=key).delete()
    if not deleted:
        raise NotFound()


@transaction.atomic
def close(*, user_id: UUID) -> None:
    """End an account for good (musicprize.privacy erases it): its ways in, and open invitations to its address."""
    user = locked(User.objects.filter(pk=user_id))
    _end_sessions(user_id)
    get_token_model().objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    for invitation in Invitation.objects.filter(email=user.email):
        invitation.email, invitation.name = stand_in(), ""
        invitation.save(update_fields=["email", "name"])
    user.is_active = False
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])


@transaction.atomic
def sign_everybody_out() -> None:
    """End every session and every token for programs: after a restore those are back that were ended since."""
    Session.objects.all().delete()
    get_token_model().objects.all().delete()


def _end_sessions(user_id: UUID) -> None:
    mine = [row.pk for row in Session.objects.iterator() if row.get_decoded().get(SESSION_KEY) == str(user_id)]
    Session.objects.filter(pk__in=mine).delete()


def _grant(
    user: User, role: Role, edition_id: UUID | None, city_id: UUID | None, by: User | None, at: datetime
) -> RoleGrant:
    found = RoleGrant.objects.filter(user=user, role=role, edition=edition_id, revoked_at__isnull=True).first()
    if found:
        return found
    made = RoleGrant.objects.create(
        user=user, role=role, edition_id=edition_id, city_id=city_id, granted_at=at, granted_by=by
    )
    ledger.record(
        verb="role.grant", subject=made, by=by.pk if by else None, at=at, edition_id=edition_id,
        facts={"role": role, "user": user.pk, "city": city_id},
    )  # fmt: skip
    user.__dict__.pop("_grants", None)
    return made


def _check_unanswered(invitation: Invitation) -> None:
    if invitation.state != Invitation.State.SENT:
        raise Conflict("already_answered", _("This invitation has already been answered."))


def _check_open(invitation: Invitation, at: datetime) -> None:
    _check_unanswered(invitation)
    if at >= invitation.expires_at:
        raise Conflict("expired", _("This invitation has expired. Ask the organisers for a new one."))


def _answer(invitation: Invitation, state: Invitation.State, by: User, at: datetime) -> Invitation:
    invitation.state, invitation.answered_at = state, at
    invitation.save(update_fields=["state", "answered_at"])
    ledger.record(
        verb=f"invitation.{state}", subject=invitation, by=by.pk, at=at, edition_id=invitation.edition_id,
        facts={"role": invitation.role},
    )  # fmt: skip
    return invitation
