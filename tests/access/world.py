"""One edition with somebody of every role, a counted round, an artist's admitted application, and addresses for all."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from jury.conflicts import actions as ties
from jury.conflicts import naming_actions as naming
from jury.conflicts.rules import Tie, Whom
from jury.decisions import actions as decisions
from jury.decisions.rules import Kind as Decided
from jury.deliberation import meeting_actions as meeting
from jury.panel import actions as panel
from jury.publication import actions as publication
from jury.publication.rules import Kind as Published
from musicprize.accounts import actions as accounts
from musicprize.accounts.models import Role, User
from musicprize.kernel import clock
from submissions.applications.models import Application
from tests.factories.editions import in_all, make_consents, make_prizes
from tests.factories.jury import Jury, make_closed_jury
from tests.factories.people import make_coordinator, make_member, make_user
from tests.factories.sound import make_sound

ROLES = ("anonymous", "stranger", "owner", "coordinator", "elsewhere", "juror", "chair", "organiser")
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass
class World:
    """`people`: role → account, None for a visitor. `facts`: what stands in the addresses."""

    people: dict[str, User | None]
    facts: dict[str, Any]
    application: Application
    jury: Jury


def make_world() -> World:
    jury = make_closed_jury(jurors=3, entries=3, works=1)
    edition, entry = jury.edition, jury.entries[0]
    make_consents(edition)
    make_prizes(edition)
    for work in entry.works.all():
        make_sound(work)
    make_member(Role.CHAIR, edition, user=jury.jurors[1])
    cities = list(edition.cities.order_by("colour"))
    other = next(city for city in cities if city != entry.city)
    at = clock.now()
    code = [entry.code]
    round_id = jury.round.pk
    for kind in (Decided.FINALISTS, Decided.WINNER):
        decisions.decide(
            edition_id=edition.pk, kind=kind, round_id=round_id, codes=code, prize_id=None, reasons=in_all("Good."),
            by=jury.organiser, at=at,
        )  # fmt: skip
    prepared = publication.prepare(
        edition_id=edition.pk, kind=Published.RESULTS, embargo_at=edition.final_at, by=jury.organiser, at=at
    )
    meeting.shortlist(round_id=round_id, code=entry.code, version=0, by=jury.jurors[0], at=at)
    meeting.propose(
        round_id=round_id, text="We take four.", language="en", code="", secret=False, by=jury.jurors[0], at=at
    )
    invited = accounts.invite(
        email="guest@example.org", name="Guest", language="en", role=Role.JUROR, edition_id=edition.pk,
        city_id=other.pk, by=jury.organiser, at=at,
    )  # fmt: skip
    witness = panel.name_witness(
        edition_id=edition.pk, city=other.code, email="witness@example.org", language="fr", by=jury.organiser, at=at
    )
    people = {
        "anonymous": None, "stranger": make_user(), "owner": entry.owner,
        "coordinator": make_coordinator(edition, entry.city), "elsewhere": make_coordinator(edition, other),
        "juror": jury.jurors[0], "chair": jury.jurors[1], "organiser": jury.organiser,
    }  # fmt: skip
    tie = ties.register(
        edition_id=edition.pk, name="Somebody", whom=Whom.PERSON, tie=Tie.PUPIL, from_year=2015, to_year=None,
        by=jury.jurors[0], at=at,
    )  # fmt: skip
    named = naming.name(
        application_id=jury.entries[1].pk, juror_id=jury.jurors[2].pk, tie=Tie.LABEL, from_year=None, to_year=None,
        words="Known.", by=jury.organiser, at=at,
    )  # fmt: skip
    work = entry.works.get()
    facts = {
        "tie_id": tie.pk, "declaration_id": named.pk,
        "application_id": entry.pk, "work_id": work.pk, "upload_id": work.audio_id, "slug": edition.slug,
        "round_id": round_id, "juror_id": jury.jurors[0].pk,
        "sheet_id": jury.sheet(jury.jurors[0], entry).pk, "publication_id": prepared.pk,
        "invitation_id": invited.pk, "witness_id": witness.pk,
        "position": 1, "number": 1, "section": "about", "tab": "texts", "what": "rider",
        "code": entry.code, "token": "made-up", "key": "made-up", "pk": 1,
    }  # fmt: skip
    return World(people, facts, entry, jury)


def operations() -> Iterator[tuple[str, str, URLPattern]]:
    """(METHOD name, route, pattern) of all addresses: the API with every method, pages with GET."""
    for route, pattern in _patterns(get_resolver(), ""):
        view = getattr(pattern.callback, "cls", None)
        methods = [one for one in METHODS if hasattr(view, one)] if route.startswith("api/v1/") else ["get"]
        for method in methods:
            yield f"{method.upper()} {pattern.name}", route, pattern


def _patterns(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _patterns(entry, route)
        elif isinstance(entry, URLPattern):
            yield route, entry
