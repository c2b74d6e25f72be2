"""Setting up editions."""

from datetime import datetime
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from musicprize.accounts.access import User
from musicprize.editions import access, rules
from musicprize.editions.models import City, ConsentText, Edition, Prize
from musicprize.kernel.errors import Conflict, Invalid, NotFound
from musicprize.kernel.locks import locked
from musicprize.ledger import actions as ledger

ORDERED_DATES = ("opens_at", "closes_at", "screening_until", "finalists_at", "final_at")


@transaction.atomic
def create(*, values: dict[str, Any], cities: list[str], host_city: str, by: User, at: datetime) -> Edition:
    """A new edition, hidden until published. Conflict `slug_taken`; Invalid when dates are out of order."""
    access.check_can_create(by)
    if Edition.objects.filter(slug=values["slug"]).exists():
        raise Conflict("slug_taken", _("There is already an edition with this address."))
    edition = Edition(**values, host_city=_city(host_city), created_at=at)
    _check_dates(edition)
    edition.save(force_insert=True)
    edition.cities.set([_city(code) for code in cities])
    ledger.record(verb="edition.create", subject=edition, by=by.pk, at=at, edition_id=edition.pk, facts={})
    return edition


@transaction.atomic
def change(
    *, edition_id: UUID, values: dict[str, Any], version: int, host_city: str | None = None, by: User, at: datetime
) -> Edition:
    """Change dates, rules, texts. Conflict `changed_elsewhere` when somebody else changed it since `version`.

    What artists were promised stays: once the call is open it cannot be hidden, opened later or closed earlier.
    """
    edition = locked(Edition.objects.filter(pk=edition_id))
    access.check_can_change(by, edition_id)
    if edition.version != version:
        raise Conflict(
            "changed_elsewhere",
            _("Somebody else has changed this edition meanwhile. Reload the page and enter your change again."),
            version=edition.version,
        )
    before = {name: getattr(edition, name) for name in values}
    was_open = rules.accepts(published=edition.published, opens_at=edition.opens_at, closes_at=edition.closes_at, at=at)
    for name, value in values.items():
        setattr(edition, name, value)
    if host_city:
        edition.host_city = _city(host_city)
    _check_dates(edition)
    if was_open:
        _check_promises(before, edition)
    edition.version += 1
    edition.save()
    changed = sorted(name for name, value in before.items() if value != getattr(edition, name))
    ledger.record(
        verb="edition.change", subject=edition, by=by.pk, at=at, edition_id=edition.pk, facts={"fields": changed}
    )
    return edition


@transaction.atomic
def set_prizes(*, edition_id: UUID, prizes: list[dict[str, Any]], by: User, at: datetime) -> list[Prize]:
    """The whole list of prizes, in order. Conflict `prize_used` when one that was awarded would go; NotFound for an
    id that is not one of this edition's."""
    edition = locked(Edition.objects.filter(pk=edition_id))
    access.check_can_change(by, edition_id)
    kept = {prize["id"] for prize in prizes if prize.get("id")}
    if kept - set(edition.prizes.values_list("pk", flat=True)):
        raise NotFound()
    try:
        edition.prizes.exclude(pk__in=kept).delete()
    except models.ProtectedError as used:
        raise Conflict("prize_used", _("A prize that has been awarded cannot be removed.")) from used
    edition.prizes.update(position=models.F("position") + 1000)
    for position, prize in enumerate(prizes, start=1):
        values = {name: value for name, value in prize.items() if name != "id"}
        Prize.objects.update_or_create(
            pk=prize.get("id") or Prize().pk, edition=edition, defaults={**values, "position": position}
        )
    ledger.record(
        verb="edition.prizes", subject=edition, by=by.pk, at=at, edition_id=edition.pk, facts={"count": len(prizes)}
    )
    return list(edition.prizes.all())


@transaction.atomic
def set_consent_texts(*, edition_id: UUID, texts: list[dict[str, Any]], by: User, at: datetime) -> list[ConsentText]:
    """The whole list of consents. A changed wording is a new version; agreements to the old one no longer count.

    Invalid `purpose_twice` when two texts are for one purpose.
    """
    edition = locked(Edition.objects.filter(pk=edition_id))
    access.check_can_change(by, edition_id)
    if len({text["purpose"] for text in texts}) != len(texts):
        sentence = _("Each purpose can be asked about only once.")
        raise Invalid("purpose_twice", sentence, fields={"purpose": [("purpose_twice", sentence)]})
    current = {text.purpose: text for text in edition.consent_texts.filter(replaced_at__isnull=True)}
    for purpose in set(current) - {text["purpose"] for text in texts}:
        _replace(current[purpose], at)
    for position, wanted in enumerate(texts):
        _set_consent(edition, current.get(wanted["purpose"]), wanted, position, at)
    ledger.record(
        verb="edition.consents", subject=edition, by=by.pk, at=at, edition_id=edition.pk,
        facts={"purposes": [text["purpose"] for text in texts]},
    )  # fmt: skip
    return list(edition.consent_texts.filter(replaced_at__isnull=True))


def _set_consent(
    edition: Edition, old: ConsentText | None, wanted: dict[str, Any], position: int, at: datetime
) -> None:
    same = old and all(getattr(old, name) == wanted[name] for name in ("title", "text", "required"))
    if old and same:
        old.position = position
        old.save(update_fields=["position"])
        return
    if old:
        _replace(old, at)
    version = old.version + 1 if old else 1
    last = edition.consent_texts.filter(purpose=wanted["purpose"]).order_by("-version").first()
    ConsentText.objects.create(
        edition=edition, position=position, **wanted, version=max(version, last.version + 1 if last else 1)
    )


def _replace(text: ConsentText, at: datetime) -> None:
    text.replaced_at = at
    text.save(update_fields=["replaced_at"])


def _city(code: str) -> City:
    city = City.objects.filter(code=code).first()
    if city is None:
        raise Invalid(fields={"host_city": [("unknown_city", _("This city does not take part."))]})
    return city


def _check_dates(edition: Edition) -> None:
    pairs = pairwise(ORDERED_DATES)
    late = [after for before, after in pairs if getattr(edition, after) <= getattr(edition, before)]
    if late:
        sentence = _("This date must be later than the one before it.")
        raise Invalid("dates_out_of_order", fields={name: [("too_early", sentence)] for name in late})
    if edition.max_seconds <= edition.min_seconds:
        sentence = _("The longest duration must be greater than the shortest.")
        raise Invalid(fields={"max_seconds": [("too_small", sentence)]})


def _check_promises(before: dict[str, Any], edition: Edition) -> None:
    fields: dict[str, list[tuple[str, Any]]] = {}
    if before.get("published", True) and not edition.published:
        fields["published"] = [("already_open", _("The call is open: it cannot be hidden any more."))]
    if "closes_at" in before and edition.closes_at < before["closes_at"]:
        fields["closes_at"] = [("already_open", _("The call is open: it may close later, but not earlier."))]
    if "opens_at" in before and edition.opens_at > before["opens_at"]:
        fields["opens_at"] = [("already_open", _("The call is open: its opening cannot be moved to a later time."))]
    if fields:
        raise Invalid("call_is_open", fields=fields)
