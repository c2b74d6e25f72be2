"""People of an edition: who holds a role, open invitations, inviting, the chair, witnesses of the count."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from frontend.pages.organiser import words
from frontend.pages.organiser.frame import edition_for, frame
from jury.panel import queries as panel
from musicprize.accounts import queries
from musicprize.accounts.access import Role
from musicprize.editions.queries import EditionFacts
from musicprize.kernel import clock


@login_required
def desk_people(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody with a role, by role and city; what each city still lacks; open invitations."""
    edition = edition_for(request.user, slug)
    members = queries.members(edition.id, *Role)
    chairs = {one.user_id for one in members if one.role == Role.CHAIR}
    order = (Role.JUROR, Role.COORDINATOR, Role.ORGANISER)
    groups = [
        {
            "role": role.value,
            "label": _groups()[role],
            "people": [_person(edition, one, chairs) for one in members if one.role == role],
        }
        for role in order
    ]
    jurors = {one.user_id for one in members if one.role == Role.JUROR}
    beside = [one for one in members if one.role == Role.CHAIR and one.user_id not in jurors]
    witnesses, by_code = panel.witnesses(edition.id), {city.code: city for city in edition.cities}
    now = clock.now()
    context = {
        **frame(request, edition, "desk_people"),
        "groups": groups,
        "only_chairs": [_person(edition, one, chairs) for one in beside],
        "lacking": _lacking(edition, members),
        "invitations": [
            {
                "facts": one,
                "role": words.ROLES[one.role],
                "city": edition.city(one.city_id),
                "expired": now >= one.expires_at,
            }
            for one in queries.open_invitations(edition_id=edition.id)
        ],
        "witnesses": [{"facts": one, "city": by_code.get(one.city)} for one in witnesses],
        "unwitnessed": [city for city in edition.cities if city.code not in {one.city for one in witnesses}],
        "witness_cities": [{"value": city.code, "label": city.name} for city in edition.cities],
        "roles": [{"value": role.value, "label": words.ROLES[role.value]} for role in (*order, Role.CHAIR)],
        "cities": [{"value": "", "label": _("No city")}, *({"value": c.code, "label": c.name} for c in edition.cities)],
        "tongues": [{"value": code, "label": name} for code, name in words.LANGUAGES.items()],
    }
    return render(request, "pages/organiser/people.html", context)


def _groups() -> dict[Role, str]:
    return {Role.JUROR: _("Jury"), Role.COORDINATOR: _("Coordinators"), Role.ORGANISER: _("Organisers")}


def _person(edition: EditionFacts, one: queries.Member, chairs: set[Any]) -> dict[str, Any]:
    return {
        "facts": one,
        "city": edition.city(one.city_id),
        "language": words.LANGUAGES.get(one.language, ""),
        "chairs": one.user_id in chairs,
    }


def _lacking(edition: EditionFacts, members: list[queries.Member]) -> list[str]:
    """What the prize usually has and this edition has not yet: a coordinator and two jurors a city, a chair."""
    found: list[str] = []
    for city in edition.cities:
        here = [one.role for one in members if one.city_id == city.id]
        if Role.COORDINATOR not in here:
            found.append(_("%(city)s has no coordinator yet.") % {"city": city.name})
        if here.count(Role.JUROR) < 2:
            values = {"city": city.name, "n": here.count(Role.JUROR)}
            found.append(_("%(city)s has %(n)s of the usual 2 jurors.") % values)
    if not any(one.role == Role.CHAIR for one in members):
        found.append(_("Nobody chairs the jury yet."))
    return found
