"""What all pages of an edition's desk share: who may be here, and the tabs."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from frontend.pages.organiser.words import LANGUAGES
from musicprize.accounts.access import Person, is_chair, is_organiser
from musicprize.editions import queries as editions
from musicprize.editions.queries import EditionFacts
from musicprize.kernel.errors import NotAllowed, NotFound

FOR_THE_CHAIR = ("desk_rounds", "desk_decide", "desk_publish")


def edition_for(person: Person, slug: str, *, chair: bool = False) -> EditionFacts:
    """The edition, for its organisers, with `chair` for the chair of its jury too.

    NotAllowed for others; NotFound while the edition is not published, since it is a secret then.
    """
    edition = editions.by_slug(slug)
    if is_organiser(person, edition.id) or (chair and is_chair(person, edition.id)):
        return edition
    raise NotAllowed() if edition.published else NotFound()


def frame(request: HttpRequest, edition: EditionFacts, current: str) -> dict[str, Any]:
    """Context of every page of an edition's desk. `current`: the name of its URL."""
    organiser = is_organiser(request.user, edition.id)
    named: tuple[tuple[str, str, list[str]], ...] = (
        ("desk_edition", _("Overview"), []),
        ("desk_setup", _("Set-up"), ["texts"]),
        ("desk_people", _("People"), []),
        ("desk_rounds", _("Rounds"), []),
        ("desk_ties", _("Ties"), []),
        ("desk_decide", _("Decide"), []),
        ("desk_publish", _("Publish"), []),
        ("desk_ledger", _("Ledger"), []),
    )
    tabs = [
        {"label": label, "url": reverse(name, args=[edition.slug, *more]), "current": name == current}
        for name, label, more in named
        if organiser or name in FOR_THE_CHAIR
    ]
    return {"edition": edition, "desk_tabs": tabs, "organiser": organiser, "languages": language_list()}


def language_list() -> list[dict[str, Any]]:
    """The four languages for qp-languages; the reader's own is shown first."""
    shown = (get_language() or "de")[:2]
    return [{"code": code, "name": name, "shown": code == shown} for code, name in LANGUAGES.items()]


def local(at: datetime | None) -> str:
    """An instant as a datetime-local input writes it, in Europe/Luxembourg."""
    return timezone.localtime(at).strftime("%Y-%m-%dT%H:%M") if at else ""
