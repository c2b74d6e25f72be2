"""Two worlds that differ only in what a juror must not know: every address answers that juror with the same bytes.

The addresses are read from the resolver and held against the OpenAPI document, so that a new one is asked too. Compared
are status, headers, body and number of queries; what differs by chance (CSRF tokens, signatures of media) is masked.
"""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator

from jury.conflicts.rules import Reason
from jury.rounds import actions as rounds
from jury.rounds.rules import Missing
from jury.scoresheets import actions as sheets
from jury.scoresheets import recusal_actions as recusals
from jury.scoresheets.reopening_actions import reopen_ballot
from musicprize.accounts.models import User
from musicprize.kernel import clock
from submissions.applications.models import Application
from submissions.uploads.models import Upload
from submissions.works.models import Work
from tests.access.bodies import bodies
from tests.access.expected import THE_SAME_FOR_EVERYBODY
from tests.access.world import World, operations
from tests.factories.jury import Jury, fill, make_jury, make_sealed_jury, seal
from tests.factories.people import make_chair
from tests.factories.sound import make_sound

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]
MASKED = (
    (rb'csrfmiddlewaretoken" value="[^"]+"', b"csrf"),
    (rb"/media/[^\"'\s<>\\]+", b"media"),
    (rb'"challenge": ?"[^"]+"', b"challenge"),
    (rb'"ledger_head": ?"[0-9a-f]{64}"', b"head"),  # the public head at that moment, as GET api-ledger-verify tells it
)
MADE = (
    (rb"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", b"id"),
    (rb'"(?:id|token|reference)": ?"[^"]+"', b"drawn"),
)
"""What is drawn by chance for something that a request has made."""
BY_CHANCE = ("Content-Length", "Expires", "Set-Cookie")
"""Headers: the length is that of the masked body, an hour is an hour, a session is a session."""
TELLS_THAT_SOMETHING_WAS_DONE = {
    "GET api-ledger-verify": "anybody may compare number and head of the ledger: that is what makes it a witness; "
    "they tell that something was sealed or declared, not what, by whom or about whom",
}
NOT_ASKED = {
    "GET demo_mail": "the outbox that demo mode shows to everybody, sign-in codes included",
    **THE_SAME_FOR_EVERYBODY,
}
ROUTES = {name: (route, pattern) for name, route, pattern in operations() if name not in NOT_ASKED}


def asked(jury: Jury, viewer: int = 0) -> dict[str, tuple[Any, ...]]:
    """What one juror is answered at every address, with the ids of that juror's own and of the hidden entry."""
    person, entry = jury.jurors[viewer], jury.entries[1]
    work = entry.works.get()
    facts = {
        "application_id": entry.pk, "work_id": work.pk, "upload_id": work.audio_id, "slug": jury.edition.slug,
        "round_id": jury.round.pk, "juror_id": jury.jurors[1].pk, "sheet_id": jury.sheet(person, entry).pk,
        "publication_id": entry.pk, "invitation_id": entry.pk, "position": 1, "number": 1, "section": "about",
        "tab": "texts", "what": "rider", "code": entry.code, "token": "made-up", "key": "made-up", "pk": 1,
    }  # fmt: skip
    world = World({"stranger": jury.organiser}, facts, entry, jury)
    sent = bodies(world)
    client = Client()
    client.force_login(User.objects.get(pk=person.pk), backend="django.contrib.auth.backends.ModelBackend")
    client.get("/jury/")  # what is written once a day on a first visit is no query of a page
    session = client.cookies["sessionid"].value
    found = {}
    for name in ROUTES:
        client.cookies.load({"sessionid": session})
        found[name] = one(name, facts, sent.get(name, {}), client)
    return found


def one(name: str, facts: dict[str, Any], body: Any, client: Client) -> tuple[Any, ...]:
    """(status, headers, body, number of queries) of one request that leaves nothing behind."""
    route, pattern = ROUTES[name]
    names = re.findall(r"<(?:\w+:)?(\w+)>", route)
    url = reverse(str(pattern.name), kwargs={each: facts.get(each, facts["round_id"]) for each in names})
    method = name.split()[0].lower()
    with transaction.atomic():
        given = {} if method == "get" else {"data": json.dumps(body), "content_type": "application/json"}
        with CaptureQueriesContext(connection) as queries:
            answer = getattr(client, method)(url, **given)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        for pattern_, word in (*MASKED, *(MADE if answer.status_code == 201 else ())):
            content = re.sub(pattern_, word, content)
        headers = {key: value for key, value in answer.items() if key not in BY_CHANCE}
        headers |= {"length": str(len(content)), "cookies": str(sorted(answer.cookies))}
        transaction.set_rollback(True)
    return answer.status_code, headers, content, len(queries)


def differences(before: dict[str, tuple[Any, ...]], after: dict[str, tuple[Any, ...]]) -> dict[str, str]:
    """Operations that tell the two worlds apart, and by what."""
    parts = ("status", "headers", "body", "queries")
    return {
        name: ", ".join(
            f"{part}: {a!r:.300} / {b!r:.300}"
            for part, a, b in zip(parts, before[name], after[name], strict=True)
            if a != b
        )
        for name in before
        if before[name] != after[name]
    }  # fmt: skip


def test_every_operation_of_the_api_document_is_asked() -> None:
    document = SchemaGenerator().get_schema(request=None, public=True)
    described = {
        (path, method.upper())
        for path, verbs in document["paths"].items()
        for method in verbs
        if method != "parameters"
    }
    known = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", f"/{route}"), name.split()[0])
        for name, (route, _pattern) in ROUTES.items()
    }
    assert described - known == set()


def hide_who_plays(jury: Jury) -> None:
    """Another artist behind every entry: everything that a person typed, the place, the language, the file's name."""
    for number, entry in enumerate(jury.entries):
        User.objects.filter(pk=entry.owner_id).update(
            name=f"Another name {number}", email=f"other{number}@example.net", language="lb"
        )
        Application.objects.filter(pk=entry.pk).update(
            artist_name=f"Quite another {number}", biography="x" * 99, motivation="y" * 7, project="z", city=None,
            website="https://example.net", reference=f"QP-OTHER{number}", language="lb", rider_inputs="Twelve.",
            rider_notes="None.", created_at=entry.created_at - timedelta(days=3),
        )  # fmt: skip
        Work.objects.filter(application=entry).update(
            title="Another", description="y" * 99, contributors="Another", video_url="https://example.net/v",
            year=2024, title_language="fr",
        )  # fmt: skip
        Upload.objects.filter(application=entry).update(file_name=f"another-{number}.wav")


def vote_differently(jury: Jury) -> None:
    """The second juror marks, seals and stands aside late; the third marks, notes, listens and stands aside."""
    at = clock.now()
    fill(jury, 1, score=lambda _juror, entry, _key: 100 + 100 * entry)
    seal(jury, 1)
    second, third = jury.jurors[1:3]
    recusals.recuse(sheet_id=jury.sheet(second, 0).pk, reason=Reason.CONFLICT, by=second, at=at)
    sheet = jury.sheet(third, 1)
    if sheet.state == "complete":
        sheet.version = sheets.reopen(sheet_id=sheet.pk, version=sheet.version, by=third, at=at).version
    sheets.mark(sheet_id=sheet.pk, marks={"music": 100}, note="dreadful", version=sheet.version, by=third, at=at)
    recusals.recuse(sheet_id=jury.sheet(third, 0).pk, reason=Reason.CONFLICT, by=third, at=at)
    work = Work.objects.get(application=jury.entries[1])
    sheets.listen(
        sheet_id=sheet.pk, work_id=work.pk, duration_ms=9000, heard=[(0, 900)], position_ms=900, by=third, at=at
    )


def open_again(jury: Jury) -> None:
    chair = make_chair(jury.edition)
    reopen_ballot(round_id=jury.round.pk, juror_id=jury.jurors[1].pk, reason="A slip.", by=chair, at=clock.now())


def heard(jury: Jury) -> Jury:
    for entry in jury.entries:
        for work in entry.works.all():
            make_sound(work)
    return jury


@pytest.fixture(autouse=True)
def _here(settings: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our own host gives the media, and time stands still: both worlds are asked at the same moment."""
    settings.STORAGE, settings.DATA = "local", tmp_path / "data"
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now)


def open_round() -> Jury:
    """A blind round in which the viewer has marked everything."""
    jury = heard(make_jury(jurors=3, entries=2, works=1, blind=True))
    fill(jury, 0)
    return jury


def sealed_ballot() -> Jury:
    """The viewer has sealed, the others have not."""
    return heard(make_sealed_jury(jurors=3, entries=2, works=1, blind=True, unsealed=[1, 2]))


def closed_without_the_others() -> Jury:
    """A blind round that is closed: who plays stays hidden from the jury."""
    jury = heard(make_sealed_jury(jurors=3, entries=2, works=1, blind=True))
    rounds.close(round_id=jury.round.pk, missing=Missing.REFUSE, by=jury.organiser, at=jury.at)
    return jury


def sound_alone() -> Jury:
    """A round with two marks, before the viewer has asked for the text of any entry."""
    return heard(make_jury(jurors=3, entries=2, works=1, blind=False, marking="second"))


@pytest.mark.parametrize("made", [open_round, closed_without_the_others, sound_alone])
def test_worlds_that_differ_in_who_plays_look_the_same_to_a_juror(made: Callable[[], Jury]) -> None:
    jury = made()
    before = asked(jury)
    hide_who_plays(jury)
    assert differences(before, asked(jury)) == {}


@pytest.mark.parametrize("made", [open_round, sealed_ballot, sound_alone])
def test_worlds_that_differ_in_the_others_votes_look_the_same_to_a_juror(made: Callable[[], Jury]) -> None:
    jury = made()
    before = asked(jury)
    vote_differently(jury)
    assert set(differences(before, asked(jury))) == set(TELLS_THAT_SOMETHING_WAS_DONE)
    open_again(jury)
    assert set(differences(before, asked(jury))) == set(TELLS_THAT_SOMETHING_WAS_DONE)


def test_the_comparison_sees_what_may_be_seen() -> None:
    """The net has no holes: in a round that is not blind another artist is told at once, and one's own mark too."""
    jury = heard(make_jury(jurors=3, entries=2, works=1, blind=False))
    before = asked(jury)
    hide_who_plays(jury)
    assert {"GET api-ballot", "GET jury_room"} <= set(differences(before, asked(jury)))
    before = asked(jury)
    fill(jury, 0)
    assert {"GET api-ballot", "GET jury_room", "GET jury", "GET jury_ranking"} <= set(differences(before, asked(jury)))
