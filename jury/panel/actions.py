"""Naming the witnesses of an edition's counts, and mailing them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jury.panel import queries
from jury.panel.models import Witness
from musicprize.accounts.access import check_organiser
from musicprize.accounts.models import User
from musicprize.editions import queries as editions
from musicprize.kernel.errors import Conflict, Invalid, NotFound
from musicprize.kernel.texts import in_language
from musicprize.ledger import actions as ledger
from musicprize.mail import actions as mail


@transaction.atomic
def name_witness(*, edition_id: UUID, city: str, email: str, language: str, by: User, at: datetime) -> Witness:
    """Add an address to those that are mailed the ledger's head at the close of a round.

    Invalid for a city that is not of the edition, and for the address of a juror: a witness stands outside.
    Conflict `already_named` for an address that is a witness already.
    """
    check_organiser(by, edition_id)
    found = editions.by_id(edition_id).city(city)
    fields = {}
    if found is None:
        fields["city"] = [("city_needed", _("Choose the city that this person stands for."))]
    if email.lower() in {juror.email.lower() for juror in queries.jurors(edition_id)}:
        sentence = _("This person sits on the jury. A witness stands outside; jurors are mailed anyway.")
        fields["email"] = [("not_outside", sentence)]
    if fields or found is None:
        raise Invalid(fields=fields)
    if Witness.objects.filter(edition_id=edition_id, email__iexact=email).exists():
        raise Conflict("already_named", _("This address is a witness already."))
    row = Witness.objects.create(
        edition_id=edition_id, city_id=found.id, email=email, language=language, named_by=by, named_at=at
    )
    ledger.record(verb="witness.name", subject=row, by=by.pk, at=at, edition_id=edition_id, facts={"city": city})
    return row


@transaction.atomic
def dismiss_witness(*, witness_id: UUID, by: User, at: datetime) -> None:
    """Take an address off the list. NotFound where there is none that `by` may manage."""
    row = Witness.objects.filter(pk=witness_id).first()
    if row is None:
        raise NotFound()
    check_organiser(by, row.edition_id)
    ledger.record(verb="witness.dismiss", subject=row, by=by.pk, at=at, edition_id=row.edition_id, facts={})
    row.delete()


@transaction.atomic
def tell_witnesses(
    *, edition_id: UUID, round_id: UUID, titles: Mapping[str, str], hashes: Mapping[str, Any], at: datetime
) -> int:
    """Mail every witness the end of the ledger and what it stands for; returns how many. Once a round and address."""
    edition, told = editions.by_id(edition_id), 0
    for witness in queries.witnesses(edition_id):
        told += mail.write(
            template="round_witness", to=witness.email, language=witness.language, at=at,
            campaign=f"round:{round_id}:witness",
            context={"title": in_language(titles, witness.language), "edition": edition, **hashes},
        ) is not None  # fmt: skip
    return told
