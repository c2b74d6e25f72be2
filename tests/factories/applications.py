"""Applications for tests."""

from datetime import datetime
from typing import Any

from musicprize.accounts.models import User
from musicprize.editions.models import Edition
from musicprize.editions.queries import consent_texts
from musicprize.kernel import clock
from musicprize.privacy import actions as privacy
from submissions.applications import codes
from submissions.applications.models import Application
from submissions.applications.rules import State
from tests.factories.people import make_user
from tests.factories.works import make_recording, make_work

KONZ = 2885672
"""GeoNames id of Konz, 8 km from Trier."""
TEXT = "A text of ordinary length that says something about the music."


def make_draft(
    edition: Edition, owner: User | None = None, *, at: datetime | None = None, **fields: Any
) -> Application:
    """An empty draft with its empty works' rows left out."""
    at = at or clock.now()
    given: dict[str, Any] = {
        "reference": codes.draw_reference(edition.year), "language": "en", "created_at": at, "changed_at": at, **fields,
    }  # fmt: skip
    return Application.objects.create(edition=edition, owner=owner or make_user(), **given)


def make_complete(
    edition: Edition, owner: User | None = None, *, at: datetime | None = None, city: str = "tri", **fields: Any
) -> Application:
    """A draft that can be sent: all sections, three works with measured recordings, the required consents given."""
    at = at or clock.now()
    given: dict[str, Any] = {
        "artist_name": "Nebula Trio", "contact_name": "Ines Beispiel", "basis": "lives", "place_id": KONZ,
        "place_name": "Konz (DE)", "biography": TEXT, "motivation": TEXT, "project": TEXT,
        "rider_inputs": "Two line inputs", "rider_setup_minutes": 30, "rider_people": 3, **fields,
    }  # fmt: skip
    if city:
        given["city"] = edition.cities.get(code=city)
    application = make_draft(edition, owner, at=at, **given)
    for position in range(1, edition.works_required + 1):
        make_recording(make_work(application, position))
    for text in consent_texts(edition.pk):
        if text.required:
            privacy.give(user=application.owner, text_id=text.id, language="en", at=at)
    return application


def make_submitted(edition: Edition, owner: User | None = None, **fields: Any) -> Application:
    """Complete and sent, without a receipt."""
    at = fields.pop("at", None) or clock.now()
    return make_complete(edition, owner, at=at, **{"state": State.SUBMITTED, "submitted_at": at, **fields})


def make_admitted(edition: Edition, owner: User | None = None, **fields: Any) -> Application:
    """An entry with its code."""
    at = fields.pop("at", None) or clock.now()
    return make_complete(
        edition, owner, at=at, state=State.ADMITTED, submitted_at=at, decided_at=at,
        code=codes.draw_code(edition.year), **fields,
    )  # fmt: skip
