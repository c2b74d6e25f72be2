"""What every page knows: who reads, where they may go."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from musicprize.accounts.access import grants_of
from musicprize.accounts.models import Role


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """Context of every template. The navigation is lazy: a page that shows none pays no query for it."""
    return {
        "nav": SimpleLazyObject(lambda: navigation(request)),
        "account_url": reverse("account"),
        "demo": settings.DEMO,
    }


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The places of this reader: [{label, url, current}]."""
    roles = {grant.role for grant in grants_of(request.user)} if request.user.is_authenticated else set()
    places = [
        (_("Call"), "call", True),
        (_("My application"), "apply", not roles),
        (_("Screening"), "screening", bool(roles & {Role.COORDINATOR, Role.ORGANISER})),
        (_("Jury room"), "jury", bool(roles & {Role.JUROR, Role.CHAIR})),
        (_("Desk"), "desk", bool(roles & {Role.ORGANISER, Role.CHAIR})),
        (_("Results"), "results", True),
    ]
    shown = [(label, reverse(name)) for label, name, wanted in places if wanted]
    return [{"label": label, "url": url, "current": _is_current(request.path, url)} for label, url in shown]


def _is_current(path: str, url: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
