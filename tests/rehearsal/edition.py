"""The organisers' side: an edition, its people, its two rounds."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.rehearsal.client import Client, NotHeld, letters

CITIES = ("lux", "met", "sbr", "tri")
LANGUAGES = ("de", "fr", "lb", "en")
CRITERIA = (("innovation", 30), ("artistry", 35), ("coherence", 15), ("stage", 20))
FINAL_CRITERIA = (("work", 60), ("performance", 40))
FINAL_SCALE = {"low": 0, "high": 2500, "step": 50}
QUORUM = {"quorum_jurors": 2, "quorum_cities": 2}
RESERVE = 2


def in_all(text: str) -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, text)


def create(organiser: Client, slug: str, *, works: int = 3, closes_in: timedelta = timedelta(days=2)) -> datetime:
    """An edition that is open now, with prizes and consents; each entry has so many works. Returns when it closes."""
    now = datetime.now(UTC)
    days = {"opens_at": -1, "screening_until": 3, "finalists_at": 4, "final_at": 5}
    dates = {**{name: now + timedelta(days=number) for name, number in days.items()}, "closes_at": now + closes_in}
    organiser.post(
        "/api/v1/editions",
        {
            "slug": slug, "year": now.year + 1, "title": in_all(f"Rehearsal {slug}"), "host_city": "lux",
            "summary": in_all("A rehearsal of the whole edition."), "published": True, "min_seconds": 1,
            "works_required": works,
            "text_limits": {name: [20, 2000] for name in ("biography", "motivation", "project")},
            **{name: at.isoformat() for name, at in dates.items()},
        },
    )  # fmt: skip
    organiser.put(
        f"/api/v1/editions/{slug}/prizes",
        [
            {"kind": "main", "title": in_all("Prize"), "amount_cents": 1_000_000},
            {"kind": "special", "title": in_all("Special prize"), "amount_cents": 0},
        ],
    )
    organiser.put(
        f"/api/v1/editions/{slug}/consent-texts",
        [
            {"purpose": "rules", "required": True, "title": in_all("Rules"), "text": in_all("I accept the rules.")},
            {"purpose": "excerpt", "required": False, "title": in_all("Excerpt"), "text": in_all("90 seconds.")},
        ],
    )
    return dates["closes_at"]


def staff(organiser: Client, slug: str, role: str, count: int, *, tag: str) -> list[Client]:
    """Invite `count` people to a role, city by city; each signs in with the mailed code and accepts."""
    people = []
    for number in range(count):
        email = f"{role}{number + 1}.{tag}@rehearsal.invalid"
        wish = {
            "email": email, "name": f"{role.title()} {number + 1}", "language": LANGUAGES[number % 4], "role": role,
            "city": CITIES[number % 4],
        }  # fmt: skip
        invitation = organiser.post(f"/api/v1/editions/{slug}/invitations", wish)
        person = Client(organiser.base, email).sign_in()
        if not any(invitation["id"] in letter.body for letter in letters(organiser.base, to=email)):
            raise NotHeld(f"{email} was not told about the invitation")
        person.post(f"/api/v1/invitations/{invitation['id']}/accept", {})
        people.append(person)
    return people


def make_chair(organiser: Client, slug: str, email: str) -> None:
    user = user_of(organiser, slug, email)
    organiser.post(f"/api/v1/editions/{slug}/grants", {"user": user, "role": "chair"})


def user_of(organiser: Client, slug: str, email: str) -> str:
    """The account behind an address of the edition's people."""
    people = organiser.get(f"/api/v1/editions/{slug}/people")["results"]
    return str(next(person["user"] for person in people if person["email"] == email))


def name_witnesses(organiser: Client, slug: str, *, tag: str) -> list[str]:
    """One outsider a city, who is mailed the end of the ledger when a round is closed; their addresses."""
    emails = [f"witness.{city}.{tag}@rehearsal.invalid" for city in CITIES]
    for city, email, language in zip(CITIES, emails, LANGUAGES, strict=True):
        organiser.post(f"/api/v1/editions/{slug}/witnesses", {"city": city, "email": email, "language": language})
    return emails


def open_first_round(organiser: Client, slug: str, *, entries: int, jurors: int, **other: Any) -> str:
    """A blind round over all admitted entries, each heard by k of m jurors, counted by the severity-adjusted mean.

    Everything is published of it later, every mark under a pseudonym. So many go on that a reserve is left. `other`:
    rules that are to be different.
    """
    values = {
        "title": in_all("The jury's round"), "kind": "jury", "blind": True, "method": "adjusted",
        "method_parameters": QUORUM, "per_entry": min(jurors, max(3, jurors - 2)), "reserve": RESERVE,
        "advance": max(2, min(4, entries - RESERVE)), "publication_level": "full", **other,
    }  # fmt: skip
    return _opened(organiser, slug, values, CRITERIA)


def open_final(organiser: Client, slug: str) -> str:
    """The final over the finalists, live and not blind, on criteria and a scale of its own; one of them wins, and where
    the first place is shared the sealed seed draws."""
    values = {
        "title": in_all("The final"), "kind": "final", "blind": False, "live": True, "method": "adjusted", "advance": 1,
        "method_parameters": {**QUORUM, "cut_tie": "draw"}, "scale": FINAL_SCALE,
    }  # fmt: skip
    return _opened(organiser, slug, values, FINAL_CRITERIA)


def _opened(organiser: Client, slug: str, values: dict[str, Any], criteria: Sequence[tuple[str, int]]) -> str:
    round_id = str(organiser.post(f"/api/v1/editions/{slug}/rounds", values)["id"])
    listed = [
        {
            "key": key, "weight": weight, "title": in_all(key), "description": in_all(key),
            "anchor_low": in_all("not at all"), "anchor_high": in_all("outstanding"),
        }
        for key, weight in criteria
    ]  # fmt: skip
    organiser.put(f"/api/v1/rounds/{round_id}/criteria", listed)
    organiser.post(f"/api/v1/rounds/{round_id}/open", {})
    return round_id
