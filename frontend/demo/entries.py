"""The demo's applications, filled in, sent and screened by the actions that artists and coordinators use."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from frontend.demo.sending import send
from frontend.demo.shapes import DemoApplication, DemoFinalist, DemoWork
from musicprize.accounts import actions as accounts
from musicprize.accounts.models import User
from musicprize.editions import queries as editions
from submissions.applications import actions
from submissions.applications.members import MemberGiven
from submissions.works import actions as works
from submissions.works import queries as work_queries

CONSENTS = {"rules": True, "excerpt": True, "archive": True}


@dataclass(frozen=True)
class Begun:
    """An application that was begun: its artist and its works by position."""

    id: UUID
    artist: User
    works: dict[int, UUID]


def begin(edition: str, *, email: str, name: str, language: str, at: datetime) -> Begun:
    """An account and an empty application."""
    artist = accounts.ensure_account(email=email, language=language)
    accounts.update_profile(by=artist, changes={"name": name, "language": language})
    application_id, _new = actions.create(edition=edition, by=artist, at=at)
    return Begun(application_id, artist, {work.position: work.id for work in work_queries.works_of(application_id)})


def fill(begun: Begun, demo: DemoApplication, *, at: datetime) -> None:
    """Everything but the sound files."""
    rider = {f"rider_{name}": getattr(demo.rider, name) for name in ("inputs", "power", "projection", "notes")}
    changes = {
        "artist_name": demo.artist_name, "ensemble": demo.ensemble, "contact_name": demo.contact_name,
        "city": demo.city or "", "basis": demo.basis, "place_listed": demo.place_id is not None,
        "place_name": demo.place_name, "region_link": demo.region_link,
        "biography": demo.biography, "motivation": demo.motivation, "project": demo.project,
        "rider_setup_minutes": demo.rider.setup_minutes, "rider_people": demo.rider.people, **rider,
    }  # fmt: skip
    if demo.place_id is not None:
        changes["place_id"] = demo.place_id
    _save(begun, changes, at)
    members = [MemberGiven(one.name, one.role, one.email) for one in demo.members]
    if members:
        actions.set_members(application_id=begun.id, members=members, version=0, by=begun.artist, at=at)
    for work in demo.works:
        describe(begun, work, language=demo.language, at=at)
    actions.set_consents(application_id=begun.id, answers=CONSENTS, by=begun.artist, at=at)


def fill_finalist(begun: Begun, demo: DemoFinalist, *, at: datetime) -> None:
    """An application of the past edition, of which only what was public is known."""
    city = next(city for city in editions.cities() if city.code == demo.city)
    own = demo.presentation[demo.language]
    changes = {
        "artist_name": demo.artist_name, "contact_name": demo.artist_name, "city": demo.city, "basis": "lives",
        "place_listed": False, "place_name": city.names[demo.language], "region_link": own,
        "biography": f"{own} {own}", "motivation": f"{own} {own}", "project": f"{own} {own}",
        "rider_inputs": "2 × DI", "rider_setup_minutes": 30, "rider_people": 1,
    }  # fmt: skip
    _save(begun, changes, at)
    describe(begun, demo.work, language=demo.language, at=at)
    actions.set_consents(application_id=begun.id, answers=CONSENTS, by=begun.artist, at=at)


def describe(begun: Begun, work: DemoWork, *, language: str, at: datetime) -> None:
    """What is told about a work."""
    names = ("title", "year", "in_progress", "contributors", "description", "start_cue_ms")
    changes = {name: getattr(work, name) for name in names} | {"title_language": language}
    works.save(
        work_id=begun.works[work.position], changes=changes, versions=dict.fromkeys(changes, 0), by=begun.artist, at=at
    )


def send_sound(begun: Begun, work: DemoWork, path: Path, *, at: datetime) -> None:
    send(
        path, name=f"{work.title}.m4a", content_type="audio/mp4", work_id=begun.works[work.position], by=begun.artist,
        at=at,
    )  # fmt: skip


def submit(begun: Begun, *, at: datetime) -> None:
    actions.submit(application_id=begun.id, by=begun.artist, at=at)


def spread_over(start: datetime, end: datetime, number: int, of: int) -> datetime:
    """An instant for the `number`-th of `of` things: more and more of them towards the end, as deadlines have it."""
    share = 1 - (1 - (number + 1) / (of + 1)) ** 2
    return start + timedelta(seconds=(end - start).total_seconds() * share)


def _save(begun: Begun, changes: dict[str, object], at: datetime) -> None:
    actions.save(application_id=begun.id, changes=changes, versions=dict.fromkeys(changes, 0), by=begun.artist, at=at)
