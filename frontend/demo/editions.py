"""The demo's editions and their staff, set up by the actions that organisers use."""

from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from frontend.demo.people import COORDINATORS, JURORS, ORGANISERS
from frontend.demo.shapes import DemoEdition, DemoPerson
from jury.rounds import actions as rounds
from musicprize.accounts import actions as accounts
from musicprize.accounts.models import Role, User
from musicprize.editions import actions as editions
from musicprize.editions import queries

LIMITS = {"biography": [150, 3000], "motivation": [150, 3000], "project": [150, 4000]}


def evening(at: datetime, days: int, *, hour: int = 23, minute: int = 59) -> datetime:
    """The evening of the day `days` after `at`, in Luxembourg."""
    local = timezone.localtime(at) + timedelta(days=days)
    return local.replace(hour=hour, minute=minute, second=0, microsecond=0)


def organisers(at: datetime) -> list[User]:
    """The network's office: two people, since publishing takes two."""
    return [
        accounts.bootstrap_organiser(email=person.email, name=person.name, language=person.language, at=at)
        for person in ORGANISERS
    ]


def make_edition(demo: DemoEdition, *, days: dict[str, int], works: int, now: datetime, by: User) -> UUID:
    """An edition with texts, rules, prizes and consents, published. `days`: name of a date → days from now."""
    at = now + timedelta(days=days["opens_at"] - 30)
    dates = {name: evening(now, number) for name, number in days.items()}
    dates["final_at"] = evening(now, days["final_at"], hour=20, minute=0)
    edition = editions.create(
        values={
            "slug": demo.slug, "year": demo.year, "title": demo.title, "summary": demo.summary,
            "call_text": demo.call_text, "jury_note": demo.jury_note, "min_seconds": demo.min_seconds,
            "works_required": works, "text_limits": LIMITS, "published": True, **dates,
        },
        cities=[city.code for city in queries.cities()], host_city=demo.host_city, by=by, at=at,
    )  # fmt: skip
    editions.set_prizes(edition_id=edition.pk, prizes=[asdict(prize) for prize in demo.prizes], by=by, at=at)
    texts = [
        {"purpose": one.purpose, "required": one.required, "title": one.title, "text": one.text}
        for one in demo.consents
    ]
    editions.set_consent_texts(edition_id=edition.pk, texts=texts, by=by, at=at)
    return edition.pk


def seat(edition_id: UUID, *, by: User, at: datetime) -> dict[str, User]:
    """Coordinators, jurors and the chair take their seats; {e-mail: account}."""
    cities = {city.code: city.id for city in queries.cities()}
    seated: dict[str, User] = {}
    for person in (*COORDINATORS, *JURORS):
        seated[person.email] = user = account(person)
        roles = [Role(person.role), *([Role.CHAIR] if person.chair else [])]
        for role in roles:
            city_id = cities[person.city] if person.city else None
            accounts.grant(user_id=user.pk, role=role, edition_id=edition_id, city_id=city_id, by=by, at=at)
    return seated


def account(person: DemoPerson) -> User:
    user = accounts.ensure_account(email=person.email, language=person.language)
    return accounts.update_profile(by=user, changes={"name": person.name, "language": person.language})


def make_round(
    edition_id: UUID, demo: DemoEdition, *, title: dict[str, str], kind: str, closes: datetime, by: User, at: datetime
) -> UUID:
    """A draft with the edition's criteria, counted by the severity-adjusted mean, on a scale from 1 to 10."""
    values = {"title": title, "kind": kind, "planned_close_at": closes, "advance": 4}
    row = rounds.create(edition_id=edition_id, values=values, by=by, at=at)
    criteria = [
        {
            "key": one.key, "weight": one.weight, "title": one.title, "description": one.description,
            "anchor_low": one.low, "anchor_high": one.high,
        }
        for one in demo.criteria
    ]  # fmt: skip
    rounds.set_criteria(round_id=row.pk, criteria=criteria, by=by, at=at)
    return row.pk
