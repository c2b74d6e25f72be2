"""One artist with a unique mark in every field, file name and tag: nothing that a juror of an open blind round can
fetch shows any of them, as text, escaped, in an address, in base64, or in the bytes of the music."""

import base64
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from jury.scoresheets import actions as sheets
from musicprize.accounts.models import User
from musicprize.kernel import clock
from submissions.applications.models import Application, Member
from submissions.audio import processing
from tests.access.world import operations
from tests.factories.jury import Jury, answer, make_draft_jury
from tests.factories.recordings import make_recording
from tests.submissions.audio import synth

pytestmark = [pytest.mark.django_db, pytest.mark.timeout(300)]
APPLICATION = (
    "artist_name", "contact_name", "phone", "website", "place_name", "region_link", "biography", "motivation",
    "project", "rider_inputs", "rider_power", "rider_projection", "rider_notes", "portrait_credit", "portrait_alt",
)  # fmt: skip
WORK = ("title", "contributors", "description", "video_url", "isrc")
MEMBER = ("name", "role", "email")
TAGS = ("title", "artist", "album", "comment", "composer", "copyright")
MADE_UP = {"key": "made-up", "token": "made-up", "pk": 1, "number": "made-up", "tab": "texts", "what": "portrait"}


def mark(name: str) -> str:
    """A word that stands nowhere else."""
    return f"Canary{name.replace('_', '').title()}Zq"


def fields(names: tuple[str, ...]) -> dict[str, str]:
    return {one: f"https://{mark(one)}.example" if one in ("website", "video_url") else mark(one) for one in names}


@pytest.fixture
def jury(settings: Any, tmp_path: Path) -> Jury:
    """A blind round that is open, over two entries; the first is the canary's, with sound that the jury can play."""
    settings.STORAGE, settings.DATA = "local", tmp_path / "data"  # our own host plays: the crawl can follow
    made = make_draft_jury(jurors=2, entries=2, works=1, blind=True)
    entry = made.entries[0]
    User.objects.filter(pk=entry.owner_id).update(name=mark("account"), email=f"{mark('mail').lower()}@example.org")
    Application.objects.filter(pk=entry.pk).update(**fields(APPLICATION))
    Member.objects.create(application=entry, position=1, **fields(MEMBER))
    work = entry.works.get()
    entry.works.update(**{**fields(WORK), "isrc": "LUZQX2600001"})
    tags = {one: mark(f"tag{one}") for one in TAGS}
    song = tmp_path / f"{mark('file')}.flac"
    synth.encoded(song, synth.faded(synth.pink(3, channels=2)), "flac", "flac", tags=tags)
    make_recording(work, song)
    processing.work_off()
    return open_round(made)


def open_round(made: Jury) -> Jury:
    from jury.rounds import actions as rounds

    made.round = rounds.open_round(round_id=made.round.pk, codes=None, by=made.organiser, at=made.at)
    answer(made)
    return made


def marks() -> set[str]:
    names = (*APPLICATION, *WORK, *MEMBER, *(f"tag{one}" for one in TAGS), "account", "mail", "file")
    return {mark(one) for one in names} | {"LUZQX2600001"}


def shapes(word: str) -> set[bytes]:
    """A word in the encodings that an answer may use."""
    encodings = ("utf-8", "utf-16-le", "utf-16-be")
    plain = {word, word.lower(), word.upper(), quote(word), json.dumps(word)[1:-1]}
    coded = {base64.b64encode(word.encode()[offset:])[2:-4] for offset in range(3)}
    return {one.encode(encoding) for one in plain for encoding in encodings} | coded


NEEDLES = {shape: word for word in marks() for shape in shapes(word)}
ANY = re.compile(b"|".join(re.escape(one) for one in sorted(NEEDLES, key=len, reverse=True)))


def test_the_crawl_sees_the_marks_where_they_may_be_seen(jury: Jury) -> None:
    """The net has no holes: the same search, on the desk's page about this application, finds its words."""
    path = f"/api/v1/screening/{jury.entries[0].pk}"
    client = Client()
    client.force_login(jury.organiser)
    found = set(leaks(client, path, into={}))
    assert {mark("artist_name"), mark("biography"), mark("title"), mark("file"), mark("mail")} <= found


@pytest.mark.parametrize("sealed", [False, True])
def test_no_mark_reaches_a_juror_of_a_blind_round(jury: Jury, sealed: bool) -> None:
    client = Client()
    client.force_login(jury.jurors[0])
    if sealed:
        seal(jury)
    visited: dict[str, int] = {}
    found = {}
    for path in addresses(jury):
        if leaked := leaks(client, path, into=visited):
            found[path] = leaked
    assert found == {}
    heard = [path for path, status in visited.items() if path.startswith("/media/") and status == 200]
    assert heard, "the crawl has not reached the music"
    rooms = [f"/jury/{jury.round.pk}/", f"/api/v1/rounds/{jury.round.pk}/ballot"]
    assert {visited[path] for path in rooms} == {200}


def seal(jury: Jury) -> None:
    person, at = jury.jurors[0], clock.now()
    for sheet in jury.sheets(person):
        given = {"music": 500, "innovation": 600}
        saved = sheets.mark(sheet_id=sheet.pk, marks=given, note="Good.", version=sheet.version, by=person, at=at)
        sheets.complete(sheet_id=sheet.pk, version=saved.version, by=person, at=at)
    sheets.seal(round_id=jury.round.pk, by=person, at=at)


def addresses(jury: Jury) -> list[str]:
    """Every GET of the platform, with the ids of the canary's application, work, file and sheet."""
    entry, person = jury.entries[0], jury.jurors[0]
    work = entry.works.get()
    facts = {
        **MADE_UP, "application_id": entry.pk, "work_id": work.pk, "upload_id": work.audio_id,
        "slug": jury.edition.slug, "round_id": jury.round.pk, "sheet_id": jury.sheet(person, entry).pk,
        "publication_id": entry.pk, "invitation_id": entry.pk, "position": 1, "section": "about", "code": entry.code,
    }  # fmt: skip
    found = []
    for name, route, pattern in operations():
        if name.startswith("GET ") and pattern.name not in ("demo_mail", "healthz", "api-docs", "api-schema"):
            names = re.findall(r"<(?:\w+:)?(\w+)>", route)
            found.append(reverse(str(pattern.name), kwargs={one: facts[one] for one in names}))
    return found


def leaks(client: Client, path: str, *, into: dict[str, int]) -> list[str]:
    """Marks in the answer of an address and, where it names media, in theirs."""
    answer = client.get(path)
    into[path] = answer.status_code
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    whole = repr(sorted(answer.items())).encode() + body
    found = {NEEDLES[one] for one in ANY.findall(whole)}
    for media in set(re.findall(rb"/media/[^\"'\s<>\\]+", body)) - {one.encode() for one in into}:
        found |= set(leaks(client, media.decode(), into=into))
    return sorted(found)
