"""Every page of the platform: who opens it, and where it lies on the running demo.

A page that is in no list here fails test_pages.py: each new one has to be looked at.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from frontend.demo.edition_texts import DEMO_EDITION
from frontend.demo.past_edition import PAST_EDITION
from tests.journeys.people import House, call

NEW, OLD = DEMO_EDITION.slug, PAST_EDITION.slug


@dataclass
class Known:
    """What the addresses need: ids that the demo made."""

    draft: str
    sent: str
    owner: str
    open_round: str
    closed_round: str
    invitation: str
    publication: str
    pending_round: str


@dataclass(frozen=True)
class Place:
    """A page: `role` of House.page, URL name, arguments from what is known; `name` tells several of one name apart."""

    name: str
    role: str
    url: str = ""
    args: Callable[[Known], tuple[str, ...]] = lambda known: ()
    status: int = 200

    def path(self, known: Known) -> str:
        return reverse(self.url or self.name, args=self.args(known))


SECTIONS = ("about", "eligibility", "texts", "rider", "portrait", "work-1", "work-2", "consents")
TABS = ("texts", "dates", "rules", "prizes", "consents")

PLACES = (
    Place("call", ""),
    Place("call_of", "", args=lambda k: (OLD,)),
    Place("places", ""),
    Place("results", ""),
    Place("result", "", args=lambda k: (OLD,)),
    Place("accessibility", ""),
    Place("privacy", ""),
    Place("sources", ""),
    Place("account_request_login_code", ""),
    Place("demo_mail", ""),
    Place("account", "organiser"),
    Place("account-artist", "artist", "account"),
    Place("account_logout", "artist"),
    Place("mfa_list_webauthn", "organiser"),
    Place("invitation", "guest", args=lambda k: (k.invitation,)),
    Place("apply", "artist"),
    Place("application", "artist", args=lambda k: (k.draft,)),
    *(
        Place(f"application_section-{one}", "artist", "application_section", lambda k, one=one: (k.draft, one))
        for one in SECTIONS
    ),
    Place("application_check", "artist", args=lambda k: (k.draft,)),
    Place("application_ties", "artist", args=lambda k: (k.draft,)),
    Place("application_sent", "owner", args=lambda k: (k.sent,)),
    Place("application-sent", "owner", "application", args=lambda k: (k.sent,)),
    Place("application_section-closed", "owner", "application_section", args=lambda k: (k.sent, "work-1")),
    Place("screening_queue", "organiser", args=lambda k: (NEW,)),
    Place("screening_one", "organiser", args=lambda k: (NEW, k.sent)),
    Place("jury", "juror"),
    Place("jury_room", "juror", args=lambda k: (k.open_round,)),
    Place("jury_ties", "juror", args=lambda k: (k.open_round,)),
    Place("jury_rules", "juror", args=lambda k: (k.open_round,)),
    Place("jury_ranking", "juror", args=lambda k: (k.open_round,)),
    Place("jury_sealed", "juror", args=lambda k: (k.closed_round,)),
    Place("board", "chair", args=lambda k: (k.closed_round,)),
    Place("table", "chair", args=lambda k: (k.closed_round,)),
    Place("compare", "chair", args=lambda k: (k.closed_round,)),
    Place("minutes", "chair", args=lambda k: (k.closed_round,)),
    Place("report", "chair", args=lambda k: (k.closed_round,)),
    Place("report-own", "juror", "report", args=lambda k: (k.closed_round,)),
    Place("desk", "organiser"),
    Place("desk_new", "organiser"),
    Place("desk_edition", "organiser", args=lambda k: (NEW,)),
    *(Place(f"desk_setup-{tab}", "organiser", "desk_setup", lambda k, tab=tab: (NEW, tab)) for tab in TABS),
    Place("desk_people", "organiser", args=lambda k: (NEW,)),
    Place("desk_rounds", "organiser", args=lambda k: (NEW,)),
    Place("desk_round", "organiser", args=lambda k: (NEW, k.open_round)),
    Place("desk_round-draft", "organiser", "desk_round", args=lambda k: (NEW, k.pending_round)),
    Place("desk_figures", "organiser", args=lambda k: (OLD, k.closed_round)),
    Place("desk_figures-open", "organiser", "desk_figures", args=lambda k: (NEW, k.open_round), status=409),
    Place("desk_round-closed", "organiser", "desk_round", args=lambda k: (OLD, k.closed_round)),
    Place("desk_paper", "organiser", args=lambda k: (NEW, k.open_round)),
    Place("desk_assignment", "organiser", args=lambda k: (NEW, k.open_round)),
    Place("desk_assignment-draft", "organiser", "desk_assignment", args=lambda k: (NEW, k.pending_round)),
    Place("desk_ties", "organiser", args=lambda k: (NEW,)),
    Place("desk_decide", "organiser", args=lambda k: (OLD,)),
    Place("desk_publish", "organiser", args=lambda k: (OLD,)),
    Place("desk_preview", "organiser", args=lambda k: (OLD, k.publication)),
    Place("desk_ledger", "organiser", args=lambda k: (NEW,)),
    Place("stage", "organiser", args=lambda k: (OLD,)),
    Place("stage_presenter", "organiser", args=lambda k: (OLD,)),
)  # fmt: skip

NOT_WALKED = {
    "jury_live": "only on the night of a final: test_final.py",
    "desk_live": "the same",
    "home_after_sign_in": "sends on to another page",
    "screening": "sends on to the queue of the edition",
    "account_login": "sends on to the sign-in",
    "account_signup": "sends on to the sign-in",
    "mfa_index": "sends on to the passkeys",
    "account_confirm_login_code": "only within a sign-in: every journey goes through it",
    "mfa_login_webauthn": "answers a script",
    "account_reauthenticate": "only after a passkey was made",
    "mfa_reauthenticate_webauthn": "only after a passkey was made",
    "mfa_add_webauthn": "asks for a sign-in anew first",
    "mfa_remove_webauthn": "only after a passkey was made",
    "mfa_edit_webauthn": "only after a passkey was made",
    "account_inactive": "no account is switched off in the demo",
    "set_language": "takes forms only",
    "jury_receipt": "a file",
    "jury_rider": "a file",
    "desk_applications_csv": "a file",
    "desk_figures_csv": "a file",
    "media": "a file",
    "healthz": "for machines",
    "api-schema": "for machines",
    "api-docs": "the library's own page",
}


def page_names() -> set[str]:
    """The names of all addresses that are not part of the API."""
    return {name for route, name in _named(get_resolver(), "") if not route.startswith("api/v1/")}


def _named(resolver: URLResolver, prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found += _named(entry, route)
        elif isinstance(entry, URLPattern):
            found.append((route, entry.name or route))
    return found


def get_known(house: House) -> Known:
    """Ask the API as the organiser, and prepare what the demo does not have: an invitation, a round in draft."""
    office = house.page("organiser")
    office.goto("/")
    lines = call(office, "GET", f"/editions/{NEW}/screening")["results"]
    rounds = call(office, "GET", f"/editions/{NEW}/rounds")["results"]
    old = call(office, "GET", f"/editions/{OLD}/rounds")["results"]
    admitted = next(line for line in lines if line["state"] == "admitted")
    owner = call(office, "GET", f"/screening/{admitted['id']}")["email"]
    house.emails["owner"] = owner
    house.emails["guest"] = f"guest.{uuid4().hex}@example.org"
    guest = {"email": house.emails["guest"], "name": "Invited Guest", "language": "en", "role": "juror", "city": "lux"}
    invitation = call(office, "POST", f"/editions/{OLD}/invitations", guest)["id"]
    title = dict.fromkeys(("de", "fr", "lb", "en"), "Final night")
    draft = call(office, "POST", f"/editions/{NEW}/rounds", {"title": title, "kind": "final"})["id"]
    publication = call(office, "GET", f"/editions/{OLD}/publications")["results"][0]["id"]
    office.context.close()
    artist = house.page("artist")
    artist.goto("/")
    mine = call(artist, "GET", "/applications")["results"][0]["id"]
    artist.context.close()
    opened = next(one["id"] for one in rounds if one["state"] == "open")
    closed = next(one["id"] for one in old if one["state"] == "closed")
    return Known(mine, admitted["id"], owner, opened, closed, invitation, publication, draft)
