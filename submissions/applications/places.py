"""The place and the city that an applicant names: what may be said, and what follows from it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from musicprize.editions.queries import EditionFacts
from musicprize.kernel.errors import Invalid
from submissions.applications.autosave import NOT_CHOICE
from submissions.eligibility import gazetteer


def checked(values: dict[str, Any], *, edition: EditionFacts) -> dict[str, Any]:
    """City and place of a change, checked against the edition and the gazetteer; a chosen place brings its name."""
    found: dict[str, Any] = {}
    if values.get("city") and edition.city(values["city"]) is None:
        raise Invalid(fields={"city": [("unknown_choice", NOT_CHOICE)]})
    if values.get("place_id") is not None:
        place = gazetteer.by_id(values["place_id"])
        if place is None:
            message = _("This place is not in our list. Choose another, or tell us that yours is not listed.")
            raise Invalid(fields={"place_id": [("unknown_place", message)]})
        found = {"place_id": place.id}
    return found


def following(values: dict[str, Any], *, current: dict[str, Any]) -> dict[str, Any]:
    """What else changes when the place does: a chosen place sets name and listing, a typed name unchooses it."""
    if values.get("place_id") is not None:
        place = gazetteer.by_id(values["place_id"])
        derived: dict[str, Any] = {"place_name": place.label, "place_listed": True} if place else {}
    elif values.get("place_listed") is False or _typed_anew(values, current):
        derived = {"place_id": None}
    else:
        derived = {}
    after = {**current, **values}
    return {name: value for name, value in derived.items() if after[name] != value}


def _typed_anew(values: dict[str, Any], current: dict[str, Any]) -> bool:
    if "place_name" not in values or current["place_id"] is None or "place_id" in values:
        return False
    place = gazetteer.by_id(current["place_id"])
    return place is None or values["place_name"] not in (place.label, place.name)
