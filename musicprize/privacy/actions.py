"""Giving and withdrawing consent; erasing a person, at the end of what is kept, and again after a restore."""

import logging
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from musicprize.accounts import actions as accounts
from musicprize.accounts.access import User
from musicprize.editions import queries as editions
from musicprize.kernel.errors import Conflict
from musicprize.kernel.locks import locked
from musicprize.kernel.personal import ERASED_HOST
from musicprize.kernel.queue import unrung
from musicprize.ledger import actions as ledger
from musicprize.ledger import queries as acts
from musicprize.mail import actions as mail
from musicprize.privacy import blanking, erasures, lapsing, leaving
from musicprize.privacy.erasures import Erasure
from musicprize.privacy.models import Consent

log = logging.getLogger(__name__)
ERASED = "person.erase"
AT_ONCE = 300
"""People erased by one task."""


@transaction.atomic
def give(*, user: User, text_id: UUID, language: str, at: datetime) -> Consent:
    """Agree to the current wording of one purpose. Agreeing twice changes nothing.

    Conflict `wording_replaced` when a newer version exists: what somebody did not read, they did not agree to.
    """
    text = editions.consent_text(text_id)
    if text.replaced:
        raise Conflict("wording_replaced", _("The wording has changed. Please read it again."))
    consent, _made = Consent.objects.get_or_create(
        user=user, text_id=text_id, withdrawn_at=None, defaults={"language": language, "given_at": at}
    )
    return consent


@transaction.atomic
def withdraw(*, user: User, edition_id: UUID, purpose: str, at: datetime) -> int:
    """Withdraw every version of a purpose in an edition; returns how many were in force."""
    mine = Consent.objects.filter(
        user=user, text__edition_id=edition_id, text__purpose=purpose, withdrawn_at__isnull=True
    )
    return mine.update(withdrawn_at=at)


@transaction.atomic
def erase(*, user_id: UUID, at: datetime, because: str = "") -> bool:
    """Erase what the platform knows of a person, as each table declares it; what stays, stays under the empty account.

    False when that was done before. Entries still being judged are withdrawn, files are deleted after the commit. The
    act is in the ledger by its random id, and on the list outside of the database (erasures). NotFound: no account.
    `because`: why the platform does it by itself; "" at the person's own request.
    """
    user = locked(User.objects.filter(pk=user_id))
    if user.email.endswith(f"@{ERASED_HOST}"):
        return False
    leaving.take(user=user, at=at)
    mail.forget(user_id=user.pk, to=user.email)
    accounts.close(user_id=user.pk)
    blanking.blank(user.pk)
    facts = {"because": because} if because else {}
    ledger.record(verb=ERASED, subject=user, by=None if because else user.pk, at=at, edition_id=None, facts=facts)
    transaction.on_commit(lambda: erasures.note(Erasure(user_id, at), erasures.folder()))
    return True


@dataclass(frozen=True)
class Retained:
    """What was done: people erased, rows about people without an account emptied, mails emptied. `failed`: accounts
    that could not be erased. `more`: there are people left for another time."""

    people: int
    rows: int
    mails: int
    failed: tuple[UUID, ...]
    more: bool


def retain(*, at: datetime, most: int | None = AT_ONCE) -> Retained:
    """Erase whom no edition keeps any more (lapsing), and empty what has lasted its time. `most`: people at once.

    Each person is a transaction of its own: one who cannot be erased keeps nobody else.
    """
    people, failed, waiting = 0, [], lapsing.lapsed(at)
    for one in waiting:
        if most is not None and people >= most:
            break
        try:
            people += _let_go(user_id=one.person, at=at)
        except Exception:  # whatever it is, the others are not to wait for it
            log.exception("could not erase the account %s at the end of its time", one.person)
            failed.append(one.person)
    rows = _blank_beside(at=at)
    return Retained(people, rows, mail.expire(at=at), tuple(failed), more=people + len(failed) < len(waiting))


@transaction.atomic
def _let_go(*, user_id: UUID, at: datetime) -> bool:
    """Erase somebody unless they have come back meanwhile."""
    locked(User.objects.filter(pk=user_id))
    return bool(lapsing.lapsed(at, person=user_id)) and erase(user_id=user_id, at=at, because="retention")


@transaction.atomic
def _blank_beside(*, at: datetime) -> int:
    return sum(blanking.blank_beside(lapsing.over(at)).values())


def note_erasures() -> None:
    """Put everybody on the list whose erasure is in the ledger: another machine did it, or this one was stopped between
    the act and its note."""
    for act in acts.acts_of(ERASED):
        erasures.note(Erasure(UUID(act.subject.partition(":")[2]), act.at), erasures.folder())


def erase_again(*, at: datetime) -> int:
    """Erase whoever is on the list and whom an older database has brought back; returns how many. DamagedList.

    Rings for nothing, since it is called while no worker runs: the sweeps find what is to be deleted.
    """
    wanted = [one.person for one in erasures.listed(erasures.folder())]
    back = User.objects.filter(pk__in=wanted).exclude(email__endswith=f"@{ERASED_HOST}")
    with unrung():
        return sum(erase(user_id=person, at=at) for person in list(back.values_list("pk", flat=True)))
