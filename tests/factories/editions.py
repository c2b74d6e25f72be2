"""Editions for tests: open now, the four cities, three works."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from musicprize.editions.cities import CITIES
from musicprize.editions.models import City, ConsentText, Edition, Prize
from musicprize.kernel import clock

_numbers = count(1)


def in_all(text: str) -> dict[str, str]:
    """One text in four languages, told apart by a suffix."""
    return {language: f"{text} ({language})" for language in ("de", "fr", "lb", "en")}


def make_cities() -> list[City]:
    """The four cities; a migration writes them, a flushed test database needs them again."""
    for seed in CITIES:
        City.objects.get_or_create(code=seed.code, defaults={k: v for k, v in seed._asdict().items() if k != "code"})
    return list(City.objects.all())


def make_edition(at: datetime | None = None, **fields: Any) -> Edition:
    """An edition that opened a week before `at` (default: now) and closes a week after it."""
    at = at or clock.now()
    number = next(_numbers)
    cities = make_cities()
    given: dict[str, Any] = {
        "slug": f"{2100 + number}",
        "year": 2100 + number,
        "title": in_all("Prize"),
        "host_city": cities[0],
        "published": True,
        "opens_at": at - timedelta(days=7),
        "closes_at": at + timedelta(days=7),
        "screening_until": at + timedelta(days=14),
        "finalists_at": at + timedelta(days=40),
        "final_at": at + timedelta(days=100),
        "text_limits": {"biography": [10, 500], "motivation": [10, 500], "project": [10, 500]},
        "min_seconds": 1,
        "created_at": at - timedelta(days=30),
        **fields,
    }
    edition = Edition.objects.create(**given)
    edition.cities.set(cities)
    return edition


def make_consents(edition: Edition) -> list[ConsentText]:
    """`rules` (required) and `excerpt`."""
    purposes = (("rules", True), ("excerpt", False))
    return [
        ConsentText.objects.create(
            edition=edition, purpose=purpose, required=required, position=position,
            title=in_all(purpose), text=in_all(f"I agree: {purpose}"),
        )
        for position, (purpose, required) in enumerate(purposes)
    ]  # fmt: skip


def make_prizes(edition: Edition) -> list[Prize]:
    """The main prize of 10,000 euro and a special one."""
    return [
        Prize.objects.create(edition=edition, kind=kind, title=in_all(kind), amount_cents=cents, position=position)
        for position, (kind, cents) in enumerate((("main", 1_000_000), ("special", 0)), start=1)
    ]
