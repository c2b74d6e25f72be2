"""The coordinators' side: read, ask one artist something, admit."""

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.rehearsal.client import Client, NotHeld


def queue(coordinator: Client, slug: str) -> list[dict[str, Any]]:
    """What waits at a coordinator's desk, over all pages."""
    found: list[dict[str, Any]] = []
    address: str | None = f"/api/v1/editions/{slug}/screening?state=submitted"
    while address:
        page = coordinator.get(address)
        found += page["results"]
        address = page.get("next")
    return found


def ask(coordinator: Client, application: str) -> None:
    """Reopen the texts until tomorrow."""
    until = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    wish = {"sections": ["texts"], "until": until, "message": "Please say in which year you began."}
    coordinator.post(f"/api/v1/applications/{application}/ask", wish)


def admit(coordinator: Client, application: str) -> str:
    """Look at the facts, listen to a work, admit; the code under which the jury hears it."""
    facts = coordinator.get(f"/api/v1/screening/{application}")
    verdict = facts["eligibility"]["verdict"]
    if verdict != "eligible":
        raise NotHeld(f"application {application} should be eligible, not {verdict}")
    work = facts["works"][0]["id"]
    play = coordinator.get(f"/api/v1/works/{work}/play")
    coordinator.range_of(play["url"], 0, 1023)
    return str(coordinator.post(f"/api/v1/applications/{application}/admit", {})["code"])
